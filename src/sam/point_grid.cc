#include "sam/point_grid.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace maskpoint::sam {

namespace {

// np.linspace(offset, 1 - offset, n), to the bit.
std::vector<double> one_side(int n) {
  const double offset = 1 / (2.0 * n), last = 1 - offset;
  std::vector<double> places(std::size_t(n), offset);
  if (n == 1) return places;
  const double step = (last - offset) / (n - 1);
  for (int i = 0; i < n; ++i)
    places[std::size_t(i)] = i * step + offset;
  places.back() = last;
  return places;
}

}  // namespace

std::vector<GridPoint> build_point_grid(int n_per_side) {
  assert(n_per_side > 0);
  const std::vector<double> side = one_side(n_per_side);
  std::vector<GridPoint> points;
  points.reserve(side.size() * side.size());
  for (const double y : side)
    for (const double x : side)
      points.push_back({x, y});
  return points;
}

int points_per_side_on(int layer, int points_per_side, int downscale_factor) {
  assert(downscale_factor > 0);
  return std::max(1, int(points_per_side / std::pow(double(downscale_factor), layer)));
}

std::array<std::vector<int>, kGridStages> grid_stages(int n_per_side) {
  std::array<std::vector<int>, kGridStages> stages;
  for (int y = 0; y < n_per_side; ++y) {
    for (int x = 0; x < n_per_side; ++x) {
      const bool fourth = x % 4 == 2 && y % 4 == 2, second = x % 2 == 0 && y % 2 == 0;
      stages[fourth ? 0 : second ? 1 : 2].push_back(y * n_per_side + x);
    }
  }
  return stages;
}

}  // namespace maskpoint::sam
