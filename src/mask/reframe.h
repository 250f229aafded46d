// A mask carried to an image of another size, or from a crop of an image to the whole.
#pragma once

#include "geom/box.h"
#include "mask/rle.h"

namespace maskpoint::mask {

// The same pixels at the same places; what lies outside `size` is cut off. `size` must be a mask's
// (check_size).
Rle reframed(const Rle& rle, geom::ImageSize size);

// The mask of a part of an image as one of the whole: `part` lies within `size` and is as large as
// the mask (asserted).
Rle placed(const Rle& rle, const geom::Rect& part, geom::ImageSize size);

}  // namespace maskpoint::mask
