#include "mask/parting.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "mask/resample.h"

namespace maskpoint::mask {
namespace {

Rle both(const Rle& a, const Rle& b) {
  return merge(std::array{a, b}, MergeKind::kIntersection);
}

}  // namespace

// Upsampling is linear: the difference of the two surfaces is the surface of the difference.
Rle where_higher(const Rle& shared, std::span<const float> a, float a_threshold,
                 std::span<const float> b, float b_threshold) {
  assert(a.size() == b.size());
  std::vector<float> difference(a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    difference[i] = a[i] - b[i];
  return both(shared, resample_to_image(difference, shared.size, a_threshold - b_threshold).rle);
}

Parted part(Rle made, std::span<const float> logits, float threshold,
            std::span<const Neighbour> neighbours, OverlapRule rule) {
  Parted parted{std::move(made), {}};
  if (rule == OverlapRule::kAllowed || neighbours.empty()) return parted;
  const geom::Rect box_of_made = bbox(parted.mask);  // what it has left lies within
  for (const Neighbour& neighbour : neighbours) {
    if (!neighbour.mask || neighbour.mask->size != parted.mask.size) continue;
    if (!geom::share_pixels(box_of_made, neighbour.bbox)) continue;
    const Rle shared = both(parted.mask, *neighbour.mask);
    if (area(shared) == 0) continue;
    Rle taken = rule == OverlapRule::kNewCuts ? shared : empty_rle(shared.size);
    if (neighbour.fixed)
      taken = empty_rle(shared.size);
    else if (neighbour.logits && !logits.empty())
      taken = where_higher(shared, logits, threshold, neighbour.logits->unpacked(),
                           neighbour.threshold);
    if (taken != shared) {
      parted.mask = subtract(parted.mask, subtract(shared, taken));
      parted.gave_way = true;
    }
    if (area(taken) == 0) continue;
    auto left = std::make_shared<const Rle>(subtract(*neighbour.mask, taken));
    const geom::Rect box = bbox(*left);
    const std::uint64_t pixels = area(*left);
    parted.cuts.push_back({neighbour.key, neighbour.mask, std::move(left), box, pixels});
  }
  return parted;
}

Parted part_gained(const Rle& before, Rle after, std::span<const Neighbour> neighbours,
                   OverlapRule rule) {
  if (rule == OverlapRule::kAllowed || neighbours.empty()) return {std::move(after), {}};
  const Rle gained = subtract(after, before);
  Parted parted = part(gained, {}, 0, neighbours, rule);
  parted.mask = parted.gave_way ? subtract(after, subtract(gained, parted.mask)) : std::move(after);
  return parted;
}

}  // namespace maskpoint::mask
