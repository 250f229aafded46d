#include "formats/png_file.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace maskpoint::formats {
namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kMostPixels = 200'000'000;  // as images have them
constexpr int kGrey = 0, kPalette = 3;            // colour types

std::uint32_t crc_of(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> out = {};
    for (std::uint32_t n = 0; n < 256; ++n) {
      std::uint32_t c = n;
      for (int k = 0; k < 8; ++k)
        c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
      out[n] = c;
    }
    return out;
  }();
  std::uint32_t c = 0xFFFFFFFFu;
  for (const char byte : bytes)
    c = table[(c ^ std::uint8_t(byte)) & 0xFF] ^ (c >> 8);
  return ~c;
}

void put32(std::string& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    to += char(value >> shift & 0xFF);
}

std::uint32_t get32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | std::uint8_t(bytes[at + i]);
  return value;
}

void put_chunk(std::string& png, std::string_view name, std::string_view data) {
  put32(png, std::uint32_t(data.size()));
  const std::size_t begin = png.size();
  png.append(name).append(data);
  put32(png, crc_of(std::string_view(png).substr(begin)));
}

int bits_of(LabelImage::Kind kind) {
  return kind == LabelImage::Kind::kBits1 ? 1 : kind == LabelImage::Kind::kGrey16 ? 16 : 8;
}

// Rows with a filter byte each. "Up" packs masks best: most rows are the one above.
std::string filtered_rows(const LabelImage& image, int bits) {
  const std::size_t width = std::size_t(image.size.width), height = std::size_t(image.size.height);
  const std::size_t row_bytes = (width * std::size_t(bits) + 7) / 8;
  std::string rows, above(row_bytes, 0), row(row_bytes, 0);
  rows.reserve((row_bytes + 1) * height);
  for (std::size_t y = 0; y < height; ++y) {
    const std::uint16_t* from = image.pixels.data() + y * width;
    std::fill(row.begin(), row.end(), char(0));
    for (std::size_t x = 0; x < width; ++x) {
      if (bits == 16) {
        row[2 * x] = char(from[x] >> 8);
        row[2 * x + 1] = char(from[x] & 0xFF);
      } else if (bits == 8) {
        row[x] = char(from[x] & 0xFF);
      } else if ((from[x] & 1) != 0) {
        row[x / 8] = char(row[x / 8] | 0x80 >> x % 8);
      }
    }
    rows += char(2);
    for (std::size_t i = 0; i < row_bytes; ++i)
      rows += char(std::uint8_t(row[i]) - std::uint8_t(above[i]));
    std::swap(row, above);
  }
  return rows;
}

std::string encode(const LabelImage& image, const Zlib& zlib) {
  const int bits = bits_of(image.kind);
  const bool palette = image.kind == LabelImage::Kind::kPalette8;
  std::string head;
  put32(head, std::uint32_t(image.size.width));
  put32(head, std::uint32_t(image.size.height));
  head += char(bits);
  head += char(palette ? kPalette : kGrey);
  head.append(3, char(0));  // deflate, the five filters, not interlaced
  std::string png(kSignature);
  put_chunk(png, "IHDR", head);
  if (palette) {
    std::string colours;
    for (std::size_t i = 0; i < std::min<std::size_t>(image.palette.size(), 256); ++i)
      colours.append(
          {char(image.palette[i].r), char(image.palette[i].g), char(image.palette[i].b)});
    put_chunk(png, "PLTE", colours);
  }
  put_chunk(png, "IDAT", zlib.deflate(filtered_rows(image, bits)));
  put_chunk(png, "IEND", {});
  return png;
}

struct Chunks {
  std::string_view head, palette;
  std::string data;
};

// Nothing where it is cut off or a checksum is wrong.
std::optional<Chunks> chunks_of(std::string_view png) {
  if (!png.starts_with(kSignature)) return std::nullopt;
  Chunks chunks;
  for (std::size_t at = kSignature.size(); at + 12 <= png.size();) {
    const std::size_t length = get32(png, at);
    if (length > png.size() - at - 12) return std::nullopt;
    const std::string_view name = png.substr(at + 4, 4), data = png.substr(at + 8, length);
    if (crc_of(png.substr(at + 4, length + 4)) != get32(png, at + 8 + length)) return std::nullopt;
    if (name == "IHDR") chunks.head = data;
    if (name == "PLTE") chunks.palette = data;
    if (name == "IDAT") chunks.data.append(data);
    if (name == "IEND") return chunks.head.size() == 13 ? std::optional(chunks) : std::nullopt;
    at += length + 12;
  }
  return std::nullopt;
}

