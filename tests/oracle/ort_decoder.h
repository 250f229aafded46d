// A SAM decoder ONNX run by ONNX Runtime, with the tensors inside that hold all four masks and
// scores made outputs of the graph.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "geom/points.h"
#include "mask/rle.h"
#include "sam/types.h"

namespace maskpoint::oracle {

struct OrtAnswer {
  std::vector<float> logits;      // (4, 256, 256)
  std::array<float, 4> scores{};  // by output index
  float selected_score = 0;       // iou_predictions: of the mask the graph selects
  std::vector<float> selected;    // low_res_masks, (256, 256)
  std::vector<float> full_size;   // masks, (height, width)
};

// The mask at image size.
mask::Rle mask_of(const OrtAnswer& answer, geom::ImageSize size);

class OrtDecoder {
 public:
  // Throws what ONNX Runtime throws: this is a tool of the tests.
  explicit OrtDecoder(const std::filesystem::path& onnx);
  ~OrtDecoder();

  // `embedding` is (256, 64, 64).
  OrtAnswer decode(const std::vector<float>& embedding, geom::ImageSize image,
                   const sam::Prompt& prompt);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace maskpoint::oracle
