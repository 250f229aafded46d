#include "server/png_writer.h"

#include <png.h>

#include <cstring>

#include "mask/bitmap.h"

namespace maskpoint::server {

base::Result<std::vector<std::uint8_t>> mask_png(const mask::Rle& mask) {
  mask::Bitmap bitmap = mask::decode(mask);
  for (std::uint8_t& pixel : bitmap.pixels)
    pixel = pixel != 0 ? 255 : 0;
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = png_uint_32(mask.size.width);
  image.height = png_uint_32(mask.size.height);
  image.format = PNG_FORMAT_GRAY;
  // The bound costs one allocation where asking for the exact size would compress twice.
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<std::uint8_t> bytes(size);
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, bitmap.pixels.data(), 0, nullptr) ==
      0)
    return base::Status(base::StatusCode::kInternal,
                        std::string("The PNG could not be written (") + image.message + ").");
  bytes.resize(size);
  return bytes;
}

}  // namespace maskpoint::server
