#include "server/resize.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "geom/model_transform.h"

namespace maskpoint::server {
namespace {

// Pillow's PRECISION_BITS: 8 bits of result and 2 of overshoot leave 22 of a 32-bit sum.
constexpr int kPrecisionBits = 32 - 8 - 2;

// For every output position: which inputs it sums, and their weights in 1/2^22.
struct Kernel {
  struct Range {
    int first = 0, count = 0;
  };
  std::vector<Range> ranges;
  std::vector<std::int32_t> weights;  // ranges.size() × stride
  int stride = 0;
};

double triangle(double x) {
  x = std::fabs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

// precompute_coeffs and normalize_coeffs_8bpc, in double and in the same order of operations.
Kernel make_kernel(int in_size, int out_size) {
  const double scale = double(in_size) / out_size;
  const double filter_scale = std::max(scale, 1.0);
  const double support = 1.0 * filter_scale;
  const double inverse = 1.0 / filter_scale;
  Kernel kernel;
  kernel.stride = int(std::ceil(support)) * 2 + 1;
  kernel.ranges.resize(std::size_t(out_size));
  kernel.weights.resize(std::size_t(out_size) * kernel.stride);
  std::vector<double> exact(std::size_t(kernel.stride));
  for (int i = 0; i < out_size; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, int(centre - support + 0.5));
    const int count = std::min(in_size, int(centre + support + 0.5)) - first;
    double total = 0;
    for (int k = 0; k < count; ++k) {
      exact[k] = triangle((k + first - centre + 0.5) * inverse);
      total += exact[k];
    }
    std::int32_t* weights = &kernel.weights[std::size_t(i) * kernel.stride];
    for (int k = 0; k < count; ++k) {
      if (total != 0.0) exact[k] /= total;
      weights[k] = std::int32_t(0.5 + exact[k] * (1 << kPrecisionBits));
    }
    kernel.ranges[i] = {first, count};
  }
  return kernel;
}

std::uint8_t rounded(std::int32_t sum) {
  return std::uint8_t(std::clamp(sum >> kPrecisionBits, 0, 255));
}
constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);

RgbImage resize_rows(const RgbImage& in, int width) {
  const Kernel kernel = make_kernel(in.size.width, width);
  RgbImage out{{width, in.size.height}, {}};
  out.pixels.resize(std::size_t(width) * in.size.height * 3);
  for (int y = 0; y < in.size.height; ++y) {
    const std::uint8_t* row = in.pixels.data() + std::size_t(y) * in.size.width * 3;
    std::uint8_t* to = out.pixels.data() + std::size_t(y) * width * 3;
    for (int x = 0; x < width; ++x, to += 3) {
      const auto [first, count] = kernel.ranges[x];
      const std::int32_t* weights = &kernel.weights[std::size_t(x) * kernel.stride];
      std::int32_t r = kHalf, g = kHalf, b = kHalf;
      const std::uint8_t* from = row + std::size_t(first) * 3;
      for (int k = 0; k < count; ++k, from += 3) {
        r += from[0] * weights[k];
        g += from[1] * weights[k];
        b += from[2] * weights[k];
      }
      to[0] = rounded(r);
      to[1] = rounded(g);
      to[2] = rounded(b);
    }
  }
  return out;
}

RgbImage resize_columns(const RgbImage& in, int height) {
  const Kernel kernel = make_kernel(in.size.height, height);
  RgbImage out{{in.size.width, height}, {}};
  const std::size_t stride = std::size_t(in.size.width) * 3;
  out.pixels.resize(stride * height);
  std::vector<std::int32_t> sums(stride);
  for (int y = 0; y < height; ++y) {
    const auto [first, count] = kernel.ranges[y];
    const std::int32_t* weights = &kernel.weights[std::size_t(y) * kernel.stride];
    std::fill(sums.begin(), sums.end(), kHalf);
    for (int k = 0; k < count; ++k) {
      const std::uint8_t* row = in.pixels.data() + stride * std::size_t(first + k);
      for (std::size_t i = 0; i < stride; ++i)
        sums[i] += row[i] * weights[k];
    }
    std::uint8_t* to = out.pixels.data() + stride * std::size_t(y);
    for (std::size_t i = 0; i < stride; ++i)
      to[i] = rounded(sums[i]);
  }
  return out;
}

}  // namespace

RgbImage resize_bilinear(const RgbImage& image, geom::ImageSize size) {
  assert(image.size.width > 0 && image.size.height > 0 && size.width > 0 && size.height > 0);
  // As Pillow: a pass that would change nothing is skipped.
  if (image.size == size) return image;
  if (image.size.width == size.width) return resize_columns(image, size.height);
  RgbImage narrow = resize_rows(image, size.width);
  if (image.size.height == size.height) return narrow;
  return resize_columns(narrow, size.height);
}

RgbImage resize_for_model(const RgbImage& image) {
  return resize_bilinear(image, geom::ModelTransform(image.size).resized());
}

}  // namespace maskpoint::server
