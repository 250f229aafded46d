// Small JPEGs of images, for the page's image list.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/status.h"
#include "server/image_file.h"

namespace maskpoint::server {

// Upright JPEG with its longest side at most `side` pixels; never enlarged. Large JPEGs are shrunk
// while decoding.
base::Result<std::vector<std::uint8_t>> make_thumbnail(std::span<const std::uint8_t> image_bytes,
                                                       int side, const ImageLimits& limits = {});

}  // namespace maskpoint::server
