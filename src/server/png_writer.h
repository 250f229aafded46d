// Masks and images as PNG bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/status.h"
#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::server {

// 8-bit grey, 255 inside the mask and 0 outside.
base::Result<std::vector<std::uint8_t>> mask_png(const mask::Rle& mask);

struct RgbaImage {
  geom::ImageSize size;
  std::vector<std::uint8_t> pixels;  // height × width × 4, row-major, alpha not multiplied in
};
base::Result<std::vector<std::uint8_t>> rgba_png(const RgbaImage& image);

}  // namespace maskpoint::server
