#include "encoding/encoder_input.h"

#include <array>
#include <cassert>
#include <cstddef>

#include "geom/model_transform.h"

namespace maskpoint::encoding {
namespace {

constexpr std::array<float, 3> kPixelMean = {123.675f, 116.28f, 103.53f};
constexpr std::array<float, 3> kPixelStd = {58.395f, 57.12f, 57.375f};

}  // namespace

std::vector<float> encoder_input(const RgbImage& image) {
  constexpr std::size_t kSide = geom::kModelSide;
  assert(image.size.width <= geom::kModelSide && image.size.height <= geom::kModelSide);
  std::vector<float> tensor(3 * kSide * kSide, 0.0f);
  for (std::size_t c = 0; c < 3; ++c) {
    std::array<float, 256> normalised;
    for (int v = 0; v < 256; ++v)
      normalised[v] = (float(v) - kPixelMean[c]) / kPixelStd[c];
    for (std::size_t y = 0; y < std::size_t(image.size.height); ++y) {
      const std::uint8_t* row = image.pixels.data() + y * image.size.width * 3 + c;
      float* to = tensor.data() + (c * kSide + y) * kSide;
      for (std::size_t x = 0; x < std::size_t(image.size.width); ++x)
        to[x] = normalised[row[x * 3]];
    }
  }
  return tensor;
}

}  // namespace maskpoint::encoding
