#include "sam/adaptive_grid.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <numeric>

#include "mask/run_builder.h"

namespace maskpoint::sam {

namespace {

// The grid's points in the order run lengths go through their pixels.
struct PointPixels {
  std::vector<int> order;
  std::vector<std::uint64_t> pixel;  // by place in `order`
};

PointPixels pixels_of(std::span<const GridPoint> grid, geom::ImageSize image) {
  std::vector<std::uint64_t> at;
  at.reserve(grid.size());
  for (const GridPoint& point : grid) {
    const geom::PixelPoint p = on_image(point, image);
    const int x = std::min(int(p.x), image.width - 1), y = std::min(int(p.y), image.height - 1);
    at.push_back(std::uint64_t(x) * std::uint64_t(image.height) + std::uint64_t(y));
  }
  PointPixels result{std::vector<int>(grid.size()), {}};
  std::iota(result.order.begin(), result.order.end(), 0);
  std::sort(result.order.begin(), result.order.end(),
            [&](int a, int b) { return at[std::size_t(a)] < at[std::size_t(b)]; });
  for (const int i : result.order)
    result.pixel.push_back(at[std::size_t(i)]);
  return result;
}

}  // namespace

std::vector<int> smallest_covering(std::span<const mask::Rle* const> masks,
                                   std::span<const GridPoint> grid, geom::ImageSize image) {
  const PointPixels points = pixels_of(grid, image);
  std::vector<int> covering(grid.size(), -1);
  std::vector<std::uint64_t> smallest(grid.size(), UINT64_MAX);
  for (std::size_t m = 0; m < masks.size(); ++m) {
    assert(masks[m]->size == image);
    const std::uint64_t area = mask::area(*masks[m]);
    std::size_t next = 0;
    mask::for_each_foreground(*masks[m], [&](std::uint64_t begin, std::uint64_t end) {
      while (next < points.pixel.size() && points.pixel[next] < begin)
        ++next;
      for (; next < points.pixel.size() && points.pixel[next] < end; ++next) {
        const std::size_t i = std::size_t(points.order[next]);
        if (area >= smallest[i]) continue;
        smallest[i] = area;
        covering[i] = int(m);
      }
    });
  }
  return covering;
}

std::vector<int> unsettled(std::span<const int> last_stage, int n_per_side,
                           std::span<const int> covering) {
  std::vector<int> worth;
  for (const int index : last_stage) {
    const int x = index % n_per_side, y = index / n_per_side;
    bool settled = true;
    for (int ny = std::max(0, y - 1); ny <= std::min(n_per_side - 1, y + 1); ++ny)
      for (int nx = std::max(0, x - 1); nx <= std::min(n_per_side - 1, x + 1); ++nx)
        if (nx % 2 == 0 && ny % 2 == 0)
          settled = settled &&
                    covering[std::size_t(ny * n_per_side + nx)] == covering[std::size_t(index)];
    if (!settled) worth.push_back(index);
  }
  return worth;
}

}  // namespace maskpoint::sam
