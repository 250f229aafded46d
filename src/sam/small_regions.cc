#include "sam/small_regions.h"

#include <utility>

#include "mask/components.h"

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

}  // namespace maskpoint::sam
