// linear and gemm against slow twins, at every size around the tiles'.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "nn/gemm.h"
#include "nn/linear.h"

namespace maskpoint::nn {
namespace {

// Small exact values: products and sums of them are exact, so the comparison is too.
std::vector<float> numbers(std::size_t count, unsigned seed) {
  std::vector<float> values(count);
  for (float& value : values) {
    seed = seed * 1664525u + 1013904223u;
    value = float(int(seed >> 24) - 128) / 16.0f;
  }
  return values;
}

TEST(Linear, EqualsItsSlowTwin) {
  for (const int rows : {1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 19, 64}) {
    for (const int inputs : {1, 4, 15, 16, 17}) {
      for (const int outputs : {1, 4, 7, 8, 9, 16}) {
        const auto weight = numbers(std::size_t(outputs) * inputs, 1);
        const auto bias = numbers(outputs, 2);
        const Linear layer(weight, bias, outputs, inputs);
        const int x_stride = inputs + 3, y_stride = layer.padded_outputs() + 8;
        const auto x = numbers(std::size_t(rows) * x_stride, 3);
        std::vector<float> y(std::size_t(rows) * y_stride, -1.0f);
        linear(layer, x.data(), x_stride, rows, y.data(), y_stride);
        for (int r = 0; r < rows; ++r) {
          for (int o = 0; o < outputs; ++o) {
            float expected = bias[o];
            for (int k = 0; k < inputs; ++k)
              expected += weight[o * inputs + k] * x[r * x_stride + k];
            ASSERT_EQ(y[r * y_stride + o], expected) << rows << " " << inputs << " " << outputs;
          }
          ASSERT_EQ(y[r * y_stride + layer.padded_outputs()], -1.0f) << "wrote past its columns";
        }
      }
    }
  }
}

TEST(Linear, TransposedConvolutionLandsWhereItSays) {
  constexpr int kInputs = 3, kChannels = 5;
  const auto weight = numbers(kInputs * kChannels * 4, 4);
  const auto bias = numbers(kChannels, 5);
  const Linear layer = Linear::transposed_convolution(weight, bias, kInputs, kChannels);
  const auto x = numbers(kInputs, 6);
  std::vector<float> y(layer.padded_outputs());
  linear(layer, x.data(), kInputs, 1, y.data(), layer.padded_outputs());
  for (int a = 0; a < 2; ++a)
    for (int b = 0; b < 2; ++b)
      for (int c = 0; c < kChannels; ++c) {
        float expected = bias[c];
        for (int k = 0; k < kInputs; ++k)
          expected += weight[((k * kChannels + c) * 2 + a) * 2 + b] * x[k];
        EXPECT_EQ(y[(a * 2 + b) * kChannels + c], expected);
      }
}

class GemmTest : public ::testing::TestWithParam<std::tuple<int, int, int, Order>> {};

TEST_P(GemmTest, AllFormsEqualTheirSlowTwins) {
  const auto [rows, columns, depth, order] = GetParam();
  const int a_stride = order == Order::kRowMajor ? depth + 1 : rows + 2;
  const int b_stride = columns + 4, c_stride = columns + 8;
  const auto a = numbers(std::size_t(a_stride) * std::max(rows, depth), 1);
  const auto b = numbers(std::size_t(depth) * b_stride, 2);
  const auto base = numbers(std::size_t(rows) * c_stride, 3);
  const auto w = numbers(std::size_t(rows) * columns, 4);
  const auto per_column = numbers(columns, 5);
  const auto per_row = numbers(rows, 6);
  const auto product = [&](int r, int c) {
    float sum = 0;
    for (int k = 0; k < depth; ++k)
      sum += (order == Order::kRowMajor ? a[r * a_stride + k] : a[k * a_stride + r]) *
             b[k * b_stride + c];
    return sum;
  };
  const GemmSize size{rows, columns, depth};
  const LeftMatrix left{a.data(), a_stride, order};
  const ConstRows right{b.data(), b_stride};
  std::vector<float> set = base, added = base, biased = base, scaled = base;
  std::vector<float> weighted = per_column;
  gemm(size, left, right, {set.data(), c_stride});
  gemm_add(size, left, right, {added.data(), c_stride});
  gemm_bias(size, per_row.data(), left, right, {biased.data(), c_stride});
  gemm_scaled(size, per_column.data(), {base.data(), c_stride}, left, right,
              {scaled.data(), c_stride});
  gemm_weighted(size, left, right, {w.data(), columns}, weighted.data());
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < c_stride; ++c) {
      const int i = r * c_stride + c;
      if (c >= columns) {
        ASSERT_EQ(set[i], base[i]) << "wrote past its columns";
        continue;
      }
      ASSERT_EQ(set[i], product(r, c));
      ASSERT_EQ(added[i], base[i] + product(r, c));
      ASSERT_EQ(biased[i], per_row[r] + product(r, c));
      ASSERT_NEAR(scaled[i], per_column[c] * base[i] + product(r, c), 1e-3);
    }
  }
  for (int c = 0; c < columns; ++c) {
    double expected = per_column[c];
    for (int r = 0; r < rows; ++r)
      expected += double(w[r * columns + c]) * product(r, c);
    ASSERT_NEAR(weighted[c], expected, 1e-5 * (1 + std::fabs(expected)) + 0.02 * rows);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, GemmTest,
    ::testing::Combine(::testing::Values(1, 2, 5, 6, 7, 8, 9, 13, 20), ::testing::Values(8, 16, 24),
                       ::testing::Values(1, 2, 7, 16),
                       ::testing::Values(Order::kRowMajor, Order::kDepthMajor)));

TEST(QuadraticForm, EqualsItsSlowTwin) {
  for (int n = 1; n <= 20; ++n) {
    constexpr int kColumns = 16;
    const int stride = n + 3;
    std::vector<float> g(std::size_t(stride) * (n + 8), 0.0f);
    const auto values = numbers(std::size_t(n) * n, 7);
    for (int j = 0; j < n; ++j)
      for (int i = 0; i <= j; ++i)
        g[i * stride + j] = values[j * n + i];
    const auto w = numbers(std::size_t(n + 8) * kColumns, 8);
    std::vector<float> sums(kColumns, 1.0f);
    quadratic_form(n, kColumns, g.data(), stride, {w.data(), kColumns}, sums.data());
    for (int c = 0; c < kColumns; ++c) {
      double expected = 1, size = 1;
      for (int j = 0; j < n; ++j)
        for (int i = 0; i <= j; ++i) {
          const double term = double(values[j * n + i]) * w[j * kColumns + c] * w[i * kColumns + c];
          expected += term;
          size += std::fabs(term);
        }
      ASSERT_NEAR(sums[c], expected, size * 1e-6) << n;
    }
  }
}

TEST(Transpose, MovesEveryElement) {
  const auto in = numbers(12 * 20, 9);
  std::vector<float> out(16 * 16, -1.0f);
  transpose(in.data(), 20, 12, 16, out.data(), 16);
  for (int r = 0; r < 12; ++r)
    for (int c = 0; c < 16; ++c)
      ASSERT_EQ(out[c * 16 + r], in[r * 20 + c]);
}

}  // namespace
}  // namespace maskpoint::nn
