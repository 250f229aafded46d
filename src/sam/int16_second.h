// The second transposed convolution's weights for 16-bit products, folded once a model.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "sam/types.h"

namespace maskpoint::sam {

struct MaskDecoderWeights;

struct Int16Second {
  static constexpr int kWidth = 4 * 32;        // sub-positions by channels
  static constexpr int kStride = kWidth + 8;   // off the powers of two
  static constexpr float kLargest = 32767.0f;  // of either side of a product
  // 2^31 with room for rounding each factor.
  static constexpr float kLargestSum = 0.98f * 2147483648.0f;
  static constexpr float kTiny = 1e-20f;  // keeps scales finite where all weights are zero

  explicit Int16Second(const MaskDecoderWeights& decoder);

  base::AlignedBuffer<std::int32_t> pairs;  // (32, kStride): two channels each
  base::AlignedBuffer<float> scale;         // (kWidth): a sum times this is a float
  base::AlignedBuffer<float>
      channel_scale;  // (64): the first convolution's GELU times this is 16 bits
};

}  // namespace maskpoint::sam
