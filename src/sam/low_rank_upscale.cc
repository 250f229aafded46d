// The upscaling head of the low-rank path: first transposed convolution, LayerNorm2d, GELU, second
// transposed convolution, GELU and the dot product with the hypernetworks' rows, one row of the
// 64×64 grid at a time, so that the 32×256×256 tensor is never stored.
//
// A 2×2 stride-2 transposed convolution has no overlap: output (2i+a, 2j+b) depends on input (i, j)
// alone, and LayerNorm2d and GELU work per pixel. So logits on every second or fourth pixel are
// exact samples of the full result and cost 60 % and 15 % of it (DECODER §3).

#include <algorithm>

#include "geom/model_transform.h"
#include "nn/elementary.h"
#include "nn/f32x4.h"
#include "nn/gemm.h"
#include "sam/low_rank_decoder.h"
#include "sam/types.h"
#include "sam/upscale_norm.h"

namespace maskpoint::sam {

namespace {

using nn::F32x4;
constexpr int kPixels = kBlockPixels;

// GELU of x (32, 64 pixels) and its products with kCount hypernetwork rows; mask m's 64 logits go
// to out + m·stride. Four vectors at a time: one would wait for its own polynomial.
template <int kCount>
void gelu_and_dot(const float* x, const float* const* hypernetworks, float* out, int stride) {
  for (int p = 0; p < kPixels; p += 16) {
    F32x4 sums[kCount][4];
    for (int m = 0; m < kCount; ++m)
      for (int i = 0; i < 4; ++i)
        sums[m][i] = F32x4::zero();
    for (int c = 0; c < kUpscaled2; ++c) {
      for (int i = 0; i < 4; ++i) {
        const F32x4 g = nn::gelu(F32x4::load(x + c * kPixels + p + i * 4));
        for (int m = 0; m < kCount; ++m)
          sums[m][i] = madd(F32x4::splat_at(hypernetworks[m] + c), g, sums[m][i]);
      }
    }
    for (int m = 0; m < kCount; ++m)
      for (int i = 0; i < 4; ++i)
        sums[m][i].store(out + m * stride + p + i * 4);
  }
}

using GeluAndDot = void (*)(const float*, const float* const*, float*, int);
constexpr GeluAndDot kGeluAndDot[kMaskCount + 1] = {nullptr, gelu_and_dot<1>, gelu_and_dot<2>,
                                                    gelu_and_dot<3>, gelu_and_dot<4>};

// columns (per_pixel, 64), one array for each sub-column, to a row of 64·per_pixel logits.
void interleave(const float* columns, int per_pixel, float* row) {
  if (per_pixel == 4) {
    nn::transpose(columns, kPixels, 4, kPixels, row, 4);
    return;
  }
  for (int p = 0; p < kPixels; ++p)
    for (int i = 0; i < per_pixel; ++i)
      row[p * per_pixel + i] = columns[i * kPixels + p];
}

}  // namespace

// scratch.upscaled1 = sub-position `ab` of the first convolution, (64, 64).
void LowRankDecoder::first_convolution(int block, int ab, Scratch& scratch) {
  const RowCounts& counts = prompt_.counts();
  const float* x = x_rows(block);
  const float* cache = image_->caches.upscale.data() +
                       (std::size_t(block) * kEmbedDim + std::size_t(ab) * kUpscaled1) * kPixels;
  if (int16_ != nullptr) {
    int16_->first(ab, x, cache, *scratch.int16, scratch.upscaled1.data());
    int16_->normalise_and_gelu(scratch.upscaled1.data(), *scratch.int16);
    return;
  }
  const float* scale = x + (counts.n1() - 1) * kPixels;  // d1·d2
  nn::gemm_scaled({kUpscaled1, kPixels, counts.n2() + 1}, scale, {cache, kPixels},
                  {upscale_rows_.data() + ab * kUpscaled1, kUpscaleStride}, {x, kPixels},
                  {scratch.upscaled1.data(), kPixels});
  float* upscaled1 = scratch.upscaled1.data();
  normalise_and_gelu(weights_.mask_decoder.upscale_norm, upscaled1,
                     [&](int c, int p, F32x4 even, F32x4 odd) {
                       even.store(upscaled1 + c * kPixels + p);
                       odd.store(upscaled1 + (c + 1) * kPixels + p);
                     });
}

// scratch.upscaled2 = sub-position `ab` of the second, (32, 64).
void LowRankDecoder::second_convolution(int ab, Scratch& scratch) {
  if (int16_ != nullptr) {
    int16_->second(ab, *scratch.int16, scratch.upscaled2.data());
    return;
  }
  const int from = ab * kUpscaled2;
  nn::gemm_bias({kUpscaled2, kPixels, kUpscaled1},
                weights_.mask_decoder.upscale2.bias_data() + from,
                {weights_.folded->upscale2.data() + from, image_stride(4 * kUpscaled2)},
                {scratch.upscaled1.data(), kPixels}, {scratch.upscaled2.data(), kPixels});
}

void LowRankDecoder::upscale_block(int block, const float* const* hypernetworks, int count,
                                   int side, float* const* logits, Scratch& scratch) {
  // Sub-positions wanted of each of the two convolutions, and logits a pixel has in a row.
  const int first = side == 64 ? 1 : 2, second = side == 256 ? 2 : 1;
  const int per_pixel = side / kPixels;
  // (mask, row, column, 64): where the sub-positions' logits gather before they are interleaved.
  alignas(64) float gathered[kMaskCount][4][4][kPixels];
  constexpr int kMaskStride = 4 * 4 * kPixels;
  if (int16_ != nullptr) int16_->quantise(x_rows(block), *scratch.int16);
  for (int a = 0; a < first; ++a) {
    for (int b = 0; b < first; ++b) {
      first_convolution(block, a * 2 + b, scratch);
      for (int a2 = 0; a2 < second; ++a2) {
        for (int b2 = 0; b2 < second; ++b2) {
          second_convolution(a2 * 2 + b2, scratch);
          kGeluAndDot[count](scratch.upscaled2.data(), hypernetworks,
                             gathered[0][a * second + a2][b * second + b2], kMaskStride);
        }
      }
    }
  }
  for (int m = 0; m < count; ++m)
    for (int row = 0; row < per_pixel; ++row)
      interleave(gathered[m][row][0], per_pixel,
                 logits[m] + (std::size_t(block) * per_pixel + row) * side);
}

void LowRankDecoder::upscale(const float* const* hypernetworks, int count, int side,
                             float* const* logits) {
  pool_.run(kBlockCount, [&](int block, int worker) {
    upscale_block(block, hypernetworks, count, side, logits, scratch_[worker]);
  });
}

}  // namespace maskpoint::sam
