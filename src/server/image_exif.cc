#include "server/image_exif.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace maskpoint::server {
namespace {

constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kTypeShort = 3;
constexpr std::size_t kEntryBytes = 12;

// Numbers of a TIFF block, in the block's own byte order; nothing is read past its end.
class TiffNumbers {
 public:
  TiffNumbers(std::span<const std::uint8_t> bytes, bool little) : bytes_(bytes), little_(little) {}
  bool has(std::size_t offset, std::size_t length) const {
    return offset <= bytes_.size() && length <= bytes_.size() - offset;
  }
  std::uint32_t u16(std::size_t at) const {
    const std::uint32_t a = bytes_[at], b = bytes_[at + 1];
    return little_ ? b << 8 | a : a << 8 | b;
  }
  std::uint32_t u32(std::size_t at) const {
    return little_ ? u16(at + 2) << 16 | u16(at) : u16(at) << 16 | u16(at + 2);
  }

 private:
  std::span<const std::uint8_t> bytes_;
  bool little_;
};

}  // namespace

Orientation exif_orientation(std::span<const std::uint8_t> tiff) {
  if (tiff.size() < 8) return 1;
  const bool little = tiff[0] == 'I' && tiff[1] == 'I';
  if (!little && !(tiff[0] == 'M' && tiff[1] == 'M')) return 1;
  const TiffNumbers numbers(tiff, little);
  if (numbers.u16(2) != 42) return 1;
  const std::size_t directory = numbers.u32(4);
  if (!numbers.has(directory, 2)) return 1;
  const std::size_t count = numbers.u16(directory);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = directory + 2 + i * kEntryBytes;
    if (!numbers.has(entry, kEntryBytes)) return 1;
    if (numbers.u16(entry) != kOrientationTag) continue;
    if (numbers.u16(entry + 2) != kTypeShort || numbers.u32(entry + 4) != 1) return 1;
    const std::uint32_t value = numbers.u16(entry + 8);
    return value >= 1 && value <= 8 ? Orientation(value) : 1;
  }
  return 1;
}

RgbImage turned_upright(RgbImage stored, Orientation orientation) {
  if (orientation == 1) return stored;
  const std::ptrdiff_t w = stored.size.width, h = stored.size.height;
  RgbImage out;
  out.size = upright_size(stored.size, orientation);
  out.pixels.resize(stored.pixels.size());

  // Source position of the upright pixel (x, y): origin + x·step_x + y·step_y, in pixels.
  const bool swapped = orientation >= 5;
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const std::ptrdiff_t along_row = from_right ? -1 : 1;
  const std::ptrdiff_t along_column = from_bottom ? -w : w;
  const std::ptrdiff_t origin = (from_right ? w - 1 : 0) + (from_bottom ? (h - 1) * w : 0);
  const std::ptrdiff_t step_x = swapped ? along_column : along_row;
  const std::ptrdiff_t step_y = swapped ? along_row : along_column;

  // In tiles: with swapped axes one of the two sides is always read or written across rows.
  constexpr int kTile = 64;
  const std::uint8_t* in = stored.pixels.data();
  for (int ty = 0; ty < out.size.height; ty += kTile)
    for (int tx = 0; tx < out.size.width; tx += kTile)
      for (int y = ty; y < std::min(ty + kTile, out.size.height); ++y)
        for (int x = tx; x < std::min(tx + kTile, out.size.width); ++x) {
          const std::uint8_t* from = in + (origin + x * step_x + y * step_y) * 3;
          std::uint8_t* to = out.pixels.data() + (std::ptrdiff_t(y) * out.size.width + x) * 3;
          to[0] = from[0];
          to[1] = from[1];
          to[2] = from[2];
        }
  return out;
}

}  // namespace maskpoint::server
