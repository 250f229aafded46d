#include "server/image_webp.h"

#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace maskpoint::server {
namespace {

base::Status broken() {
  return base::invalid_input(
      "The WebP is broken or cut off: libwebp cannot decode it. Copy or export it again.");
}

struct DeleteAnimation {
  void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

base::Result<RgbImage> first_frame(std::span<const std::uint8_t> bytes) {
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) return broken();
  options.color_mode = MODE_RGBA;
  const WebPData data{bytes.data(), bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, DeleteAnimation> decoder(
      WebPAnimDecoderNew(&data, &options));
  WebPAnimInfo info;
  if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0) return broken();
  std::uint8_t* rgba = nullptr;  // the decoder's own buffer
  int timestamp = 0;
  if (WebPAnimDecoderGetNext(decoder.get(), &rgba, &timestamp) == 0) return broken();
  RgbImage image;
  image.size = {int(info.canvas_width), int(info.canvas_height)};
  const std::size_t count = std::size_t(info.canvas_width) * info.canvas_height;
  image.pixels.resize(count * 3);
  for (std::size_t i = 0; i < count; ++i)
    std::copy_n(rgba + i * 4, 3, image.pixels.data() + i * 3);
  return image;
}

}  // namespace

base::Result<ImageInfo> probe_webp(ByteSource& source) {
  // RIFF header, then VP8X or the first chunk's own header: all within this.
  std::vector<std::uint8_t> head(std::size_t(std::min<std::uint64_t>(source.size(), 64)));
  WebPBitstreamFeatures features;
  if (!source.read(0, head) ||
      WebPGetFeatures(head.data(), head.size(), &features) != VP8_STATUS_OK)
    return broken();
  ImageInfo info;
  info.format = ImageFormat::kWebp;
  info.stored = info.upright = {features.width, features.height};
  return info;
}

base::Result<RgbImage> decode_webp(std::span<const std::uint8_t> bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes.data(), bytes.size(), &features) != VP8_STATUS_OK) return broken();
  if (features.has_animation) return first_frame(bytes);
  RgbImage image;
  image.size = {features.width, features.height};
  image.pixels.resize(std::size_t(features.width) * features.height * 3);
  if (WebPDecodeRGBInto(bytes.data(), bytes.size(), image.pixels.data(), image.pixels.size(),
                        features.width * 3) == nullptr)
    return broken();
  return image;
}

}  // namespace maskpoint::server
