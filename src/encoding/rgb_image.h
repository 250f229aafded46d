// Upright 8-bit RGB, as the encoder wants it.
#pragma once

#include <cstdint>
#include <vector>

#include "geom/points.h"

namespace maskpoint::encoding {

// What is decoded and encoded at most, width times height.
inline constexpr std::uint64_t kMostPixels = 200'000'000;

struct RgbImage {
  geom::ImageSize size;
  std::vector<std::uint8_t> pixels;  // height × width × 3, row-major
};

}  // namespace maskpoint::encoding
