#include "nn/gemm.h"

#include <cassert>

#include "nn/f32x4.h"
#include "nn/gemm_tiles.h"
#include "nn/wide_gemm.h"

namespace maskpoint::nn {

namespace {

using Tiles = GemmTiles<F32x4>;

[[maybe_unused]] bool fits(int columns) {
  return columns % 8 == 0;
}

}  // namespace

void gemm(GemmSize size, LeftMatrix a, ConstRows b, Rows c) {
  assert(fits(size.columns));
  if (const WideGemm* wide = wide_gemm()) return wide->gemm(size, a, b, c);
  Tiles::gemm(size, a, b, c);
}

void gemm_add(GemmSize size, LeftMatrix a, ConstRows b, Rows c) {
  assert(fits(size.columns));
  if (const WideGemm* wide = wide_gemm()) return wide->gemm_add(size, a, b, c);
  Tiles::gemm_add(size, a, b, c);
}

void gemm_bias(GemmSize size, const float* bias, LeftMatrix a, ConstRows b, Rows c) {
  assert(fits(size.columns));
  if (const WideGemm* wide = wide_gemm()) return wide->gemm_bias(size, bias, a, b, c);
  Tiles::gemm_bias(size, bias, a, b, c);
}

void gemm_scaled(GemmSize size, const float* scale, ConstRows base, LeftMatrix a, ConstRows b,
                 Rows c) {
  assert(fits(size.columns));
  if (const WideGemm* wide = wide_gemm()) return wide->gemm_scaled(size, scale, base, a, b, c);
  Tiles::gemm_scaled(size, scale, base, a, b, c);
}

void gemm_weighted(GemmSize size, LeftMatrix a, ConstRows b, ConstRows w, float* sums) {
  assert(fits(size.columns));
  if (const WideGemm* wide = wide_gemm()) return wide->gemm_weighted(size, a, b, w, sums);
  Tiles::gemm_weighted(size, a, b, w, sums);
}

void quadratic_form(int n, int columns, const float* g, int stride, ConstRows w, float* sums) {
  assert(fits(columns));
  if (const WideGemm* wide = wide_gemm())
    return wide->quadratic_form(n, columns, g, stride, w, sums);
  Tiles::quadratic_form(n, columns, g, stride, w, sums);
}

void transpose(const float* in, int in_stride, int rows, int columns, float* out, int out_stride) {
  assert(rows % 4 == 0 && columns % 4 == 0);
  for (int r = 0; r < rows; r += 4) {
    for (int c = 0; c < columns; c += 4) {
      const float* from = in + r * in_stride + c;
      F32x4 x0 = F32x4::load(from), x1 = F32x4::load(from + in_stride),
            x2 = F32x4::load(from + 2 * in_stride), x3 = F32x4::load(from + 3 * in_stride);
      transpose(x0, x1, x2, x3);
      float* to = out + c * out_stride + r;
      x0.store(to);
      x1.store(to + out_stride);
      x2.store(to + 2 * out_stride);
      x3.store(to + 3 * out_stride);
    }
  }
}

}  // namespace maskpoint::nn
