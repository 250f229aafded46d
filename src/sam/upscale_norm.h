// LayerNorm2d over the channels of the first convolution's output and GELU, for both kinds of
// products that follow it.
#pragma once

#include "nn/elementary.h"
#include "nn/f32x4.h"
#include "nn/linear.h"
#include "sam/image_attention.h"
#include "sam/weights.h"

namespace maskpoint::sam {

// x (64 channels, 64 pixels), whose mean over the channels is zero already
// (FoldedWeights::upscale). store(channel, pixel, a, b) gets four pixels of that channel and of the
// next, channel by channel pairwise. It may write over x at these two places.
template <class Store>
inline void normalise_and_gelu(const nn::LayerNorm& norm, const float* x, const Store& store) {
  using nn::F32x4;
  constexpr int kPixels = kBlockPixels;
  for (int p = 0; p < kPixels; p += 4) {
    F32x4 sums[4] = {F32x4::zero(), F32x4::zero(), F32x4::zero(), F32x4::zero()};
    for (int c = 0; c < kUpscaled1; ++c) {
      const F32x4 v = F32x4::load(x + c * kPixels + p);
      sums[c % 4] = madd(v, v, sums[c % 4]);
    }
    const F32x4 squares = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    const F32x4 scale = F32x4::splat(1.0f) / sqrt(madd(squares, F32x4::splat(1.0f / kUpscaled1),
                                                       F32x4::splat(norm.epsilon)));
    const auto channel = [&](int c) {
      const F32x4 v = F32x4::load(x + c * kPixels + p) * scale;
      return nn::gelu(madd(v, F32x4::splat(norm.weight[c]), F32x4::splat(norm.bias[c])));
    };
    for (int c = 0; c < kUpscaled1; c += 2)
      store(c, p, channel(c), channel(c + 1));
  }
}

}  // namespace maskpoint::sam
