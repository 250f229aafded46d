// Operations on rows: layer normalisation, softmax, activations and sums. Lengths are multiples of
// 4 unless said otherwise; sums run in one fixed order whatever the build.
#pragma once

#include "base/aligned_buffer.h"

namespace maskpoint::nn {

struct LayerNorm {
  base::AlignedBuffer<float> weight;  // (width)
  base::AlignedBuffer<float> bias;    // (width)
  float epsilon = 1e-5f;
  int width() const { return int(weight.size()); }
};

// Each of `rows` rows of length norm.width(): (x − mean)/√(variance + ε)·weight + bias, in place.
// The variance is taken about the mean (two passes): a large common offset costs no digits.
void layer_norm(const LayerNorm& norm, float* x, int stride, int rows);

// Softmax of one row of any length ≥ 1, in place.
void softmax(float* x, int length);

void relu(float* x, int length);
void gelu(float* x, int length);
void add(float* x, const float* y, int length);  // x += y

// Σ a·b over a multiple of 4.
float dot(const float* a, const float* b, int length);

}  // namespace maskpoint::nn