// One of seven (or the only) pass of an image: its pixels are those at x0 + i·dx, y0 + j·dy.
struct Pass {
  int x0, y0, dx, dy;
  std::size_t width(int of) const { return of > x0 ? std::size_t((of - x0 + dx - 1) / dx) : 0; }
  std::size_t height(int of) const { return of > y0 ? std::size_t((of - y0 + dy - 1) / dy) : 0; }
};
constexpr Pass kWhole[] = {{0, 0, 1, 1}};
constexpr Pass kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                           {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

int paeth(int left, int above, int corner) {
  const int p = left + above - corner;
  const int to_left = std::abs(p - left), to_above = std::abs(p - above),
            to_corner = std::abs(p - corner);
  if (to_left <= to_above && to_left <= to_corner) return left;
  return to_above <= to_corner ? above : corner;
}

// In place. `above` is the row before, zeros for the first.
bool unfilter(int filter, std::string& row, const std::string& above, std::size_t pixel_bytes) {
  if (filter < 0 || filter > 4) return false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int left = i < pixel_bytes ? 0 : std::uint8_t(row[i - pixel_bytes]);
    const int up = std::uint8_t(above[i]);
    const int corner = i < pixel_bytes ? 0 : std::uint8_t(above[i - pixel_bytes]);
    const int guess = filter == 0   ? 0
                      : filter == 1 ? left
                      : filter == 2 ? up
                      : filter == 3 ? (left + up) / 2
                                    : paeth(left, up, corner);
    row[i] = char(std::uint8_t(row[i]) + guess);
  }
  return true;
}

std::uint16_t sample(const std::string& row, std::size_t x, int bits) {
  if (bits == 16)
    return std::uint16_t(std::uint8_t(row[2 * x]) << 8 | std::uint8_t(row[2 * x + 1]));
  const std::size_t first = x * std::size_t(bits);
  const int shift = 8 - bits - int(first % 8);
  return std::uint16_t(std::uint8_t(row[first / 8]) >> shift & ((1 << bits) - 1));
}

bool read_pass(const Pass& pass, int bits, std::string_view& data, LabelImage& image) {
  const std::size_t width = pass.width(image.size.width), height = pass.height(image.size.height);
  if (width == 0 || height == 0) return true;
  const std::size_t row_bytes = (width * std::size_t(bits) + 7) / 8;
  std::string row, above(row_bytes, 0);
  for (std::size_t j = 0; j < height; ++j) {
    if (data.size() < row_bytes + 1) return false;
    row.assign(data.substr(1, row_bytes));
    if (!unfilter(std::uint8_t(data[0]), row, above, bits == 16 ? 2 : 1)) return false;
    data.remove_prefix(row_bytes + 1);
    const std::size_t y = std::size_t(pass.y0) + j * std::size_t(pass.dy);
    for (std::size_t i = 0; i < width; ++i)
      image.pixels[y * std::size_t(image.size.width) + std::size_t(pass.x0) +
                   i * std::size_t(pass.dx)] = sample(row, i, bits);
    std::swap(row, above);
  }
  return true;
}

base::Status broken() {
  return base::invalid_input("The PNG is broken or cut off; export it again.");
}

base::Result<LabelImage> decode(std::string_view bytes, const Zlib& zlib) {
  const std::optional<Chunks> chunks = chunks_of(bytes);
  if (!chunks) return broken();
  const std::uint32_t width = get32(chunks->head, 0), height = get32(chunks->head, 4);
  const int bits = chunks->head[8], colour = chunks->head[9], interlaced = chunks->head[12];
  if (width == 0 || height == 0 || width > 0x7FFFFFFF || height > 0x7FFFFFFF) return broken();
  if (std::uint64_t(width) * height > kMostPixels)
    return base::Status(base::StatusCode::kTooLarge,
                        "The PNG has more than 200 million pixels, too many for a mask.");
  if (colour != kGrey && colour != kPalette)
    return base::invalid_input(
        "The PNG is a picture in colours; masks are grey or have a palette.");
  const bool known_bits = bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
  if (!known_bits || (colour == kPalette && bits == 16) || interlaced > 1) return broken();
  LabelImage image;
  image.size = {int(width), int(height)};
  image.kind = bits == 1            ? LabelImage::Kind::kBits1
               : colour == kPalette ? LabelImage::Kind::kPalette8
               : bits == 16         ? LabelImage::Kind::kGrey16
                                    : LabelImage::Kind::kGrey8;
  for (std::size_t i = 0; i + 3 <= chunks->palette.size(); i += 3)
    image.palette.push_back({std::uint8_t(chunks->palette[i]), std::uint8_t(chunks->palette[i + 1]),
                             std::uint8_t(chunks->palette[i + 2])});
  // A filter byte a row, in each pass.
  const std::size_t most = (std::size_t(width) * std::size_t(bits) / 8 + 2) * height * 2 + 64;
  const std::optional<std::string> inflated = zlib.inflate(chunks->data, most);
  if (!inflated) return broken();
  image.pixels.resize(std::size_t(width) * height);
  std::string_view left = *inflated;
  if (interlaced == 0) {
    if (!read_pass(kWhole[0], bits, left, image)) return broken();
    return image;
  }
  for (const Pass& pass : kAdam7)
    if (!read_pass(pass, bits, left, image)) return broken();
  return image;
}

}  // namespace

PngCodec png_codec(Zlib zlib) {
  return {
      [zlib](const LabelImage& image) -> base::Result<std::string> { return encode(image, zlib); },
      [zlib](std::string_view bytes) { return decode(bytes, zlib); }};
}

}  // namespace maskpoint::formats
