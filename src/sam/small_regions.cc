#include "sam/small_regions.h"

#include <utility>

#include "mask/components.h"
#include "sam/box_suppression.h"

namespace maskpoint::sam {

TidiedMask remove_small_regions(const mask::Rle& rle, std::uint32_t area_thresh) {
  using mask::Connectivity;
  const mask::Rle ground = mask::inverted(rle);
  mask::Rle large_ground = mask::drop_specks(ground, area_thresh, Connectivity::kEight);
  const bool holes = mask::area(large_ground) != mask::area(ground);
  const mask::Rle filled = holes ? mask::inverted(large_ground) : rle;

  mask::Rle large = mask::drop_specks(filled, area_thresh, Connectivity::kEight);
  const bool islands = mask::area(large) != mask::area(filled);
  if (mask::area(large) == 0) large = mask::keep_largest(filled, Connectivity::kEight);
  return {std::move(large), holes || islands};
}

std::vector<GeneratedMask> postprocess_small_regions(std::vector<GeneratedMask> masks,
                                                     std::uint32_t area_thresh, double nms_thresh) {
  std::vector<geom::Box> boxes;
  std::vector<float> scores;
  for (GeneratedMask& m : masks) {
    TidiedMask tidied = remove_small_regions(m.rle, area_thresh);
    scores.push_back(tidied.changed ? 0.0f : 1.0f);
    if (tidied.changed) {
      m.rle = std::move(tidied.rle);
      m.bbox = mask::bbox(m.rle);
      m.area = mask::area(m.rle);
    }
    boxes.push_back(box_for_suppression(m.bbox));
  }
  std::vector<GeneratedMask> kept;
  for (const int i : suppress_boxes(boxes, scores, nms_thresh))
    kept.push_back(std::move(masks[std::size_t(i)]));
  return kept;
}

}  // namespace maskpoint::sam
