#include "server/png_writer.h"

#include <png.h>

#include <cstring>

#include "mask/bitmap.h"

namespace maskpoint::server {
namespace {

base::Result<std::vector<std::uint8_t>> written(geom::ImageSize size, png_uint_32 format,
                                                const std::uint8_t* pixels) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = png_uint_32(size.width);
  image.height = png_uint_32(size.height);
  image.format = format;
  // The bound costs one allocation where asking for the exact size would compress twice.
  png_alloc_size_t bytes_written = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<std::uint8_t> bytes(bytes_written);
  if (png_image_write_to_memory(&image, bytes.data(), &bytes_written, 0, pixels, 0, nullptr) == 0)
    return base::Status(base::StatusCode::kInternal,
                        std::string("The PNG could not be written (") + image.message + ").");
  bytes.resize(bytes_written);
  return bytes;
}

}  // namespace

base::Result<std::vector<std::uint8_t>> mask_png(const mask::Rle& mask) {
  mask::Bitmap bitmap = mask::decode(mask);
  for (std::uint8_t& pixel : bitmap.pixels)
    pixel = pixel != 0 ? 255 : 0;
  return written(mask.size, PNG_FORMAT_GRAY, bitmap.pixels.data());
}

base::Result<std::vector<std::uint8_t>> rgba_png(const RgbaImage& image) {
  return written(image.size, PNG_FORMAT_RGBA, image.pixels.data());
}

}  // namespace maskpoint::server
