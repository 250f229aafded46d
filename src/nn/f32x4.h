// Four floats in one register: the only place that knows the processor.
//
// Kernels are written once on these operations. Every operation is exact IEEE single precision and
// gives the same bits on every target, except madd(), which fuses (one rounding instead of two)
// where the build has a fused multiply-add: WebAssembly's relaxed SIMD, x86 compiled with FMA,
// NEON. The baseline builds (WASM SIMD128, plain x86-64) agree bit for bit (DECODER §5). min and
// max return the second operand when either is NaN, as the x86 instructions do.
//
// kTileRows is how many rows of two registers a matrix product's tile has (nn/row_tiles.h): what
// fits in 16 registers. Without fused multiply-add a product needs a register of its own, and five
// rows or more spill: in Chromium on a Zen 5 a tile of 6 rows runs at 18 GMAC/s, one of 4 at 39.
#pragma once

#include <cstdint>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#else
#include <cmath>
#include <cstring>
#endif

namespace maskpoint::nn {

#if defined(__wasm_simd128__)

struct F32x4 {
  static constexpr int kLanes = 4;
#if defined(__wasm_relaxed_simd__)
  static constexpr int kTileRows = 6;
#else
  static constexpr int kTileRows = 4;
#endif
  v128_t v;
  static F32x4 load(const float* p) { return {wasm_v128_load(p)}; }
  static F32x4 splat(float x) { return {wasm_f32x4_splat(x)}; }
  static F32x4 splat_at(const float* p) { return {wasm_v128_load32_splat(p)}; }
  static F32x4 zero() { return {wasm_f32x4_const_splat(0.0f)}; }
  void store(float* p) const { wasm_v128_store(p, v); }
  template <int I>
  float lane() const {
    return wasm_f32x4_extract_lane(v, I);
  }
};
inline F32x4 operator+(F32x4 a, F32x4 b) {
  return {wasm_f32x4_add(a.v, b.v)};
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return {wasm_f32x4_sub(a.v, b.v)};
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return {wasm_f32x4_mul(a.v, b.v)};
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return {wasm_f32x4_div(a.v, b.v)};
}
inline F32x4 sqrt(F32x4 a) {
  return {wasm_f32x4_sqrt(a.v)};
}
inline F32x4 abs(F32x4 a) {
  return {wasm_f32x4_abs(a.v)};
}
inline F32x4 min(F32x4 a, F32x4 b) {
  return {wasm_f32x4_pmin(b.v, a.v)};
}
inline F32x4 max(F32x4 a, F32x4 b) {
  return {wasm_f32x4_pmax(b.v, a.v)};
}
inline F32x4 negative_abs(F32x4 a) {
  return {wasm_v128_or(a.v, wasm_i32x4_const_splat(INT32_MIN))};
}
inline F32x4 madd(F32x4 a, F32x4 b, F32x4 c) {
#if defined(__wasm_relaxed_simd__)
  return {wasm_f32x4_relaxed_madd(a.v, b.v, c.v)};
#else
  return {wasm_f32x4_add(wasm_f32x4_mul(a.v, b.v), c.v)};
#endif
}
// Integer arithmetic on the bit patterns: (bits(a) << 23) + bits(b).
inline F32x4 add_to_exponent(F32x4 a, F32x4 b) {
  return {wasm_i32x4_add(wasm_i32x4_shl(a.v, 23), b.v)};
}
// Rows become columns: out[i] lane j = in[j] lane i.
inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  const v128_t ab_lo = wasm_i32x4_shuffle(a.v, b.v, 0, 4, 1, 5);
  const v128_t ab_hi = wasm_i32x4_shuffle(a.v, b.v, 2, 6, 3, 7);
  const v128_t cd_lo = wasm_i32x4_shuffle(c.v, d.v, 0, 4, 1, 5);
  const v128_t cd_hi = wasm_i32x4_shuffle(c.v, d.v, 2, 6, 3, 7);
  a.v = wasm_i64x2_shuffle(ab_lo, cd_lo, 0, 2);
  b.v = wasm_i64x2_shuffle(ab_lo, cd_lo, 1, 3);
  c.v = wasm_i64x2_shuffle(ab_hi, cd_hi, 0, 2);
  d.v = wasm_i64x2_shuffle(ab_hi, cd_hi, 1, 3);
}

