// Polygons as COCO writes them: flat [x0, y0, x1, y1, …] in image points, filled as pycocotools
// does.
#pragma once

#include <span>
#include <vector>

#include "base/status.h"
#include "mask/rle.h"

namespace maskpoint::mask {

using Ring = std::vector<double>;  // x, y pairs; closed implicitly

// The pixels pycocotools' frPyObjects fills for one polygon (rleFrPoly: 5× supersampled boundary),
// bit for bit. Needs at least 3 points and finite coordinates; vertices outside the image are
// allowed.
base::Result<Rle> rle_from_polygon(std::span<const double> ring, geom::ImageSize size);

// Union of several rings, as COCO segmentation lists mean it.
base::Result<Rle> rle_from_polygons(std::span<const Ring> rings, geom::ImageSize size);

// One part of a mask: its outer ring and the holes in it, along pixel edges (exact: rasterising the
// pixel-edge rings by even-odd gives the mask back). Foreground is 4-connected.
struct PolygonPart {
  Ring outer;               // clockwise on screen (y down)
  std::vector<Ring> holes;  // counter-clockwise
};
std::vector<PolygonPart> polygons_from_rle(const Rle& rle);

}  // namespace maskpoint::mask
