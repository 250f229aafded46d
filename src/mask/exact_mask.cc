#include "mask/exact_mask.h"

#include <memory>
#include <utility>

#include "mask/resample.h"

namespace maskpoint::mask {

ExactMask exact_mask(std::span<const float> logits, geom::ImageSize size, float threshold,
                     const Cleanup& cleanup, std::span<const Neighbour> neighbours,
                     OverlapRule rule) {
  ResampledMask resampled = resample_to_image(logits, size, threshold);
  ExactMask made;
  made.stability_score = resampled.stability_score;
  Rle rle = std::move(resampled.rle);
  if (!cleanup.nothing()) {
    Rle clean = cleaned(rle, cleanup);
    made.uncleaned = std::make_shared<const Rle>(std::exchange(rle, std::move(clean)));
  }
  Parted parted = part(std::move(rle), logits, threshold, neighbours, rule);
  made.cuts = std::move(parted.cuts);
  made.gave_way = parted.gave_way;
  if (made.uncleaned || made.gave_way)
    made.mask = measured(std::move(parted.mask));
  else
    made.mask = {std::make_shared<const Rle>(std::move(parted.mask)), resampled.bbox,
                 resampled.area};
  return made;
}

}  // namespace maskpoint::mask
