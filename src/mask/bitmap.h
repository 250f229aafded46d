// A binary mask as bytes, row-major, 0 or 1: for brushes, tests and drawing; never stored.
#pragma once

#include <cstdint>
#include <vector>

#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::mask {

struct Bitmap {
  geom::ImageSize size;
  std::vector<std::uint8_t> pixels;  // height × width, row-major

  explicit Bitmap(geom::ImageSize s)
      : size(s), pixels(std::size_t(s.width) * std::size_t(s.height), 0) {}
  std::uint8_t& at(int x, int y) { return pixels[std::size_t(y) * size.width + x]; }
  std::uint8_t at(int x, int y) const { return pixels[std::size_t(y) * size.width + x]; }
};

Rle encode(const Bitmap& bitmap);
Bitmap decode(const Rle& rle);

}  // namespace maskpoint::mask
