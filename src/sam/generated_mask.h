// A mask the automatic generator found.
#pragma once

#include <cstdint>

#include "geom/box.h"
#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::sam {

struct GeneratedMask {
  int id = 0;       // MaskGenerator's, counted from 0 as masks are found
  mask::Rle rle;    // of the whole image
  geom::Rect bbox;  // pycocotools' toBbox (the official generator's is a pixel short)
  std::uint64_t area = 0;
  float predicted_iou = 0;
  float stability_score = 0;
  geom::PixelPoint point;  // the prompt, in the image's pixel indices
  int output = 0;          // which of the decoder's outputs, 1–3
  geom::Rect crop_box;     // the crop it was found in
};

}  // namespace maskpoint::sam
