// PNG through libpng: every colour type and depth, interlaced or not; of an animation the default
// image.
#pragma once

#include <cstdint>
#include <span>

#include "base/status.h"
#include "server/image_bytes.h"
#include "server/image_file.h"

namespace maskpoint::server {

// Size from IHDR, orientation from an eXIf chunk before the image data.
base::Result<ImageInfo> probe_png(ByteSource& source);

// Stored orientation; alpha dropped, 16 bits to their high byte, no gamma or colour correction.
base::Result<RgbImage> decode_png(std::span<const std::uint8_t> bytes, const ImageLimits& limits);

}  // namespace maskpoint::server
