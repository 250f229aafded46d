// The one EXIF tag that matters here: orientation (0x0112 in the first image directory).
#pragma once

#include <cstdint>
#include <span>

#include "server/image_file.h"

namespace maskpoint::server {

// `tiff` is an EXIF block from its byte order mark ("II" or "MM") on. 1 where the block is broken,
// says nothing or says something outside 1–8, as browsers treat it.
Orientation exif_orientation(std::span<const std::uint8_t> tiff);

// The stored pixels turned upright.
RgbImage turned_upright(RgbImage stored, Orientation orientation);

// The size of that.
inline geom::ImageSize upright_size(geom::ImageSize stored, Orientation orientation) {
  return orientation >= 5 ? geom::ImageSize{stored.height, stored.width} : stored;
}

}  // namespace maskpoint::server
