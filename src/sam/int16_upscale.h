// The two convolutions of the upscaling head in 16-bit products (DECODER-TRIAL §6). Half the
// arithmetic of float32; logits differ by about 0.02 and one pixel in some hundred thousand flips.
//
// Nothing is searched for at run time: softmax weights lie in [0, 1], so a pixel's rows of X are
// bounded by its d1·d2 and d2, and LayerNorm2d's output by √63·|γ| + |β|. The other side is scaled
// so that no sum leaves 32 bits: by the heads' sums of weights, and by Cauchy–Schwarz.
#pragma once

#include <cstdint>

#include "base/aligned_buffer.h"
#include "sam/int16_second.h"
#include "sam/prompt_matrices.h"
#include "sam/weights.h"

namespace maskpoint::sam {

class Int16Upscale {
 public:
  Int16Upscale(const MaskDecoderWeights& decoder, const Int16Second& second, int max_rank);

  // The first convolution's rows for this prompt, (n2 + 1, kUpscaleStride).
  void start(const RowCounts& counts, const float* rows);

  // What one thread works with.
  struct Block {
    explicit Block(int max_rank);
    base::AlignedBuffer<std::int32_t> x;          // (2 layers, R/2, 64): pairs of softmax weights
    base::AlignedBuffer<float> column_scale;      // (2 layers, 64)
    base::AlignedBuffer<std::int32_t> upscaled1;  // (32, 64): pairs of channels
  };
  // From a block's X, (n2 + 1, 64).
  void quantise(const float* x, Block& block) const;
  // Sub-position `ab` of the first convolution, (64, 64); `cache` is the image's part, (64, 64).
  void first(int ab, const float* x, const float* cache, const Block& block, float* out) const;
  // LayerNorm2d and GELU of that, to block.upscaled1.
  void normalise_and_gelu(const float* upscaled1, Block& block) const;
  // Sub-position `ab` of the second convolution, (32, 64).
  void second(int ab, const Block& block, float* out) const;

 private:
  // Layer 0's or 1's rows of softmax weights: R/2 pairs each.
  std::int32_t* first_pairs(int layer) {
    return first_pairs_.data() + std::size_t(layer * counts_.rank / 2) * kUpscaleStride;
  }
  const std::int32_t* first_pairs(int layer) const {
    return first_pairs_.data() + std::size_t(layer * counts_.rank / 2) * kUpscaleStride;
  }

  const MaskDecoderWeights& decoder_;
  const Int16Second& second_;
  RowCounts counts_;
  const float* rows_ = nullptr;
  base::AlignedBuffer<std::int32_t> first_pairs_;  // (2, R/2, kUpscaleStride)
  base::AlignedBuffer<float> first_scale_;  // (2, kUpscaleStride): a sum times this is a float
};

}  // namespace maskpoint::sam
