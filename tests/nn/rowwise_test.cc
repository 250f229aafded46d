#include "nn/rowwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "nn/half.h"

namespace maskpoint::nn {
namespace {

std::vector<float> wave(int count) {
  std::vector<float> values(count);
  for (int i = 0; i < count; ++i)
    values[i] = std::sin(float(i) * 1.7f) * 3.0f;
  return values;
}

TEST(LayerNorm, EqualsItsSlowTwinWithAnyOffset) {
  for (const int width : {4, 8, 12, 64, 256}) {
    for (const float offset : {0.0f, 100.0f, -5000.0f}) {
      LayerNorm norm{base::AlignedBuffer<float>(width), base::AlignedBuffer<float>(width), 1e-5f};
      std::vector<float> x = wave(width * 2 + 4);
      for (float& value : x)
        value += offset;
      for (int i = 0; i < width; ++i) {
        norm.weight[i] = 1.0f + float(i) * 0.01f;
        norm.bias[i] = float(i % 5);
      }
      const std::vector<float> before = x;
      layer_norm(norm, x.data(), width + 4, 2);
      for (int r = 0; r < 2; ++r) {
        const float* row = before.data() + r * (width + 4);
        double mean = 0, variance = 0;
        for (int i = 0; i < width; ++i)
          mean += row[i] / double(width);
        for (int i = 0; i < width; ++i)
          variance += std::pow(row[i] - mean, 2) / width;
        for (int i = 0; i < width; ++i) {
          const double expected =
              (row[i] - mean) / std::sqrt(variance + 1e-5) * norm.weight[i] + norm.bias[i];
          ASSERT_NEAR(x[r * (width + 4) + i], expected, 2e-5 + std::fabs(offset) * 1e-6);
        }
      }
      EXPECT_EQ(x[width], before[width]) << "touched what lies between rows";
    }
  }
}

TEST(Softmax, EqualsItsSlowTwinAtEveryLength) {
  for (int length = 1; length <= 21; ++length) {
    std::vector<float> x = wave(length + 1);
    const std::vector<float> before = x;
    softmax(x.data(), length);
    double total = 0;
    for (int i = 0; i < length; ++i)
      total += std::exp(double(before[i]));
    for (int i = 0; i < length; ++i)
      ASSERT_NEAR(x[i], std::exp(double(before[i])) / total, 1e-6) << length;
    EXPECT_EQ(x[length], before[length]);
  }
}

TEST(Softmax, SurvivesHugeScores) {
  float x[3] = {1e30f, -1e30f, 1e30f};
  softmax(x, 3);
  EXPECT_NEAR(x[0], 0.5f, 1e-6f);
  EXPECT_NEAR(x[1], 0.0f, 1e-6f);
}

TEST(Rowwise, SmallOnes) {
  std::vector<float> x = wave(12), y = wave(12);
  relu(x.data(), 12);
  for (int i = 0; i < 12; ++i)
    EXPECT_EQ(x[i], std::max(y[i], 0.0f));
  add(x.data(), y.data(), 12);
  for (int i = 0; i < 12; ++i)
    EXPECT_EQ(x[i], std::max(y[i], 0.0f) + y[i]);
  double expected = 0;
  for (int i = 0; i < 12; ++i)
    expected += double(x[i]) * y[i];
  EXPECT_NEAR(dot(x.data(), y.data(), 12), expected, 1e-4);
}

TEST(Half, GoesThroughEveryValueUnchanged) {
  for (int h = 0; h < 65536; ++h) {
    const float f = half_to_float(std::uint16_t(h));
    if (std::isnan(f)) continue;
    ASSERT_EQ(float_to_half(f), h);
  }
}

TEST(Half, RoundsToNearestEven) {
  EXPECT_EQ(half_to_float(float_to_half(1.0f + 0x1p-11f)), 1.0f);            // tie to even
  EXPECT_EQ(half_to_float(float_to_half(1.0f + 0x3p-11f)), 1.0f + 0x1p-9f);  // tie up to even
  EXPECT_EQ(half_to_float(float_to_half(0x1p-25f)), 0.0f);                   // tie with zero
  EXPECT_EQ(half_to_float(float_to_half(0x1.8p-25f)), 0x1p-24f);
  EXPECT_EQ(half_to_float(float_to_half(65519.0f)), 65504.0f);
  EXPECT_TRUE(std::isinf(half_to_float(float_to_half(65520.0f))));
  EXPECT_TRUE(std::isnan(half_to_float(float_to_half(std::nanf("")))));
  EXPECT_EQ(std::signbit(half_to_float(float_to_half(-0.0f))), true);
}

}  // namespace
}  // namespace maskpoint::nn
