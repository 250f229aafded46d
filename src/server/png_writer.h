// Masks and images as PNG bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/status.h"
#include "mask/rle.h"

namespace maskpoint::server {

// 8-bit grey, 255 inside the mask and 0 outside.
base::Result<std::vector<std::uint8_t>> mask_png(const mask::Rle& mask);

}  // namespace maskpoint::server
