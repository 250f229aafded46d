// y = x·Wᵀ + b for row-major x: the fully connected layer, and by a rearrangement of its weights
// the 2×2 stride-2 transposed convolution.
//
// The weights are packed once, at load, in panels of 8 outputs: (outputs/8, inputs, 8), outputs
// padded to a multiple of 8 with zeros. x is read in place (packing it buys nothing, PERFORMANCE
// §3). The tile is 6 rows × 8 outputs: 12 accumulators, 2 panel vectors and 1 splat fill 15 of 16
// registers. Each output is summed in one chain over the inputs, so neither the tile nor the thread
// that ran it changes a bit.
#pragma once

#include <span>

#include "base/aligned_buffer.h"

namespace maskpoint::nn {

inline constexpr int kPanel = 8;
constexpr int round_up(int n, int multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

class Linear {
 public:
  Linear() = default;
  // `weight` is (outputs, inputs) row-major, as PyTorch has it; `bias` is (outputs) or empty.
  Linear(std::span<const float> weight, std::span<const float> bias, int outputs, int inputs);
  // ConvTranspose2d(kernel 2, stride 2): `weight` is (inputs, channels, 2, 2). Output (2i+a, 2j+b)
  // of input pixel (i, j) is columns [(2a+b)·channels, …+channels) of its row.
  static Linear transposed_convolution(std::span<const float> weight, std::span<const float> bias,
                                       int inputs, int channels);

  int inputs() const { return inputs_; }
  int outputs() const { return outputs_; }
  int padded_outputs() const { return round_up(outputs_, kPanel); }
  float weight(int output, int input) const;
  float bias(int output) const { return bias_[output]; }
  const float* panel(int p) const { return packed_.data() + std::size_t(p) * inputs_ * kPanel; }
  const float* bias_data() const { return bias_.data(); }

 private:
  int inputs_ = 0;
  int outputs_ = 0;
  base::AlignedBuffer<float> packed_;  // (outputs/8, inputs, 8)
  base::AlignedBuffer<float> bias_;    // (padded outputs)
};

// x is (rows, inputs) with row stride `x_stride`; y is (rows, padded outputs) with row stride
// `y_stride` ≥ padded outputs. x and y must not overlap.
void linear(const Linear& layer, const float* x, int x_stride, int rows, float* y, int y_stride);
// Only output panels [first, last): for dealing a wide layer with few rows out to threads.
void linear_panels(const Linear& layer, int first, int last, const float* x, int x_stride, int rows,
                   float* y, int y_stride);

}  // namespace maskpoint::nn
