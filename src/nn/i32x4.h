// Four integers in one register, each also read as a pair of 16-bit numbers: products of pairs do
// twice the multiplications of a float register, and give the same bits on every processor.
#pragma once

#include <bit>
#include <cstdint>

#include "nn/f32x4.h"

namespace maskpoint::nn {

#if defined(__wasm_simd128__)

struct I32x4 {
  v128_t v;
  static I32x4 load(const std::int32_t* p) { return {wasm_v128_load(p)}; }
  static I32x4 splat_at(const std::int32_t* p) { return {wasm_v128_load32_splat(p)}; }
  static I32x4 zero() { return {wasm_i32x4_const_splat(0)}; }
  void store(std::int32_t* p) const { wasm_v128_store(p, v); }
};
inline I32x4 add_dot(I32x4 a, I32x4 b, I32x4 sum) {
  return {wasm_i32x4_add(wasm_i32x4_dot_i16x8(a.v, b.v), sum.v)};
}
inline F32x4 to_float(I32x4 a) {
  return {wasm_f32x4_convert_i32x4(a.v)};
}
inline I32x4 join_low_halves(F32x4 low, F32x4 high) {
  return {wasm_v128_or(wasm_v128_and(low.v, wasm_i32x4_const_splat(0xffff)),
                       wasm_i32x4_shl(high.v, 16))};
}

#elif defined(__SSE2__)

struct I32x4 {
  __m128i v;
  static I32x4 load(const std::int32_t* p) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))};
  }
  static I32x4 splat_at(const std::int32_t* p) { return {_mm_set1_epi32(*p)}; }
  static I32x4 zero() { return {_mm_setzero_si128()}; }
  void store(std::int32_t* p) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v); }
};
inline I32x4 add_dot(I32x4 a, I32x4 b, I32x4 sum) {
  return {_mm_add_epi32(_mm_madd_epi16(a.v, b.v), sum.v)};
}
inline F32x4 to_float(I32x4 a) {
  return {_mm_cvtepi32_ps(a.v)};
}
inline I32x4 join_low_halves(F32x4 low, F32x4 high) {
  return {_mm_or_si128(_mm_and_si128(_mm_castps_si128(low.v), _mm_set1_epi32(0xffff)),
                       _mm_slli_epi32(_mm_castps_si128(high.v), 16))};
}

#else

struct I32x4 {
  std::int32_t v[4];
  static I32x4 load(const std::int32_t* p) { return {{p[0], p[1], p[2], p[3]}}; }
  static I32x4 splat_at(const std::int32_t* p) { return {{*p, *p, *p, *p}}; }
  static I32x4 zero() { return {{0, 0, 0, 0}}; }
  void store(std::int32_t* p) const {
    for (int i = 0; i < 4; ++i)
      p[i] = v[i];
  }
};
inline I32x4 add_dot(I32x4 a, I32x4 b, I32x4 sum) {
  for (int i = 0; i < 4; ++i)
    sum.v[i] += std::int16_t(a.v[i] & 0xffff) * std::int16_t(b.v[i] & 0xffff) +
                (a.v[i] >> 16) * (b.v[i] >> 16);
  return sum;
}
inline F32x4 to_float(I32x4 a) {
  const float values[4] = {float(a.v[0]), float(a.v[1]), float(a.v[2]), float(a.v[3])};
  return F32x4::load(values);
}
inline I32x4 join_low_halves(F32x4 low, F32x4 high) {
  float lows[4], highs[4];
  low.store(lows);
  high.store(highs);
  I32x4 joined;
  for (int i = 0; i < 4; ++i)
    joined.v[i] = std::int32_t((std::bit_cast<std::uint32_t>(lows[i]) & 0xffffu) |
                               (std::bit_cast<std::uint32_t>(highs[i]) << 16));
  return joined;
}

#endif

// Both rounded to the nearest 16-bit number, |x| ≤ 32767: `low` in the lower half of each lane.
inline I32x4 pack_pairs(F32x4 low, F32x4 high) {
  // Adding 1.5·2^23 leaves the rounded number in the low mantissa bits.
  const F32x4 magic = F32x4::splat(12582912.0f);
  return join_low_halves(low + magic, high + magic);
}

}  // namespace maskpoint::nn
