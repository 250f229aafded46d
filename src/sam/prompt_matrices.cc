#include "sam/prompt_matrices.h"

#include <algorithm>

#include "nn/gemm.h"
#include "nn/rowwise.h"
#include "sam/weights.h"

namespace maskpoint::sam {

PromptMatrices::PromptMatrices(int max_tokens) {
  for (auto* buffers : {&differences_, &doubled_})
    for (auto& buffer : *buffers)
      buffer = base::AlignedBuffer<float>(std::size_t(max_tokens) * kCrossDim);
}

void PromptMatrices::set_values(int layer, const float* values) {
  const int last = counts_.tokens - 1;
  for (int n = 0; n <= last; ++n) {
    for (int c = 0; c < kCrossDim; ++c) {
      const float reference = n < last ? values[last * kCrossDim + c] : 0.0f;
      const float difference = values[n * kCrossDim + c] - reference;
      differences_[layer][n * kCrossDim + c] = difference;
      doubled_[layer][n * kCrossDim + c] = 2.0f * difference;
    }
  }
}

// The R rows of one layer's A: row (h, n) is the 16 values of head h times Wo's 16 basis rows.
void PromptMatrices::expand_update(int layer, const float* basis, int stride, int width,
                                   float* out) const {
  const int rows = counts_.tokens - 1;
  for (int h = 0; h < kHeads; ++h)
    nn::gemm({rows, width, 16},
             {differences_[layer].data() + h * 16, kCrossDim, nn::Order::kRowMajor},
             {basis + std::size_t(h) * 16 * stride, stride},
             {out + std::size_t(h) * rows * stride, stride});
}

void PromptMatrices::expand(int stage, const float* basis, int stride, int width,
                            float* out) const {
  const auto row = [&](int i) { return basis + std::size_t(i) * stride; };
  const auto last_values = [&](int layer) {
    return nn::LeftMatrix{differences_[layer].data() + std::size_t(counts_.tokens - 1) * kCrossDim,
                          kCrossDim, nn::Order::kRowMajor};
  };
  expand_update(0, basis, stride, width, out);
  out += std::size_t(counts_.rank) * stride;
  for (int f = 0; f < counts_.mask_features; ++f, out += stride)
    std::copy_n(row(basis::kMask1 + f), width, out);
  nn::gemm({1, width, kCrossDim}, last_values(0), {basis, stride}, {out, stride});
  if (counts_.mask_features > 0) nn::add(out, row(basis::kDense), width);
  if (stage == 1) return;
  out += stride;
  expand_update(1, row(basis::kSecond), stride, width, out);
  out += std::size_t(counts_.rank) * stride;
  nn::gemm({1, width, kCrossDim}, last_values(1), {row(basis::kSecond), stride}, {out, stride});
  nn::add(out, row(basis::kBias), width);
}

// c·(Y·Yᵀ)·cᵀ: expanded once by its rows and, transposed, once more.
void PromptMatrices::gram(int stage, const FoldedWeights& folded, float* scratch, float* out,
                          int stride) const {
  const int n = stage == 1 ? counts_.n1() : counts_.n2();
  const int width = stage == 1 ? basis::kStride1 : basis::kStride2;
  const int padded = (n + 7) / 8 * 8;
  float* transposed = scratch + std::size_t(padded) * width;
  expand(stage, stage == 1 ? folded.gram1.data() : folded.gram2.data(), width, width, scratch);
  nn::transpose(scratch, width, padded, width, transposed, stride);
  expand(stage, transposed, stride, padded, out);
  for (int i = 0; i < n; ++i) {
    float* row = out + std::size_t(i) * stride;
    std::fill_n(row, i, 0.0f);
    for (int j = i + 1; j < n; ++j)
      row[j] *= 2.0f;
  }
}

}  // namespace maskpoint::sam
