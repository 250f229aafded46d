#include "server/photo_thumbnail.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "encoding/resize.h"
#include "server/image_exif.h"
#include "server/image_jpeg.h"

namespace maskpoint::server {
namespace {

constexpr int kQuality = 82;

geom::ImageSize fitted(geom::ImageSize size, int side) {
  const double scale = std::min(1.0, double(side) / std::max(size.width, size.height));
  return {std::max(1, int(std::lround(size.width * scale))),
          std::max(1, int(std::lround(size.height * scale)))};
}

base::Result<RgbImage> decode_near(std::span<const std::uint8_t> bytes, const ImageInfo& info,
                                   int side, const ImageLimits& limits) {
  if (info.format != ImageFormat::kJpeg) return decode_image(bytes, limits);
  auto image = decode_jpeg_reduced(bytes, side);
  if (!image.ok()) return image.status();
  return turned_upright(*std::move(image), info.orientation);
}

}  // namespace

base::Result<std::vector<std::uint8_t>> make_thumbnail(std::span<const std::uint8_t> image_bytes,
                                                       int side, const ImageLimits& limits) {
  const auto info = probe_image(image_bytes, limits);
  if (!info.ok()) return info.status();
  const auto image = decode_near(image_bytes, *info, side, limits);
  if (!image.ok()) return image.status();
  // The target follows the true size: the reduced decode rounds up.
  return encode_jpeg(encoding::resize_bilinear(*image, fitted(info->upright, side)), kQuality);
}

}  // namespace maskpoint::server
