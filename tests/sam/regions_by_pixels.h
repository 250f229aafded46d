// remove_small_regions by flood fill over a bitmap: the slow twin of sam/small_regions.h.
#pragma once

#include <cstdint>

#include "mask/bitmap.h"

namespace maskpoint::sam {

// `wanted` is the regions' pixel value: 0 for holes, 1 for islands, of which the largest stays
// where all are small (the first by columns among equals). Sets `changed` if there was a small
// region.
mask::Bitmap without_small(const mask::Bitmap& from, std::uint8_t wanted, std::uint32_t least,
                           bool& changed);

}  // namespace maskpoint::sam
