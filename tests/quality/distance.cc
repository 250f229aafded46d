#include "quality/distance.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <vector>

namespace maskpoint::quality {
namespace {

constexpr double kFar = 1e12;

// One dimension of Felzenszwalb and Huttenlocher's distance transform: the lower envelope of the
// parabolas (x − q)² + f(q). `values` is replaced by the squared distances.
void squared_distance(std::vector<double>& values) {
  const int n = int(values.size());
  std::vector<int> at(std::size_t(n), 0);
  std::vector<double> from(std::size_t(n) + 1);
  const std::vector<double> f = values;
  int last = 0;
  from[0] = -kFar;
  from[1] = kFar;
  const auto meet = [&f](int p, int q) {
    return ((f[q] + double(q) * q) - (f[p] + double(p) * p)) / (2.0 * (q - p));
  };
  for (int q = 1; q < n; ++q) {
    double x = meet(at[last], q);
    while (x <= from[last])
      x = meet(at[--last], q);
    at[++last] = q;
    from[last] = x;
    from[last + 1] = kFar;
  }
  last = 0;
  for (int q = 0; q < n; ++q) {
    while (from[last + 1] < q)
      ++last;
    values[q] = double(q - at[last]) * (q - at[last]) + f[at[last]];
  }
}

}  // namespace

geom::PixelPoint innermost_pixel(const mask::Bitmap& mask) {
  // One pixel of background all around, as the image's edge bounds the mask too.
  const int w = mask.size.width + 2, h = mask.size.height + 2;
  std::vector<double> field(std::size_t(w) * h, 0.0);
  for (int y = 0; y < mask.size.height; ++y)
    for (int x = 0; x < mask.size.width; ++x)
      if (mask.at(x, y) != 0) field[std::size_t(y + 1) * w + x + 1] = kFar;
  std::vector<double> line(static_cast<std::size_t>(h));
  for (int x = 0; x < w; ++x) {
    for (int y = 0; y < h; ++y)
      line[y] = field[std::size_t(y) * w + x];
    squared_distance(line);
    for (int y = 0; y < h; ++y)
      field[std::size_t(y) * w + x] = line[y];
  }
  line.resize(std::size_t(w));
  for (int y = 0; y < h; ++y) {
    std::copy_n(field.begin() + std::ptrdiff_t(y) * w, w, line.begin());
    squared_distance(line);
    std::copy_n(line.begin(), w, field.begin() + std::ptrdiff_t(y) * w);
  }
  const auto best = std::max_element(field.begin(), field.end());
  assert(*best > 0);
  const auto index = std::size_t(best - field.begin());
  return {double(index % w) - 1, double(index / w) - 1};
}

}  // namespace maskpoint::quality
