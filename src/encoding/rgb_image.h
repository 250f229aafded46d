// Upright 8-bit RGB, as the encoder wants it.
#pragma once

#include <cstdint>
#include <vector>

#include "geom/points.h"

namespace maskpoint::encoding {

struct RgbImage {
  geom::ImageSize size;
  std::vector<std::uint8_t> pixels;  // height × width × 3, row-major
};

}  // namespace maskpoint::encoding
