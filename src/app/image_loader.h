// Brings an open image in: pixels, annotations and embedding, in that order of urgency.
//
// Whatever fails is one sentence; what may work later is tried again for as long as the image is
// open.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "app/shell.h"
#include "session/effect.h"

namespace maskpoint::app {

class ImageLoader {
 public:
  explicit ImageLoader(const Shell& shell) : shell_(shell) {}

  void load(const session::effect::LoadImage& effect);
  void close(std::int64_t image_id);
  void encode_now(const session::effect::EncodeNow& effect);
  void load_annotations(std::int64_t image_id);
  // What an image holds that no server has: it comes back when the image is opened again.
  void keep_local(const doc::ImageDocPtr& doc) { local_docs_[doc->image_id] = doc; }

  // From the page and the worker.
  void pixels_ready(std::int64_t image_id, geom::ImageSize size);
  void pixels_failed(std::int64_t image_id, const std::string& message);
  void prepared(const worker::Prepared& prepared);
  // Of an image whose embedding there was no way to have so far, for one.
  void embedding_came(std::int64_t image_id);
  void prepare_failed(std::int64_t image_id, const std::string& message);

  void set_model(std::string model_id) { model_ = std::move(model_id); }

  // Fetches the embedding of an image that need not be open and gives it to the worker, which
  // answers with Prepared or Failed. `failed` is called with a sentence when there is none to give.
  void fetch_embedding(std::int64_t image_id, geom::ImageSize size,
                       std::function<void(const std::string&)> failed);

 private:
  void load_embedding(int attempt);
  void try_annotations(std::int64_t image_id, int attempt);
  geom::ImageSize size_of(std::int64_t image_id) const;
  bool wanted(std::int64_t image_id) const { return image_id == open_; }

  Shell shell_;
  std::int64_t open_ = 0;
  geom::ImageSize open_size_;
  int embedding_request_ = 0;
  bool embedding_here_ = false;  // the worker has it, or is at it
  std::string model_;
  std::map<std::int64_t, doc::ImageDocPtr> local_docs_;
};

}  // namespace maskpoint::app