#elif defined(__SSE2__)

struct F32x4 {
  static constexpr int kLanes = 4;
#if defined(__FMA__)
  static constexpr int kTileRows = 6;
#else
  static constexpr int kTileRows = 4;
#endif
  __m128 v;
  static F32x4 load(const float* p) { return {_mm_loadu_ps(p)}; }
  static F32x4 splat(float x) { return {_mm_set1_ps(x)}; }
  static F32x4 splat_at(const float* p) { return {_mm_set1_ps(*p)}; }
  static F32x4 zero() { return {_mm_setzero_ps()}; }
  void store(float* p) const { _mm_storeu_ps(p, v); }
  template <int I>
  float lane() const {
    return _mm_cvtss_f32(_mm_shuffle_ps(v, v, I));
  }
};
inline F32x4 operator+(F32x4 a, F32x4 b) {
  return {_mm_add_ps(a.v, b.v)};
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return {_mm_sub_ps(a.v, b.v)};
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return {_mm_mul_ps(a.v, b.v)};
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return {_mm_div_ps(a.v, b.v)};
}
inline F32x4 sqrt(F32x4 a) {
  return {_mm_sqrt_ps(a.v)};
}
inline F32x4 abs(F32x4 a) {
  return {_mm_andnot_ps(_mm_set1_ps(-0.0f), a.v)};
}
inline F32x4 min(F32x4 a, F32x4 b) {
  return {_mm_min_ps(a.v, b.v)};
}
inline F32x4 max(F32x4 a, F32x4 b) {
  return {_mm_max_ps(a.v, b.v)};
}
inline F32x4 negative_abs(F32x4 a) {
  return {_mm_or_ps(a.v, _mm_set1_ps(-0.0f))};
}
inline F32x4 madd(F32x4 a, F32x4 b, F32x4 c) {
#if defined(__FMA__)
  return {_mm_fmadd_ps(a.v, b.v, c.v)};
#else
  return {_mm_add_ps(_mm_mul_ps(a.v, b.v), c.v)};
#endif
}
inline F32x4 add_to_exponent(F32x4 a, F32x4 b) {
  return {_mm_castsi128_ps(
      _mm_add_epi32(_mm_slli_epi32(_mm_castps_si128(a.v), 23), _mm_castps_si128(b.v)))};
}
inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  _MM_TRANSPOSE4_PS(a.v, b.v, c.v, d.v);
}

#elif defined(__ARM_NEON)

struct F32x4 {
  static constexpr int kLanes = 4;
  static constexpr int kTileRows = 6;
  float32x4_t v;
  static F32x4 load(const float* p) { return {vld1q_f32(p)}; }
  static F32x4 splat(float x) { return {vdupq_n_f32(x)}; }
  static F32x4 splat_at(const float* p) { return {vld1q_dup_f32(p)}; }
  static F32x4 zero() { return {vdupq_n_f32(0.0f)}; }
  void store(float* p) const { vst1q_f32(p, v); }
  template <int I>
  float lane() const {
    return vgetq_lane_f32(v, I);
  }
};
inline F32x4 operator+(F32x4 a, F32x4 b) {
  return {vaddq_f32(a.v, b.v)};
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return {vsubq_f32(a.v, b.v)};
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return {vmulq_f32(a.v, b.v)};
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return {vdivq_f32(a.v, b.v)};
}
inline F32x4 sqrt(F32x4 a) {
  return {vsqrtq_f32(a.v)};
}
inline F32x4 abs(F32x4 a) {
  return {vabsq_f32(a.v)};
}
inline F32x4 min(F32x4 a, F32x4 b) {
  return {vbslq_f32(vcltq_f32(a.v, b.v), a.v, b.v)};
}
inline F32x4 max(F32x4 a, F32x4 b) {
  return {vbslq_f32(vcgtq_f32(a.v, b.v), a.v, b.v)};
}
inline F32x4 negative_abs(F32x4 a) {
  return {vnegq_f32(vabsq_f32(a.v))};
}
inline F32x4 madd(F32x4 a, F32x4 b, F32x4 c) {
  return {vfmaq_f32(c.v, a.v, b.v)};
}
inline F32x4 add_to_exponent(F32x4 a, F32x4 b) {
  return {vreinterpretq_f32_s32(
      vaddq_s32(vshlq_n_s32(vreinterpretq_s32_f32(a.v), 23), vreinterpretq_s32_f32(b.v)))};
}
inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  const float32x4x2_t ab = vtrnq_f32(a.v, b.v);
  const float32x4x2_t cd = vtrnq_f32(c.v, d.v);
  a.v = vcombine_f32(vget_low_f32(ab.val[0]), vget_low_f32(cd.val[0]));
  b.v = vcombine_f32(vget_low_f32(ab.val[1]), vget_low_f32(cd.val[1]));
  c.v = vcombine_f32(vget_high_f32(ab.val[0]), vget_high_f32(cd.val[0]));
  d.v = vcombine_f32(vget_high_f32(ab.val[1]), vget_high_f32(cd.val[1]));
}

