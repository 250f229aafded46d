#include "nn/elementary.h"

#include <cmath>

namespace maskpoint::nn {

// Polynomials: fdlibm's kernel sine and cosine on [−π/4, π/4].
SinCos sin_cos(double x) {
  if (!(std::fabs(x) < 1e9)) x = 0;
  const double quarter_turns = std::floor(x * 0.63661977236758134308 + 0.5);
  // π/2 in three parts of 33 bits, so that the products below are exact for |x| up to 1e5 or so.
  double r = x - quarter_turns * 1.57079632673412561417;
  r -= quarter_turns * 6.07710050630396597660e-11;
  r -= quarter_turns * 2.02226624879595063154e-21;
  const double z = r * r;
  const double s =
      r + r * z *
              (-1.66666666666666324348e-01 +
               z * (8.33333333332248946124e-03 +
                    z * (-1.98412698298579493134e-04 +
                         z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 +
                                                                z * 1.58969099521155010221e-10)))));
  const double c =
      1.0 - 0.5 * z +
      z * z *
          (4.16666666666666019037e-02 +
           z * (-1.38888888888741095749e-03 +
                z * (2.48015872894767294178e-05 +
                     z * (-2.75573143513906633035e-07 +
                          z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
  switch (int(quarter_turns - 4.0 * std::floor(quarter_turns * 0.25))) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

}  // namespace maskpoint::nn
