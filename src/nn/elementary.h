// exp and GELU on four floats, sine and cosine in double: our own, because C libraries differ in
// the last bit and one build must give the same mask everywhere (DECODER §5).
#pragma once

#include "nn/f32x4.h"

namespace maskpoint::nn {

// e^x, relative error below 2e-7 on [−87, 88]; arguments outside are clamped there, so that a
// softmax weight is never a denormal (PERFORMANCE §9).
inline F32x4 exp(F32x4 x) {
  // Cephes' expf: x = n·ln 2 + r, e^r by a polynomial, 2^n through the exponent bits.
  const F32x4 magic = F32x4::splat(12582912.0f);  // 1.5·2^23: adding it rounds to an integer
  x = min(max(x, F32x4::splat(-87.0f)), F32x4::splat(88.0f));
  const F32x4 shifted = madd(x, F32x4::splat(1.44269504088896341f), magic);
  const F32x4 n = shifted - magic;
  F32x4 r = madd(n, F32x4::splat(-0.693359375f), x);
  r = madd(n, F32x4::splat(2.12194440e-4f), r);
  F32x4 p = F32x4::splat(1.9875691500e-4f);
  p = madd(p, r, F32x4::splat(1.3981999507e-3f));
  p = madd(p, r, F32x4::splat(8.3334519073e-3f));
  p = madd(p, r, F32x4::splat(4.1665795894e-2f));
  p = madd(p, r, F32x4::splat(1.6666665459e-1f));
  p = madd(p, r, F32x4::splat(5.0000001201e-1f));
  p = madd(p, r * r, r + F32x4::splat(1.0f));
  // `shifted` holds n in its low mantissa bits; shifted left they are n in the exponent.
  return add_to_exponent(shifted, p);
}

// The exact (erf) GELU, absolute error below 1e-6.
//
// gelu(x) = x/2 + g(|x|) with g(x) = x/2·erf(x/√2) even. Up to c = 5.1, g is a polynomial of degree
// 13 in u = 2x²/c² − 1 (least squares at Chebyshev nodes); beyond, g(x) = x/2 to 9e-7. The even and
// odd powers run as two chains: one Horner chain waits for its own latency. 12 coefficients save
// 0.4 ms a decode and flip pixels (DECODER-TRIAL §6).
inline F32x4 gelu(F32x4 x) {
  constexpr float kBound = 5.1f;
  constexpr float kEven[7] = {1.802561760e+00f,  -2.369565368e-01f, -1.105567738e-01f,
                              -8.529136330e-02f, -6.695697457e-02f, -1.093185600e-02f,
                              -1.686820574e-02f};
  constexpr float kOdd[7] = {9.051727057e-01f, 1.374345571e-01f, 9.975770861e-02f, 7.207689434e-02f,
                             4.497668147e-02f, 7.645607460e-03f, 7.935320027e-03f};
  const F32x4 magnitude = abs(x);
  const F32x4 inner = min(magnitude, F32x4::splat(kBound));
  const F32x4 u = madd(inner * inner, F32x4::splat(2.0f / (kBound * kBound)), F32x4::splat(-1.0f));
  const F32x4 w = u * u;
  F32x4 even = F32x4::splat(kEven[6]);
  F32x4 odd = F32x4::splat(kOdd[6]);
  for (int i = 5; i >= 0; --i) {
    even = madd(even, w, F32x4::splat(kEven[i]));
    odd = madd(odd, w, F32x4::splat(kOdd[i]));
  }
  const F32x4 linear = (x + magnitude) - inner;
  return madd(linear, F32x4::splat(0.5f), madd(odd, u, even));
}

// Both to about 1e-15 for |x| up to 1e5. Beyond 1e9, or not a number, x counts as 0: a coordinate
// that far away means nothing, and the result stays finite.
struct SinCos {
  double sin, cos;
};
SinCos sin_cos(double x);

}  // namespace maskpoint::nn
