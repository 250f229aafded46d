// Embeddings and prompts to masks, without a page, a session or a document: what createSegmenter()
// gives people who build something of their own.
//
// Every call does its work before it returns, on the caller's thread and the decoder's pool; one
// thread at a time. Images are kept as their embeddings, a few of them prepared: one used long ago
// is prepared again (30 ms) when it is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "base/status.h"
#include "doc/json_reading.h"
#include "worker/engine.h"

namespace maskpoint::segmenter {

class Segmenter {
 public:
  // `threads` for the decoder's loops, the caller's own included.
  explicit Segmenter(int threads) : engine_(threads) {}

  // The decoder's weights, a safetensors file; nothing else works before.
  base::Status load_weights(std::span<const std::byte> safetensors);
  // An image by its embedding, an .npy of (1, 256, 64, 64) or (256, 64, 64); gives its number.
  base::Result<std::int64_t> add_image(std::vector<std::byte> npy, geom::ImageSize size);
  void remove_image(std::int64_t image) { images_.erase(image); }

  struct Answer {
    doc::Json json;             // segmentation_json()
    std::vector<float> logits;  // 256×256 a mask
  };
  // `question` and `mask_input` as segment_json.h has them.
  base::Result<Answer> segment(std::int64_t image, const doc::Json& question,
                               std::vector<float> mask_input);

 private:
  struct Image {
    std::vector<std::byte> npy;
    geom::ImageSize size;
  };
  base::Status prepare(std::int64_t number, const Image& image);

  worker::Engine engine_;
  std::map<std::int64_t, Image> images_;
  std::int64_t last_image_ = 0;
};

}  // namespace maskpoint::segmenter
