// A mask carried to an image of another size.
#pragma once

#include "mask/rle.h"

namespace maskpoint::mask {

// The same pixels at the same places; what lies outside `size` is cut off. `size` must be a mask's
// (check_size).
Rle reframed(const Rle& rle, geom::ImageSize size);

}  // namespace maskpoint::mask
