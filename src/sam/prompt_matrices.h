// A prompt's coefficients of the low-rank form, and the small matrices they make of the folded
// weights.
//
// Rows of a pixel's w (one float a pixel each; R = 8(N−1), m = 16 with a mask prompt, else 0):
//   after layer 0, w1:  [A1 (R), F (m), 1]                 n1 = R + m + 1
//   after layer 1, w2:  [d1∘w1 (n1), A2 (R), 1]            n2 = n1 + R + 1
// A is the softmax over tokens of the image→token attention, rows (head, token), the last token
// left out: a softmax sums to one, so its value row goes into the constant and the others become
// differences (rank 48 instead of 56 for a click). F are the mask prompt's features. What a stage's
// projections see is X = [d∘w, 1]; the last row carries β·W + bias.
#pragma once

#include "base/aligned_buffer.h"
#include "sam/folded_weights.h"

namespace maskpoint::sam {

struct RowCounts {
  int tokens = 0;         // N
  int rank = 0;           // R
  int mask_features = 0;  // m
  int n1() const { return rank + mask_features + 1; }
  int n2() const { return n1() + rank + 1; }
};

class PromptMatrices {
 public:
  explicit PromptMatrices(int max_tokens);

  void start(RowCounts counts) { counts_ = counts; }
  const RowCounts& counts() const { return counts_; }
  // From the token values of the image→token attention of layer 0 or 1, (N, 128).
  void set_values(int layer, const float* values);

  // Twice the value differences, (N−1, 128), and twice the last token's values, (128): the
  // coefficients of the cross terms of a norm.
  const float* doubled_differences(int layer) const { return doubled_[layer].data(); }
  const float* doubled_last(int layer) const {
    return doubled_[layer].data() + std::size_t(counts_.tokens - 1) * 128;
  }

  // out (n, stride) = c·basis for the rows of w1 (stage 1) or w2 (stage 2); `basis` is (basis size,
  // stride), of which `width` columns are computed, a multiple of 8.
  void expand(int stage, const float* basis, int stride, int width, float* out) const;
  // The Gram matrix of the rows' 256-vectors, lower triangle with off-diagonals doubled,
  // depth-major for nn::quadratic_form. `stride` is at least n rounded up to 8; `scratch` holds
  // (n rounded up, basis stride) and (basis stride, stride).
  void gram(int stage, const FoldedWeights& folded, float* scratch, float* out, int stride) const;

 private:
  void expand_update(int layer, const float* basis, int stride, int width, float* out) const;

  RowCounts counts_;
  base::AlignedBuffer<float> differences_[2];  // (N, 128): v[n] − v[N−1]; the last row is v[N−1]
  base::AlignedBuffer<float> doubled_[2];
};

}  // namespace maskpoint::sam
