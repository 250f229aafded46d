// The pixel of a mask furthest from its boundary: where a careful person clicks.
#pragma once

#include "geom/points.h"
#include "mask/bitmap.h"

namespace maskpoint::quality {

// By exact Euclidean distance to the nearest pixel outside the mask; outside the image counts as
// outside the mask. The first in row order among equals. The mask must not be empty (asserted).
geom::PixelPoint innermost_pixel(const mask::Bitmap& mask);

}  // namespace maskpoint::quality
