// JPEG through libjpeg: baseline, extended, progressive and arithmetic; grey, YCbCr, RGB, CMYK,
// YCCK.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/status.h"
#include "server/image_bytes.h"
#include "server/image_file.h"

namespace maskpoint::server {

// Size and orientation from the markers before the first scan.
base::Result<ImageInfo> probe_jpeg(ByteSource& source);

// Stored orientation. A file that ends early is an error.
base::Result<RgbImage> decode_jpeg(std::span<const std::uint8_t> bytes);

// The same picture, made smaller in the frequency domain by the largest of 1, 2, 4 and 8 that keeps
// its longest side at least `side`.
base::Result<RgbImage> decode_jpeg_reduced(std::span<const std::uint8_t> bytes, int side);

// Quality 1–100, YCbCr 4:2:0.
base::Result<std::vector<std::uint8_t>> encode_jpeg(const RgbImage& image, int quality);

}  // namespace maskpoint::server
