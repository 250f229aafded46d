// From the decoder's 256×256 logits to a mask at image size, exactly as the official code does it:
// bilinear (align_corners = false) to 1024×1024, crop to the resized image, bilinear to the
// original size, threshold (DECODER §1 "To the image"). Streamed: no full-size float mask is ever
// held.
//
// Source: segment-anything utils/onnx.py mask_postprocessing, modeling/sam.py postprocess_masks,
// utils/amg.py calculate_stability_score.
#pragma once

#include <span>
#include <vector>

#include "base/cancel_token.h"
#include "geom/model_transform.h"
#include "mask/rle.h"

namespace maskpoint::mask {

struct ResampledMask {
  Rle rle;  // logits > threshold
  geom::Rect bbox;
  std::uint64_t area = 0;
  // |logits > t+offset| / |logits > t-offset| at image size; 1 when both are empty
  double stability_score = 0;
};

// `logits` is row-major 256×256. Same bits on every platform (no contraction, fixed order).
ResampledMask resample_to_image(std::span<const float> logits, geom::ImageSize original,
                                float threshold = 0.0f, float stability_offset = 1.0f);

// The plain twin for tests and for --logits style uses: the full-size float map, row-major.
std::vector<float> resample_logits(std::span<const float> logits, geom::ImageSize original);

}  // namespace maskpoint::mask
