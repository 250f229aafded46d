#include "sam/int16_upscale.h"

#include <algorithm>

#include "nn/int16_gemm.h"
#include "sam/folded_weights.h"
#include "sam/image_attention.h"
#include "sam/upscale_norm.h"

namespace maskpoint::sam {

namespace {

using nn::F32x4;
using nn::I32x4;
constexpr int kPixels = kBlockPixels;
constexpr float kLargest = Int16Second::kLargest;
constexpr float kLargestSum = Int16Second::kLargestSum;
constexpr float kTiny = Int16Second::kTiny;

}  // namespace

Int16Upscale::Block::Block(int max_rank)
    : x(std::size_t(max_rank) * kPixels),
      column_scale(2 * kPixels),
      upscaled1(std::size_t(kUpscaled1 / 2) * kPixels) {
}

Int16Upscale::Int16Upscale(const MaskDecoderWeights& decoder, const Int16Second& second,
                           int max_rank)
    : decoder_(decoder),
      second_(second),
      first_pairs_(std::size_t(max_rank) * kUpscaleStride),
      first_scale_(2 * kUpscaleStride) {
}

void Int16Upscale::start(const RowCounts& counts, const float* rows) {
  counts_ = counts;
  rows_ = rows;
  const int tokens = counts.tokens - 1;
  for (int layer = 0; layer < 2; ++layer) {
    const float* from = rows + std::size_t(layer * counts.n1()) * kUpscaleStride;
    for (int r = 0; r < kEmbedDim; r += 4) {
      // A head's weights sum to at most 1, so its part of the sum is at most its largest weight.
      F32x4 largest = F32x4::splat(kTiny), bound = F32x4::splat(kTiny);
      for (int h = 0; h < kHeads; ++h) {
        F32x4 of_head = F32x4::zero();
        for (int n = 0; n < tokens; ++n)
          of_head = max(abs(F32x4::load(from + (h * tokens + n) * kUpscaleStride + r)), of_head);
        largest = max(of_head, largest);
        bound += of_head;
      }
      const F32x4 scale =
          min(F32x4::splat(kLargest) / largest, F32x4::splat(kLargestSum / kLargest) / bound);
      (F32x4::splat(1.0f) / scale).store(first_scale_.data() + layer * kUpscaleStride + r);
      std::int32_t* out = first_pairs(layer) + r;
      for (int j = 0; j < counts.rank; j += 2, out += kUpscaleStride)
        pack_pairs(F32x4::load(from + j * kUpscaleStride + r) * scale,
                   F32x4::load(from + (j + 1) * kUpscaleStride + r) * scale)
            .store(out);
    }
  }
}

void Int16Upscale::quantise(const float* x, Block& block) const {
  for (int layer = 0; layer < 2; ++layer) {
    const float* from = x + layer * counts_.n1() * kPixels;
    // d1·d2 for layer 0's rows, d2 for layer 1's: what their softmax weights have been scaled by.
    const float* d = x + ((layer == 0 ? counts_.n1() : counts_.n2()) - 1) * kPixels;
    for (int p = 0; p < kPixels; p += 4) {
      const F32x4 largest = max(F32x4::load(d + p), F32x4::splat(kTiny));
      const F32x4 scale = F32x4::splat(kLargest) / largest;
      (largest * F32x4::splat(1.0f / kLargest))
          .store(block.column_scale.data() + layer * kPixels + p);
      std::int32_t* out = block.x.data() + layer * counts_.rank / 2 * kPixels + p;
      for (int j = 0; j < counts_.rank; j += 2, out += kPixels)
        pack_pairs(F32x4::load(from + j * kPixels + p) * scale,
                   F32x4::load(from + (j + 1) * kPixels + p) * scale)
            .store(out);
    }
  }
}

void Int16Upscale::first(int ab, const float* x, const float* cache, const Block& block,
                         float* out) const {
  const int from = ab * kUpscaled1;
  const int pairs = counts_.rank / 2;
  const float* d12 = x + (counts_.n1() - 1) * kPixels;
  const float* d2 = x + (counts_.n2() - 1) * kPixels;
  // What multiplies d1·d2, d2 and 1 stays float32.
  const float* by_d12 = rows_ + std::size_t(counts_.n1() - 1) * kUpscaleStride + from;
  const float* by_d2 = rows_ + std::size_t(counts_.n2() - 1) * kUpscaleStride + from;
  const float* by_one = by_d2 + kUpscaleStride;
  // A sum a layer: one of both would need a bit more on each side.
  const auto layer_gemm = [&](int layer, const auto& start) {
    const float* row_scale = first_scale_.data() + layer * kUpscaleStride + from;
    const float* column_scale = block.column_scale.data() + layer * kPixels;
    nn::int16_gemm(
        {kUpscaled1, kPixels, pairs}, {first_pairs(layer) + from, kUpscaleStride},
        {block.x.data() + layer * pairs * kPixels, kPixels}, [&](int row, int p, I32x4 sum) {
          const F32x4 scale = F32x4::splat_at(row_scale + row) * F32x4::load(column_scale + p);
          madd(to_float(sum), scale, start(row, p)).store(out + row * kPixels + p);
        });
  };
  layer_gemm(0, [&](int row, int p) {
    const F32x4 base = F32x4::load(cache + row * kPixels + p) + F32x4::splat_at(by_d12 + row);
    const F32x4 constant =
        madd(F32x4::load(d2 + p), F32x4::splat_at(by_d2 + row), F32x4::splat_at(by_one + row));
    return madd(F32x4::load(d12 + p), base, constant);
  });
  layer_gemm(1, [&](int row, int p) { return F32x4::load(out + row * kPixels + p); });
  if (counts_.mask_features > 0)
    nn::gemm_add({kUpscaled1, kPixels, counts_.mask_features},
                 {rows_ + std::size_t(counts_.rank) * kUpscaleStride + from, kUpscaleStride},
                 {x + counts_.rank * kPixels, kPixels}, {out, kPixels});
}

void Int16Upscale::normalise_and_gelu(const float* upscaled1, Block& block) const {
  sam::normalise_and_gelu(decoder_.upscale_norm, upscaled1,
                          [&](int c, int p, F32x4 even, F32x4 odd) {
                            pack_pairs(even * F32x4::splat(second_.channel_scale[c]),
                                       odd * F32x4::splat(second_.channel_scale[c + 1]))
                                .store(block.upscaled1.data() + c / 2 * kPixels + p);
                          });
}

void Int16Upscale::second(int ab, const Block& block, float* out) const {
  const int from = ab * kUpscaled2;
  const float* bias = decoder_.upscale2.bias_data() + from;
  nn::int16_gemm({kUpscaled2, kPixels, kUpscaled1 / 2},
                 {second_.pairs.data() + from, Int16Second::kStride},
                 {block.upscaled1.data(), kPixels}, [&](int row, int p, I32x4 sum) {
                   madd(to_float(sum), F32x4::splat_at(second_.scale.data() + from + row),
                        F32x4::splat_at(bias + row))
                       .store(out + row * kPixels + p);
                 });
}

}  // namespace maskpoint::sam
