// A pixel well inside a mask: as far from its outline as can be told on a coarse grid.
#pragma once

#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::mask {

// Always a pixel of the mask, which must have one (asserted).
geom::PixelPoint point_inside(const Rle& rle);

}  // namespace maskpoint::mask
