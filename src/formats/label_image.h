// An image whose pixels are numbers of objects or classes, 0 for none: what PNG masks hold. Who
// calls a reader or writer brings the PNG library (the server libpng).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "doc/types.h"
#include "geom/points.h"

namespace maskpoint::formats {

struct LabelImage {
  enum class Kind { kBits1, kGrey8, kPalette8, kGrey16 };
  Kind kind = Kind::kGrey8;
  geom::ImageSize size;
  std::vector<std::uint16_t> pixels;  // height × width, row-major
  std::vector<doc::Color> palette;    // of kPalette8; by value
};

struct PngCodec {
  std::function<base::Result<std::string>(const LabelImage&)> encode;
  // What is neither grey nor of a palette is an error.
  std::function<base::Result<LabelImage>(std::string_view)> decode;
};

}  // namespace maskpoint::formats
