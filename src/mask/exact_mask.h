// From the decoder's logits to the mask of an object: resampled to the image, cleaned, kept apart
// from its neighbours. The worker does it; the tests of the session too.
#pragma once

#include <span>
#include <vector>

#include "mask/cleanup.h"
#include "mask/operation.h"
#include "mask/parting.h"

namespace maskpoint::mask {

struct ExactMask {
  MeasuredMask mask;
  double stability_score = 0;  // of the mask as the decoder gave it
  MaskPtr uncleaned;           // what it was cleaned from, else null
  std::vector<Cut> cuts;       // what neighbours lost to it
  bool gave_way = false;       // to neighbours, some or all of it
};

// `logits` is row-major 256×256.
ExactMask exact_mask(std::span<const float> logits, geom::ImageSize size, float threshold,
                     const Cleanup& cleanup, std::span<const Neighbour> neighbours,
                     OverlapRule rule);

}  // namespace maskpoint::mask
