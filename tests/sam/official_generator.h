// SamAutomaticMaskGenerator step by step on ONNX Runtime's logits, over full-size maps and bitmaps:
// slow, and written from the Python with nothing of src/sam but plain types.
//
// Source: segment-anything automatic_mask_generator.py, utils/amg.py, and torchvision's nms.
#pragma once

#include <vector>

#include "grid_data.h"
#include "mask/bitmap.h"
#include "sam/generator_options.h"

namespace maskpoint::sam {

struct OfficialMask {
  mask::Bitmap pixels{{1, 1}};  // of the whole image
  std::array<double, 4> box{};  // xyxy, first and last pixel
  float predicted_iou = 0, stability_score = 0;
  geom::PixelPoint point;
  int output = 0;
  std::size_t crop = 0;
};

struct OfficialAnswer {
  std::vector<OfficialMask> masks;
  // Everything whose scores come near the thresholds or pass them, in the official order, before
  // suppression: for explaining differences.
  std::vector<OfficialMask> near;
};

OfficialAnswer official_masks(const GridRun& run, const GeneratorOptions& options);

// IoU of two boxes as torchvision has it.
double official_box_iou(const std::array<double, 4>& a, const std::array<double, 4>& b);

}  // namespace maskpoint::sam
