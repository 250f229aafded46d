#include "sam/int16_second.h"

#include <algorithm>
#include <cmath>

#include "sam/weights.h"

namespace maskpoint::sam {

Int16Second::Int16Second(const MaskDecoderWeights& decoder)
    : pairs(std::size_t(kUpscaled1 / 2) * kStride), scale(kWidth), channel_scale(kUpscaled1) {
  // z of LayerNorm2d over 64 channels has |z_c| ≤ √63 and |z| ≤ 8; |gelu(y)| ≤ |y|.
  constexpr double kLargestZ = 7.9373, kNormZ = 8.0;
  double bound[kUpscaled1];
  double shift = 0;
  for (int c = 0; c < kUpscaled1; ++c) {
    const double beta = std::fabs(double(decoder.upscale_norm.bias[c]));
    bound[c] = std::max(kLargestZ * std::fabs(double(decoder.upscale_norm.weight[c])) + beta,
                        double(kTiny));
    shift += beta / bound[c] * (beta / bound[c]);
    channel_scale[c] = float(double(kLargest) / bound[c]);
  }
  const double norm = kNormZ / kLargestZ + std::sqrt(shift);
  for (int o = 0; o < kWidth; ++o) {
    double largest = kTiny, squares = double(kTiny) * double(kTiny);
    for (int c = 0; c < kUpscaled1; ++c) {
      const double w = double(decoder.upscale2.weight(o, c)) * bound[c];
      largest = std::max(largest, std::fabs(w));
      squares += w * w;
    }
    const double row_scale =
        std::min(double(kLargest) / largest,
                 double(kLargestSum) / (double(kLargest) * norm * std::sqrt(squares)));
    const auto rounded = [&](int c) {
      return std::int32_t(
          std::lround(double(decoder.upscale2.weight(o, c)) * bound[c] * row_scale));
    };
    for (int pair = 0; pair < kUpscaled1 / 2; ++pair)
      pairs[std::size_t(pair) * kStride + o] =
          std::int32_t((std::uint32_t(rounded(2 * pair)) & 0xffffu) |
                       (std::uint32_t(rounded(2 * pair + 1)) << 16));
    scale[o] = float(1.0 / (row_scale * double(kLargest)));
  }
}

}  // namespace maskpoint::sam
