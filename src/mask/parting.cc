#include "mask/parting.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "mask/resample.h"

namespace maskpoint::mask {
namespace {

bool meet(const geom::Rect& a, const geom::Rect& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

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
  if (rule == OverlapRule::kAllowed) return parted;
  for (const Neighbour& neighbour : neighbours) {
    if (!neighbour.mask || neighbour.mask->size != parted.mask.size) continue;
    if (!meet(bbox(parted.mask), neighbour.bbox)) continue;
    const Rle shared = both(parted.mask, *neighbour.mask);
    if (area(shared) == 0) continue;
    Rle taken = rule == OverlapRule::kNewCuts ? shared : empty_rle(shared.size);
    if (neighbour.fixed)
      taken = empty_rle(shared.size);
    else if (neighbour.logits && !logits.empty())
      taken = where_higher(shared, logits, threshold, neighbour.logits->unpacked(),
                           neighbour.threshold);
    parted.mask = subtract(parted.mask, subtract(shared, taken));
    if (area(taken) == 0) continue;
    auto left = std::make_shared<const Rle>(subtract(*neighbour.mask, taken));
    const geom::Rect box = bbox(*left);
    const std::uint64_t pixels = area(*left);
    parted.cuts.push_back({neighbour.key, neighbour.mask, std::move(left), box, pixels});
  }
  return parted;
}

}  // namespace maskpoint::mask
