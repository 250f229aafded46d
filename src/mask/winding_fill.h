// Rings drawn by hand → mask: a pixel belongs to it when its centre lies inside. Exact for rings
// along pixel edges (polygons_from_rle): they give their mask back.
//
// Inside is where the winding number is not zero, so that a ring may run over itself. COCO's own
// rasteriser, with its five-times grid, is rle_from_polygon.
#pragma once

#include <span>

#include "base/status.h"
#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::mask {

// Rings of any direction; each is closed by itself, those of fewer than three points are empty.
// The rings count together: a hole runs against its outer ring. Coordinates are finite; too many
// crossings of columns are an error.
base::Result<Rle> fill_rings(std::span<const std::vector<geom::ImagePoint>> rings,
                             geom::ImageSize size);

}  // namespace maskpoint::mask
