// From the original image to SAM's 1024×1024 frame (DECODER §1 "Coordinates").
//
// Source: facebookresearch/segment-anything utils/transforms.py (ResizeLongestSide) and
// modeling/prompt_encoder.py (_embed_points adds 0.5, then divides by the frame size).
#pragma once

#include <algorithm>
#include <cmath>

#include "geom/points.h"

namespace maskpoint::geom {

inline constexpr int kModelSide = 1024;  // the encoder's input, square
inline constexpr int kGridSide = 64;     // its output: 64×64 image tokens
inline constexpr int kLogitSide = 256;   // low-resolution mask logits

class ModelTransform {
 public:
  explicit ModelTransform(ImageSize original) : original_(original) {
    const double scale = double(kModelSide) / std::max(original.width, original.height);
    resized_.width = std::max(1, int(std::floor(original.width * scale + 0.5)));
    resized_.height = std::max(1, int(std::floor(original.height * scale + 0.5)));
  }

  ImageSize original() const { return original_; }
  // The image inside the padded frame; the rest of the frame is zero padding to the right and
  // below.
  ImageSize resized() const { return resized_; }

  ModelPoint to_model(PixelPoint p) const {
    const double x = p.x * (double(resized_.width) / original_.width);
    const double y = p.y * (double(resized_.height) / original_.height);
    return {(x + 0.5) / kModelSide, (y + 0.5) / kModelSide};
  }

 private:
  ImageSize original_;
  ImageSize resized_;
};

}  // namespace maskpoint::geom