#else  // scalar

struct F32x4 {
  static constexpr int kLanes = 4;
  static constexpr int kTileRows = 4;
  float v[4];
  static F32x4 load(const float* p) { return {{p[0], p[1], p[2], p[3]}}; }
  static F32x4 splat(float x) { return {{x, x, x, x}}; }
  static F32x4 splat_at(const float* p) { return splat(*p); }
  static F32x4 zero() { return splat(0.0f); }
  void store(float* p) const {
    for (int i = 0; i < 4; ++i)
      p[i] = v[i];
  }
  template <int I>
  float lane() const {
    return v[I];
  }
};
template <class Op>
inline F32x4 lanewise(F32x4 a, F32x4 b, Op op) {
  return {{op(a.v[0], b.v[0]), op(a.v[1], b.v[1]), op(a.v[2], b.v[2]), op(a.v[3], b.v[3])}};
}
inline F32x4 operator+(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) { return x + y; });
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) { return x - y; });
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) { return x * y; });
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) { return x / y; });
}
inline F32x4 sqrt(F32x4 a) {
  return lanewise(a, a, [](float x, float) { return std::sqrt(x); });
}
inline F32x4 abs(F32x4 a) {
  return lanewise(a, a, [](float x, float) { return std::fabs(x); });
}
inline F32x4 min(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) { return x < y ? x : y; });
}
inline F32x4 max(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) { return x > y ? x : y; });
}
inline F32x4 negative_abs(F32x4 a) {
  return lanewise(a, a, [](float x, float) { return -std::fabs(x); });
}
inline F32x4 madd(F32x4 a, F32x4 b, F32x4 c) {
  return a * b + c;
}
inline F32x4 add_to_exponent(F32x4 a, F32x4 b) {
  return lanewise(a, b, [](float x, float y) {
    std::uint32_t i, j;
    std::memcpy(&i, &x, 4);
    std::memcpy(&j, &y, 4);
    j += i << 23;
    std::memcpy(&y, &j, 4);
    return y;
  });
}
inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  F32x4* rows[4] = {&a, &b, &c, &d};
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < i; ++j) {
      const float x = rows[i]->v[j];
      rows[i]->v[j] = rows[j]->v[i];
      rows[j]->v[i] = x;
    }
  }
}

#endif

inline F32x4& operator+=(F32x4& a, F32x4 b) {
  return a = a + b;
}
inline F32x4& operator*=(F32x4& a, F32x4 b) {
  return a = a * b;
}

// Horizontal operations, in one fixed order: (0 + 1) + (2 + 3).
inline float sum(F32x4 a) {
  return (a.lane<0>() + a.lane<1>()) + (a.lane<2>() + a.lane<3>());
}
inline float max_lane(F32x4 a) {
  const float x = a.lane<0>() > a.lane<1>() ? a.lane<0>() : a.lane<1>();
  const float y = a.lane<2>() > a.lane<3>() ? a.lane<2>() : a.lane<3>();
  return x > y ? x : y;
}

// What the build computes with, for the status line and the benchmarks.
constexpr const char* simd_name() {
#if defined(__wasm_relaxed_simd__)
  return "relaxed";
#elif defined(__wasm_simd128__)
  return "simd128";
#elif defined(__SSE2__) && defined(__FMA__)
  return "fma";
#elif defined(__SSE2__)
  return "sse2";
#elif defined(__ARM_NEON)
  return "neon";
#else
  return "scalar";
#endif
}

}  // namespace maskpoint::nn
