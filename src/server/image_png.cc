#include "server/image_png.h"

#include <png.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "server/image_exif.h"

namespace maskpoint::server {
namespace {

base::Status broken(const char* what) {
  return base::invalid_input(std::string("The PNG is broken: ") + what +
                             ". Export it again from the program it comes from.");
}

// One reading. Functions that call setjmp hold nothing with a destructor: longjmp skips them.
struct Reading {
  png_structp png = nullptr;
  png_infop info = nullptr;
  const std::uint8_t* next = nullptr;
  std::size_t left = 0;
  bool ended_early = false;
  char message[96] = {};

  Reading() = default;
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto* reading = static_cast<Reading*>(png_get_error_ptr(png));
  std::strncpy(reading->message, message, sizeof reading->message - 1);
  png_longjmp(png, 1);
}
void on_warning(png_structp, png_const_charp) {
}

void on_read(png_structp png, png_bytep out, png_size_t count) {
  auto* reading = static_cast<Reading*>(png_get_io_ptr(png));
  if (count > reading->left) {
    reading->ended_early = true;
    png_error(png, "end of file");
  }
  std::memcpy(out, reading->next, count);
  reading->next += count;
  reading->left -= count;
}

bool read_header(Reading& r, int max_side) {
  if (setjmp(png_jmpbuf(r.png)) != 0) return false;
  png_set_read_fn(r.png, &r, on_read);
  png_set_user_limits(r.png, png_uint_32(max_side), png_uint_32(max_side));
  png_read_info(r.png, r.info);
  const int colour = png_get_color_type(r.png, r.info);
  if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(r.png);
  if (colour == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(r.png);
  if (colour == PNG_COLOR_TYPE_GRAY || colour == PNG_COLOR_TYPE_GRAY_ALPHA)
    png_set_gray_to_rgb(r.png);
  png_set_strip_16(r.png);
  png_set_strip_alpha(r.png);
  png_set_interlace_handling(r.png);
  png_read_update_info(r.png, r.info);
  return true;
}

bool read_rows(Reading& r, png_bytepp rows) {
  if (setjmp(png_jmpbuf(r.png)) != 0) return false;
  png_read_image(r.png, rows);
  return true;
}

base::Status failure(const Reading& r) {
  if (r.ended_early)
    return base::invalid_input(
        "The PNG is cut off: its file ends before the image does. Copy or download it again.");
  return base::invalid_input(std::string("The PNG cannot be decoded (libpng: ") + r.message + ").");
}

}  // namespace

base::Result<ImageInfo> probe_png(ByteSource& source) {
  std::array<std::uint8_t, 33> head{};
  if (!source.read(0, head)) return broken("it ends inside its header");
  if (big32(&head[8]) != 13 || std::memcmp(&head[12], "IHDR", 4) != 0)
    return broken("its header does not come first");
  const std::uint32_t width = big32(&head[16]), height = big32(&head[20]);
  constexpr std::uint32_t kMax = 0x7FFFFFFF;
  if (width < 1 || height < 1 || width > kMax || height > kMax)
    return broken("its header says an impossible size");
  ImageInfo info;
  info.format = ImageFormat::kPng;
  info.stored = {int(width), int(height)};

  std::uint64_t at = head.size();
  std::array<std::uint8_t, 8> chunk{};
  while (source.read(at, chunk) && std::memcmp(&chunk[4], "IDAT", 4) != 0) {
    const std::uint32_t length = big32(chunk.data());
    if (std::memcmp(&chunk[4], "eXIf", 4) == 0) {
      constexpr std::uint32_t kLongestExif = 1 << 20;
      std::vector<std::uint8_t> exif(std::min(length, kLongestExif));
      if (source.read(at + 8, exif)) info.orientation = exif_orientation(exif);
      break;
    }
    at += std::uint64_t{12} + length;
  }
  info.upright = upright_size(info.stored, info.orientation);
  return info;
}

base::Result<RgbImage> decode_png(std::span<const std::uint8_t> bytes, const ImageLimits& limits) {
  Reading r;
  r.next = bytes.data();
  r.left = bytes.size();
  r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, on_error, on_warning);
  if (r.png != nullptr) r.info = png_create_info_struct(r.png);
  if (r.info == nullptr)
    return base::Status(base::StatusCode::kUnavailable,
                        "There is too little memory to read a PNG.");
  if (!read_header(r, limits.side)) return failure(r);
  RgbImage image;
  image.size = {int(png_get_image_width(r.png, r.info)), int(png_get_image_height(r.png, r.info))};
  const std::size_t stride = std::size_t(image.size.width) * 3;
  if (png_get_rowbytes(r.png, r.info) != stride)
    return base::invalid_input("The PNG has an unusual colour layout; save it as RGB.");
  image.pixels.resize(stride * std::size_t(image.size.height));
  std::vector<png_bytep> rows(std::size_t(image.size.height));
  for (std::size_t y = 0; y < rows.size(); ++y)
    rows[y] = image.pixels.data() + stride * y;
  if (!read_rows(r, rows.data())) return failure(r);
  return image;
}

}  // namespace maskpoint::server
