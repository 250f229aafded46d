// The only file compiled for AVX2 and FMA (src/CMakeLists.txt), and nothing in it is shared: the
// tiles' register is unnamed, so no other file's code can end up with these instructions.
#include "nn/wide_gemm.h"

#if defined(__AVX2__) && defined(__FMA__)

#include <immintrin.h>

#include "nn/gemm_tiles.h"

namespace maskpoint::nn {

namespace {

struct F32x8 {
  static constexpr int kLanes = 8;
  static constexpr int kTileRows = 6;
  __m256 v;
  static F32x8 load(const float* p) { return {_mm256_loadu_ps(p)}; }
  static F32x8 splat_at(const float* p) { return {_mm256_broadcast_ss(p)}; }
  static F32x8 zero() { return {_mm256_setzero_ps()}; }
  void store(float* p) const { _mm256_storeu_ps(p, v); }
};
F32x8 operator+(F32x8 a, F32x8 b) {
  return {_mm256_add_ps(a.v, b.v)};
}
F32x8 operator*(F32x8 a, F32x8 b) {
  return {_mm256_mul_ps(a.v, b.v)};
}
F32x8 madd(F32x8 a, F32x8 b, F32x8 c) {
  return {_mm256_fmadd_ps(a.v, b.v, c.v)};
}

using Tiles = GemmTiles<F32x8>;

}  // namespace

const WideGemm kAvx2Gemm = {&Tiles::gemm,        &Tiles::gemm_add,      &Tiles::gemm_bias,
                            &Tiles::gemm_scaled, &Tiles::gemm_weighted, &Tiles::quadratic_form};

}  // namespace maskpoint::nn

#endif
