// Brings the project in: its images and classes, and what happens to them later elsewhere. Without
// a server web/src/local answers the same requests from the browser's storage.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/image_loader.h"
#include "app/journal.h"
#include "app/json_reading.h"
#include "app/saver.h"
#include "app/shell.h"

namespace maskpoint::app {

class ProjectLoader {
 public:
  ProjectLoader(const Shell& shell, ImageLoader& images, Saver& saver, Journal& journal)
      : shell_(shell), images_(images), saver_(saver), journal_(journal) {}

  void start() { load(0); }
  void load_categories();
  void encode_all(session::action::EncodeAll what);

  // The server's event stream.
  void server_event(const std::string& event, const std::string& data);
  void stream_opened();
  void stream_lost() { stream_lost_ = true; }

  const std::string& version() const { return version_; }
  const std::string& encoder() const { return encoder_; }
  // The page itself, when it had to make an embedding.
  void set_encoder(std::string encoder) { encoder_ = std::move(encoder); }

 private:
  void load(int attempt);
  void project_answered(const Reply& reply, int attempt);
  void load_images(std::vector<session::ImageRow> rows);
  void images_loaded(std::vector<session::ImageRow> rows);
  void load_row(std::int64_t image_id);
  void changed(const std::string& data);
  void embedding_event(const std::string& data);
  void encode_all_event(const Json& status);

  Shell shell_;
  ImageLoader& images_;
  Saver& saver_;
  Journal& journal_;
  bool listening_ = false;
  bool stream_lost_ = false;
  session::Keeper keeper_ = session::Keeper::kServer;
  std::string name_, version_, encoder_;
};

}  // namespace maskpoint::app
