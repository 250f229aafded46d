#include "server/label_png.h"

#include <png.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "server/image_file.h"

namespace maskpoint::server {
namespace {

using formats::LabelImage;

// One reading or writing. Functions that call setjmp hold nothing with a destructor.
struct Png {
  bool writes = false;
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::string* out = nullptr;
  const char* next = nullptr;
  std::size_t left = 0;

  Png() = default;
  Png(const Png&) = delete;
  Png& operator=(const Png&) = delete;
  ~Png() {
    if (writes)
      png_destroy_write_struct(&png, &info);
    else
      png_destroy_read_struct(&png, &info, nullptr);
  }
};

[[noreturn]] void on_error(png_structp png, png_const_charp) {
  png_longjmp(png, 1);
}
void on_warning(png_structp, png_const_charp) {
}
void on_write(png_structp png, png_bytep bytes, png_size_t count) {
  static_cast<Png*>(png_get_io_ptr(png))->out->append(reinterpret_cast<char*>(bytes), count);
}
void on_flush(png_structp) {
}
void on_read(png_structp png, png_bytep out, png_size_t count) {
  auto* reading = static_cast<Png*>(png_get_io_ptr(png));
  if (count > reading->left) png_error(png, "end of file");
  std::memcpy(out, reading->next, count);
  reading->next += count;
  reading->left -= count;
}

struct Layout {
  int bits = 8;
  int colour = PNG_COLOR_TYPE_GRAY;
};

Layout layout_of(LabelImage::Kind kind) {
  switch (kind) {
    case LabelImage::Kind::kBits1:
      return {1, PNG_COLOR_TYPE_GRAY};
    case LabelImage::Kind::kGrey8:
      return {8, PNG_COLOR_TYPE_GRAY};
    case LabelImage::Kind::kPalette8:
      return {8, PNG_COLOR_TYPE_PALETTE};
    case LabelImage::Kind::kGrey16:
      break;
  }
  return {16, PNG_COLOR_TYPE_GRAY};
}

// `row` has room for two bytes a pixel.
bool write_all(Png& p, const LabelImage& image, Layout layout, png_color* palette, png_byte* row) {
  if (setjmp(png_jmpbuf(p.png)) != 0) return false;
  png_set_write_fn(p.png, &p, on_write, on_flush);
  const std::size_t width = std::size_t(image.size.width);
  png_set_IHDR(p.png, p.info, png_uint_32(image.size.width), png_uint_32(image.size.height),
               layout.bits, layout.colour, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (layout.colour == PNG_COLOR_TYPE_PALETTE)
    png_set_PLTE(p.png, p.info, palette, int(std::min<std::size_t>(image.palette.size(), 256)));
  png_write_info(p.png, p.info);
  if (layout.bits == 1) png_set_packing(p.png);
  for (int y = 0; y < image.size.height; ++y) {
    const std::uint16_t* from = image.pixels.data() + std::size_t(y) * width;
    for (std::size_t x = 0; x < width; ++x) {
      if (layout.bits == 16) {
        row[2 * x] = png_byte(from[x] >> 8);
        row[2 * x + 1] = png_byte(from[x] & 0xFF);
      } else {
        row[x] = png_byte(from[x]);
      }
    }
    png_write_row(p.png, row);
  }
  png_write_end(p.png, p.info);
  return true;
}

base::Result<std::string> encode(const LabelImage& image) {
  std::string bytes;
  Png p;
  p.writes = true;
  p.out = &bytes;
  p.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &p, on_error, on_warning);
  if (p.png != nullptr) p.info = png_create_info_struct(p.png);
  std::vector<png_color> palette;
  for (const doc::Color color : image.palette)
    palette.push_back({color.r, color.g, color.b});
  std::vector<png_byte> row(std::size_t(image.size.width) * 2);
  if (p.info == nullptr || !write_all(p, image, layout_of(image.kind), palette.data(), row.data()))
    return base::Status(base::StatusCode::kInternal, "A PNG could not be written.");
  return bytes;
}

bool read_header(Png& p, int side) {
  if (setjmp(png_jmpbuf(p.png)) != 0) return false;
  png_set_read_fn(p.png, &p, on_read);
  png_set_user_limits(p.png, png_uint_32(side), png_uint_32(side));
  png_read_info(p.png, p.info);
  return true;
}

bool read_pixels(Png& p, png_byte** rows) {
  if (setjmp(png_jmpbuf(p.png)) != 0) return false;
  png_read_image(p.png, rows);
  png_read_end(p.png, nullptr);
  return true;
}

// Numbers stay what they are: neither scaled nor looked up.
bool keep_numbers(Png& p) {
  if (setjmp(png_jmpbuf(p.png)) != 0) return false;
  if (png_get_bit_depth(p.png, p.info) < 8) png_set_packing(p.png);
  png_set_interlace_handling(p.png);
  png_read_update_info(p.png, p.info);
  return true;
}

base::Status broken() {
  return base::invalid_input("The PNG is broken or cut off; export it again.");
}

base::Result<LabelImage> decode(std::string_view bytes) {
  const ImageLimits limits;
  Png p;
  p.next = bytes.data();
  p.left = bytes.size();
  p.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &p, on_error, on_warning);
  if (p.png != nullptr) p.info = png_create_info_struct(p.png);
  if (p.info == nullptr || !read_header(p, limits.side)) return broken();
  LabelImage image;
  image.size = {int(png_get_image_width(p.png, p.info)), int(png_get_image_height(p.png, p.info))};
  const std::size_t width = std::size_t(image.size.width), height = std::size_t(image.size.height);
  if (width * height > limits.pixels)
    return base::Status(base::StatusCode::kTooLarge,
                        "The PNG has more than 200 million pixels, too many for a mask.");
  const int colour = png_get_color_type(p.png, p.info), bits = png_get_bit_depth(p.png, p.info);
  if (colour != PNG_COLOR_TYPE_GRAY && colour != PNG_COLOR_TYPE_PALETTE)
    return base::invalid_input(
        "The PNG is a picture in colours; masks are grey or have a palette.");
  image.kind = bits == 1                          ? LabelImage::Kind::kBits1
               : colour == PNG_COLOR_TYPE_PALETTE ? LabelImage::Kind::kPalette8
               : bits == 16                       ? LabelImage::Kind::kGrey16
                                                  : LabelImage::Kind::kGrey8;
  png_colorp palette = nullptr;
  int colours = 0;
  if (png_get_PLTE(p.png, p.info, &palette, &colours) != 0)
    for (int i = 0; i < colours; ++i)
      image.palette.push_back({palette[i].red, palette[i].green, palette[i].blue});
  if (!keep_numbers(p)) return broken();
  const std::size_t stride = png_get_rowbytes(p.png, p.info);
  std::vector<png_byte> raw(stride * height);
  std::vector<png_byte*> rows(height);
  for (std::size_t y = 0; y < height; ++y)
    rows[y] = raw.data() + stride * y;
  if (!read_pixels(p, rows.data())) return broken();
  image.pixels.resize(width * height);
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      const png_byte* at = rows[y] + (bits == 16 ? 2 * x : x);
      image.pixels[y * width + x] =
          bits == 16 ? std::uint16_t(at[0] << 8 | at[1]) : std::uint16_t(at[0]);
    }
  return image;
}

}  // namespace

formats::PngCodec label_png_codec() {
  return {encode, decode};
}

}  // namespace maskpoint::server
