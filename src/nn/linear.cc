#include "nn/linear.h"

#include <algorithm>
#include <cassert>

#include "nn/f32x4.h"
#include "nn/row_tiles.h"

namespace maskpoint::nn {

namespace {

template <int Rows>
void tile(const float* panel, const float* bias, int inputs, const float* x, int x_stride, float* y,
          int y_stride) {
  F32x4 acc[Rows][2];
  for (int r = 0; r < Rows; ++r) {
    acc[r][0] = F32x4::load(bias);
    acc[r][1] = F32x4::load(bias + 4);
  }
  for (int k = 0; k < inputs; ++k) {
    const F32x4 w0 = F32x4::load(panel + k * kPanel);
    const F32x4 w1 = F32x4::load(panel + k * kPanel + 4);
    for (int r = 0; r < Rows; ++r) {
      const F32x4 a = F32x4::splat_at(x + r * x_stride + k);
      acc[r][0] = madd(a, w0, acc[r][0]);
      acc[r][1] = madd(a, w1, acc[r][1]);
    }
  }
  for (int r = 0; r < Rows; ++r) {
    acc[r][0].store(y + r * y_stride);
    acc[r][1].store(y + r * y_stride + 4);
  }
}

// One row, four panels at once: one panel's two sums would wait for each other.
constexpr int kPanelsOfARow = 4;
void row_tile(const Linear& layer, int first, const float* x, float* y) {
  F32x4 acc[kPanelsOfARow][2];
  const float* panel[kPanelsOfARow];
  for (int i = 0; i < kPanelsOfARow; ++i) {
    panel[i] = layer.panel(first + i);
    for (int half = 0; half < 2; ++half)
      acc[i][half] = F32x4::load(layer.bias_data() + (first + i) * kPanel + half * 4);
  }
  for (int k = 0; k < layer.inputs(); ++k) {
    const F32x4 a = F32x4::splat_at(x + k);
    for (int i = 0; i < kPanelsOfARow; ++i)
      for (int half = 0; half < 2; ++half)
        acc[i][half] = madd(a, F32x4::load(panel[i] + k * kPanel + half * 4), acc[i][half]);
  }
  for (int i = 0; i < kPanelsOfARow; ++i)
    for (int half = 0; half < 2; ++half)
      acc[i][half].store(y + (first + i) * kPanel + half * 4);
}

}  // namespace

Linear::Linear(std::span<const float> weight, std::span<const float> bias, int outputs, int inputs)
    : inputs_(inputs),
      outputs_(outputs),
      packed_(std::size_t(round_up(outputs, kPanel)) * inputs),
      bias_(round_up(outputs, kPanel)) {
  assert(weight.size() == std::size_t(outputs) * inputs);
  assert(bias.empty() || bias.size() == std::size_t(outputs));
  for (int o = 0; o < outputs; ++o) {
    float* column = packed_.data() + std::size_t(o / kPanel) * inputs * kPanel + o % kPanel;
    for (int k = 0; k < inputs; ++k)
      column[k * kPanel] = weight[std::size_t(o) * inputs + k];
  }
  std::copy(bias.begin(), bias.end(), bias_.data());
}

Linear Linear::transposed_convolution(std::span<const float> weight, std::span<const float> bias,
                                      int inputs, int channels) {
  assert(weight.size() == std::size_t(inputs) * channels * 4);
  base::AlignedBuffer<float> rows(weight.size());
  base::AlignedBuffer<float> biases(std::size_t(channels) * 4);
  for (int ab = 0; ab < 4; ++ab) {
    for (int c = 0; c < channels; ++c) {
      biases[ab * channels + c] = bias[c];
      for (int k = 0; k < inputs; ++k)
        rows[std::size_t(ab * channels + c) * inputs + k] =
            weight[(std::size_t(k) * channels + c) * 4 + ab];
    }
  }
  return Linear(rows.span(), biases.span(), channels * 4, inputs);
}

float Linear::weight(int output, int input) const {
  return panel(output / kPanel)[input * kPanel + output % kPanel];
}

void linear_panels(const Linear& layer, int first, int last, const float* x, int x_stride, int rows,
                   float* y, int y_stride) {
  assert(first >= 0 && last * kPanel <= layer.padded_outputs());
  assert(y_stride >= layer.padded_outputs() && x_stride >= layer.inputs());
  if (rows == 1)
    for (; first + kPanelsOfARow <= last; first += kPanelsOfARow)
      row_tile(layer, first, x, y);
  for (int p = first; p < last; ++p) {
    for_row_tiles<F32x4::kTileRows>(rows, [&](auto height, int row) {
      tile<height()>(layer.panel(p), layer.bias_data() + p * kPanel, layer.inputs(),
                     x + std::size_t(row) * x_stride, x_stride,
                     y + std::size_t(row) * y_stride + p * kPanel, y_stride);
    });
  }
}

void linear(const Linear& layer, const float* x, int x_stride, int rows, float* y, int y_stride) {
  linear_panels(layer, 0, layer.padded_outputs() / kPanel, x, x_stride, rows, y, y_stride);
}

}  // namespace maskpoint::nn
