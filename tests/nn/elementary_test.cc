#include "nn/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "nn/f32x4.h"

namespace maskpoint::nn {
namespace {

TEST(Exp, IsAccurateAndNeverDenormal) {
  for (double x = -87; x <= 88; x += 0.0037) {
    const float argument = float(x);
    const double expected = std::exp(double(argument));
    const double got = exp(F32x4::splat(argument)).lane<2>();
    ASSERT_NEAR(got / expected, 1.0, 2.5e-7) << argument;
  }
  EXPECT_EQ(exp(F32x4::splat(0.0f)).lane<0>(), 1.0f);
  const float smallest = exp(F32x4::splat(-1e30f)).lane<0>();
  EXPECT_GT(smallest, 1.2e-38f);
  EXPECT_LT(smallest, 2e-38f);
  EXPECT_TRUE(std::isfinite(exp(F32x4::splat(1e30f)).lane<3>()));
}

TEST(Exp2, IsAccurateAndNeverDenormal) {
  for (double x = -125.4; x <= 127; x += 0.0037) {
    const float argument = float(x);
    const double expected = std::exp2(double(argument));
    const double got = exp2(F32x4::splat(argument)).lane<1>();
    ASSERT_NEAR(got / expected, 1.0, 2.5e-7) << argument;
  }
  const float smallest = exp2(F32x4::splat(-1e30f)).lane<0>();
  EXPECT_GT(smallest, 1.2e-38f);
  EXPECT_LT(smallest, 2e-38f);
}

TEST(Gelu, IsTheExactErfForm) {
  double worst = 0;
  for (double x = -12; x <= 12; x += 0.0009) {
    const double v = double(float(x));
    const double expected = 0.5 * v * std::erfc(-v / std::sqrt(2.0));
    const double got = gelu(F32x4::splat(float(x))).lane<1>();
    // Beyond ±5 a float's own spacing is what limits it.
    const double error = std::fabs(got - expected) - std::fabs(expected) * 6e-8;
    worst = std::max(worst, error);
  }
  EXPECT_LT(worst, 1e-6);
}

TEST(Gelu, FarOutIsLinearOrZero) {
  EXPECT_NEAR(gelu(F32x4::splat(-1e6f)).lane<0>(), 0.0f, 1e-6f);
  EXPECT_FLOAT_EQ(gelu(F32x4::splat(1000.0f)).lane<0>(), 1000.0f);
}

TEST(SinCos, EqualsTheLibraryToFifteenDigits) {
  for (double x = -700; x <= 700; x += 0.0173) {
    const SinCos got = sin_cos(x);
    ASSERT_NEAR(got.sin, std::sin(x), 4e-15) << x;
    ASSERT_NEAR(got.cos, std::cos(x), 4e-15) << x;
  }
  EXPECT_TRUE(std::isfinite(sin_cos(1e300).sin));
  EXPECT_EQ(sin_cos(std::nan("")).cos, 1.0);
}

TEST(F32x4, MinAndMaxTakeTheSecondOfNaN) {
  const F32x4 nan = F32x4::splat(std::nanf("")), one = F32x4::splat(1.0f);
  EXPECT_EQ(min(nan, one).lane<0>(), 1.0f);
  EXPECT_EQ(max(nan, one).lane<0>(), 1.0f);
}

TEST(F32x4, SumsAndTransposesInOrder) {
  const float values[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  F32x4 a = F32x4::load(values), b = F32x4::load(values + 4), c = F32x4::load(values + 8),
        d = F32x4::load(values + 12);
  EXPECT_EQ(sum(b), 22.0f);
  EXPECT_EQ(max_lane(c), 11.0f);
  transpose(a, b, c, d);
  float out[16];
  a.store(out);
  b.store(out + 4);
  c.store(out + 8);
  d.store(out + 12);
  for (int i = 0; i < 16; ++i)
    EXPECT_EQ(out[i], values[i % 4 * 4 + i / 4]);
}

}  // namespace
}  // namespace maskpoint::nn
