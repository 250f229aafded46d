#include "encoding/resize.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "geom/model_transform.h"

namespace maskpoint::encoding {
namespace {

// Pillow's PRECISION_BITS: 8 bits of result and 2 of overshoot leave 22 of a 32-bit sum.
constexpr int kPrecisionBits = 32 - 8 - 2;

double triangle(double x) {
  x = std::fabs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

std::uint8_t rounded(std::int32_t sum) {
  return std::uint8_t(std::clamp(sum >> kPrecisionBits, 0, 255));
}
constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);

}  // namespace

// For every output position: which inputs it sums, and their weights in 1/2^22.
struct Resizer::Kernel {
  struct Range {
    int first = 0, count = 0;
  };
  std::vector<Range> ranges;
  std::vector<std::int32_t> weights;  // ranges.size() × stride
  int stride = 0;

  Kernel(int in_size, int out_size);
};

// precompute_coeffs and normalize_coeffs_8bpc, in double and in the same order of operations.
Resizer::Kernel::Kernel(int in_size, int out_size) {
  const double scale = double(in_size) / out_size;
  const double filter_scale = std::max(scale, 1.0);
  const double support = 1.0 * filter_scale;
  const double inverse = 1.0 / filter_scale;
  stride = int(std::ceil(support)) * 2 + 1;
  ranges.resize(std::size_t(out_size));
  weights.resize(std::size_t(out_size) * stride);
  std::vector<double> exact(static_cast<std::size_t>(stride));
  for (int i = 0; i < out_size; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(0, int(centre - support + 0.5));
    const int count = std::min(in_size, int(centre + support + 0.5)) - first;
    double total = 0;
    for (int k = 0; k < count; ++k) {
      exact[k] = triangle((k + first - centre + 0.5) * inverse);
      total += exact[k];
    }
    std::int32_t* fixed = &weights[std::size_t(i) * stride];
    for (int k = 0; k < count; ++k) {
      if (total != 0.0) exact[k] /= total;
      fixed[k] = std::int32_t(0.5 + exact[k] * (1 << kPrecisionBits));
    }
    ranges[i] = {first, count};
  }
}

Resizer::Resizer(geom::ImageSize from, geom::ImageSize to) : from_(from), to_(to) {
  assert(from.width > 0 && from.height > 0 && to.width > 0 && to.height > 0);
  // As Pillow: a pass that would change nothing is skipped.
  if (from.width != to.width) across_ = std::make_unique<const Kernel>(from.width, to.width);
  narrow_.size = {to.width, from.height};
  narrow_.pixels.resize(std::size_t(to.width) * std::size_t(from.height) * 3);
}
Resizer::~Resizer() = default;

void Resizer::add_rows(std::span<const std::uint8_t> pixels, int channels) {
  const std::size_t row_bytes = std::size_t(from_.width) * std::size_t(channels);
  assert((channels == 3 || channels == 4) && pixels.size() % row_bytes == 0);
  for (; !pixels.empty(); pixels = pixels.subspan(row_bytes), ++rows_) {
    assert(rows_ < from_.height);
    std::uint8_t* to = narrow_.pixels.data() + std::size_t(rows_) * std::size_t(to_.width) * 3;
    for (int x = 0; x < to_.width; ++x, to += 3) {
      if (!across_) {
        std::copy_n(pixels.data() + std::size_t(x) * std::size_t(channels), 3, to);
        continue;
      }
      const auto [first, count] = across_->ranges[std::size_t(x)];
      const std::int32_t* weight = &across_->weights[std::size_t(x) * across_->stride];
      std::int32_t r = kHalf, g = kHalf, b = kHalf;
      const std::uint8_t* from = pixels.data() + std::size_t(first) * std::size_t(channels);
      for (int k = 0; k < count; ++k, from += channels) {
        r += from[0] * weight[k];
        g += from[1] * weight[k];
        b += from[2] * weight[k];
      }
      to[0] = rounded(r);
      to[1] = rounded(g);
      to[2] = rounded(b);
    }
  }
}

RgbImage Resizer::finish() {
  assert(rows_ == from_.height);
  if (from_.height == to_.height) return std::move(narrow_);
  const Kernel down(from_.height, to_.height);
  RgbImage out{to_, {}};
  const std::size_t stride = std::size_t(to_.width) * 3;
  out.pixels.resize(stride * std::size_t(to_.height));
  std::vector<std::int32_t> sums(stride);
  for (int y = 0; y < to_.height; ++y) {
    const auto [first, count] = down.ranges[y];
    const std::int32_t* weight = &down.weights[std::size_t(y) * down.stride];
    std::fill(sums.begin(), sums.end(), kHalf);
    for (int k = 0; k < count; ++k) {
      const std::uint8_t* row = narrow_.pixels.data() + stride * std::size_t(first + k);
      for (std::size_t i = 0; i < stride; ++i)
        sums[i] += row[i] * weight[k];
    }
    std::uint8_t* to = out.pixels.data() + stride * std::size_t(y);
    for (std::size_t i = 0; i < stride; ++i)
      to[i] = rounded(sums[i]);
  }
  return out;
}

RgbImage resize_bilinear(const RgbImage& image, geom::ImageSize size) {
  Resizer resizer(image.size, size);
  resizer.add_rows(image.pixels, 3);
  return resizer.finish();
}

RgbImage resize_for_model(const RgbImage& image) {
  return resize_bilinear(image, geom::ModelTransform(image.size).resized());
}

}  // namespace maskpoint::encoding
