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

// 2^x, relative error below 2.5e-7 on [−126, 127]; smaller arguments are clamped as for exp, larger
// ones are the caller's to avoid. A softmax whose scores carry the factor log₂e takes this: 11
// operations instead of 17. The polynomial is the minimax one of degree 5 on [−½, ½].
inline F32x4 exp2(F32x4 x) {
  const F32x4 magic = F32x4::splat(12582912.0f);
  x = max(x, F32x4::splat(-125.5f));
  const F32x4 shifted = x + magic;
  const F32x4 r = x - (shifted - magic);
  F32x4 p = F32x4::splat(1.3276460405e-3f);
  p = madd(p, r, F32x4::splat(9.6755412419e-3f));
  p = madd(p, r, F32x4::splat(5.5507133093e-2f));
  p = madd(p, r, F32x4::splat(2.4022119726e-1f));
  p = madd(p, r, F32x4::splat(6.9314696704e-1f));
  p = madd(p, r, F32x4::splat(1.0000000717e+0f));
  return add_to_exponent(shifted, p);
}

// The exact (erf) GELU, absolute error below 1e-6.
//
// gelu(x) = max(x, 0) − |x|·Φ(−|x|), and the 16th root of Φ(−t) is so smooth that a polynomial of
// degree 5 gives it: the product is right to 5.5e-7 in exact arithmetic on [0, 5.4] (minimax by
// Lawson's iteration), and beyond it has all but vanished. 13 operations. Before, x/2·erf(x/√2) as
// an even polynomial took 21 and was right to 9.5e-7; degree 6 would be right to 4.7e-7 in float32.
// Logits amplify an error here some 700 times (DECODER-TRIAL §2).
inline F32x4 gelu(F32x4 x) {
  const F32x4 s = max(negative_abs(x), F32x4::splat(-5.4f));
  F32x4 p = F32x4::splat(4.552088627e-5f);
  p = madd(p, s, F32x4::splat(6.922405104e-4f));
  p = madd(p, s, F32x4::splat(1.396254528e-3f));
  p = madd(p, s, F32x4::splat(-1.776714513e-2f));
  p = madd(p, s, F32x4::splat(4.777985078e-2f));
  p = madd(p, s, F32x4::splat(9.576056912e-1f));
  p *= p;
  p *= p;
  p *= p;
  p *= p;
  return madd(s, p, max(x, F32x4::zero()));
}

// Both to about 1e-15 for |x| up to 1e5. Beyond 1e9, or not a number, x counts as 0: a coordinate
// that far away means nothing, and the result stays finite.
struct SinCos {
  double sin, cos;
};
SinCos sin_cos(double x);

}  // namespace maskpoint::nn
