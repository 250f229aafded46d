// PNGs of label images without libpng, for the page, which has no room for a second zlib: the
// browser side brings one. Source: PNG specification, second edition (W3C, ISO/IEC 15948).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "formats/label_image.h"

namespace maskpoint::formats {

struct Zlib {
  std::function<std::string(std::string_view bytes)> deflate;  // with zlib's head and checksum
  // Nothing where it is broken or would be longer than `most` bytes.
  std::function<std::optional<std::string>(std::string_view packed, std::size_t most)> inflate;
};

// Writes what layouts LabelImage has; reads grey of 1 to 16 bits and palettes, interlaced or not.
// The errors are those of the server's codec (server/label_png.h).
PngCodec png_codec(Zlib zlib);

}  // namespace maskpoint::formats
