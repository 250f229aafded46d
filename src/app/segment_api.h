// window.maskpoint.segment() and openImage(): prompts and images from scripts, with the same core.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/image_loader.h"
#include "app/json_reading.h"
#include "app/shell.h"

namespace maskpoint::app {

class SegmentApi {
 public:
  SegmentApi(const Shell& shell, ImageLoader& images) : shell_(shell), images_(images) {}

  // Questions of bridge.ts with a request number: answered later, exactly once.
  void segment(const Json& question);
  void open_image(const Json& question);
  // 256×256 float32 for the next segment() that says it has a mask input.
  void set_mask_input(std::vector<std::byte> floats) { mask_input_ = std::move(floats); }

  // What came of it.
  void prepared(std::int64_t image_id);
  void segmented(const worker::Segmented& segmented);
  void failed(const worker::Failed& failed);
  // The pixels or the embedding of an image could not be had.
  void image_failed(std::int64_t image_id, const std::string& message);

 private:
  void answer_error(int request, const std::string& message);
  bool known(std::int64_t image_id, geom::ImageSize& size) const;

  Shell shell_;
  ImageLoader& images_;
  std::vector<std::byte> mask_input_;
  std::map<std::int64_t, std::vector<worker::SegmentRequest>> waiting_for_image_;
  std::map<std::int64_t, int> opening_;  // image → request
};

}  // namespace maskpoint::app
