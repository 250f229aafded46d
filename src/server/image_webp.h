// WebP through libwebp: lossy, lossless, with alpha, animated (the first frame on its canvas).
#pragma once

#include <cstdint>
#include <span>

#include "base/status.h"
#include "server/image_bytes.h"
#include "server/image_file.h"

namespace maskpoint::server {

// Size from the header. EXIF orientation is not looked at: browsers ignore it in WebP (tried with
// orientations 3 and 6 in Chromium 156 and Firefox 153), and a mask must fit what they show.
base::Result<ImageInfo> probe_webp(ByteSource& source);

// Alpha dropped.
base::Result<RgbImage> decode_webp(std::span<const std::uint8_t> bytes);

}  // namespace maskpoint::server
