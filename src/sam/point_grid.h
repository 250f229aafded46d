// The grid of points the automatic mask generator prompts with.
//
// Source: segment-anything utils/amg.py build_point_grid, build_all_layer_point_grids.
#pragma once

#include <array>
#include <vector>

#include "geom/points.h"

namespace maskpoint::sam {

// A place as a share of the image's width and height.
struct GridPoint {
  double x = 0, y = 0;
  bool operator==(const GridPoint&) const = default;
};

// Evenly spaced, (n_per_side)² points, row by row.
std::vector<GridPoint> build_point_grid(int n_per_side);

// Points a side on the crops of a layer; at least 1.
int points_per_side_on(int layer, int points_per_side, int downscale_factor);

// Where a point lies in a crop (points_for_image, in SAM's pixel indices).
inline geom::PixelPoint on_image(const GridPoint& point, geom::ImageSize size) {
  return {point.x * size.width, point.y * size.height};
}

// The grid's indices in the order they are visited: every fourth point of both directions, then
// those that make it every second, then the rest. So the first masks come from all over the image.
inline constexpr int kGridStages = 3;
std::array<std::vector<int>, kGridStages> grid_stages(int n_per_side);
}  // namespace maskpoint::sam
