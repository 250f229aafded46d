#include "sam/token_stream.h"

#include <algorithm>
#include <cmath>

#include "nn/f32x4.h"

namespace maskpoint::sam {

namespace {

// softmax(q·kᵀ/√width)·v for one head; q, k, v, out are (count, stride) starting at the head's
// columns.
void attend_head(const float* q, const float* k, const float* v, int count, int width, int stride,
                 float* scores, float* out) {
  const float scale = 1.0f / std::sqrt(float(width));
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < count; ++j)
      scores[j] = nn::dot(q + i * stride, k + j * stride, width) * scale;
    nn::softmax(scores, count);
    for (int c = 0; c < width; c += 4) {
      nn::F32x4 total = nn::F32x4::zero();
      for (int j = 0; j < count; ++j)
        total = madd(nn::F32x4::splat(scores[j]), nn::F32x4::load(v + j * stride + c), total);
      total.store(out + i * stride + c);
    }
  }
}

}  // namespace

void TokenStream::resize(int count) {
  count_ = count;
  if (count <= capacity_) return;
  capacity_ = std::max(count, 32);
  const std::size_t n = std::size_t(capacity_) * kEmbedDim;
  for (auto* buffer : {&initial_, &queries_, &positioned_, &q_, &k_, &v_, &attended_})
    *buffer = base::AlignedBuffer<float>(n);
  hidden_ = base::AlignedBuffer<float>(std::size_t(capacity_) * kMlpDim);
  scores_ = base::AlignedBuffer<float>(capacity_);
}

void TokenStream::start() {
  for (int mask = 0; mask < kMaskCount; ++mask)
    mask_rows_[mask] = 1 + mask;
  std::copy_n(initial_.data(), count_ * kEmbedDim, queries_.data());
}

const float* TokenStream::with_position() {
  std::copy_n(queries_.data(), count_ * kEmbedDim, positioned_.data());
  nn::add(positioned_.data(), initial_.data(), count_ * kEmbedDim);
  return positioned_.data();
}

void TokenStream::self_attention(const TwoWayBlockWeights& block, PositionalTerm term) {
  const AttentionWeights& attention = block.self_attn;
  const float* qk = term == PositionalTerm::kAdd ? with_position() : queries_.data();
  // 256 → 256 three times: 96 panels, dealt out in 12 blocks of 8.
  pool_.run(12, [&](int i) {
    const nn::Linear& layer = i < 4   ? attention.q_proj
                              : i < 8 ? attention.k_proj
                                      : attention.v_proj;
    float* out = i < 4 ? q_.data() : i < 8 ? k_.data() : v_.data();
    nn::linear_panels(layer, i % 4 * 8, i % 4 * 8 + 8, i < 8 ? qk : queries_.data(), kEmbedDim,
                      count_, out, kEmbedDim);
  });
  constexpr int kWidth = kEmbedDim / kHeads;
  for (int h = 0; h < kHeads; ++h)
    attend_head(q_.data() + h * kWidth, k_.data() + h * kWidth, v_.data() + h * kWidth, count_,
                kWidth, kEmbedDim, scores_.data(), attended_.data() + h * kWidth);
  // The first layer replaces the queries, the second adds to them (skip_first_layer_pe).
  project(attention.out_proj, attended_.data(), kEmbedDim, q_.data());
  if (term == PositionalTerm::kAdd) {
    nn::add(queries_.data(), q_.data(), count_ * kEmbedDim);
  } else {
    std::copy_n(q_.data(), count_ * kEmbedDim, queries_.data());
  }
  nn::layer_norm(block.norm1, queries_.data(), kEmbedDim, count_);
}

// Panels of a layer in four tasks.
void TokenStream::project(const nn::Linear& layer, const float* x, int width, float* y) {
  const int panels = layer.padded_outputs() / nn::kPanel / 4;
  pool_.run(4, [&](int i) {
    nn::linear_panels(layer, i * panels, (i + 1) * panels, x, width, count_, y,
                      layer.padded_outputs());
  });
}

const float* TokenStream::cross_queries(const AttentionWeights& attention) {
  project(attention.q_proj, with_position(), kEmbedDim, q_.data());
  return q_.data();
}

void TokenStream::finish_cross(const AttentionWeights& attention, const nn::LayerNorm& norm,
                               const float* attended) {
  project(attention.out_proj, attended, kCrossDim, positioned_.data());
  nn::add(queries_.data(), positioned_.data(), count_ * kEmbedDim);
  nn::layer_norm(norm, queries_.data(), kEmbedDim, count_);
}

void TokenStream::mlp(const TwoWayBlockWeights& block) {
  pool_.run(16, [&](int i) {
    nn::linear_panels(block.lin1, i * 16, i * 16 + 16, queries_.data(), kEmbedDim, count_,
                      hidden_.data(), kMlpDim);
  });
  nn::relu(hidden_.data(), count_ * kMlpDim);
  pool_.run(16, [&](int i) {
    nn::linear_panels(block.lin2, i * 2, i * 2 + 2, hidden_.data(), kMlpDim, count_,
                      positioned_.data(), kEmbedDim);
  });
  nn::add(queries_.data(), positioned_.data(), count_ * kEmbedDim);
  nn::layer_norm(block.norm3, queries_.data(), kEmbedDim, count_);
}

void TokenStream::keep_outputs(std::span<const int> masks) {
  count_ = 1;
  for (const int mask : masks) {
    for (auto* rows : {&queries_, &initial_})
      std::copy_n(rows->data() + mask_rows_[mask] * kEmbedDim, kEmbedDim,
                  rows->data() + count_ * kEmbedDim);
    mask_rows_[mask] = count_++;
  }
}

const float* TokenStream::cross_keys(const AttentionWeights& attention) {
  project(attention.k_proj, with_position(), kEmbedDim, k_.data());
  return k_.data();
}

const float* TokenStream::cross_values(const AttentionWeights& attention) {
  project(attention.v_proj, queries_.data(), kEmbedDim, v_.data());
  return v_.data();
}

void TokenStream::mlp3(const MlpWeights& mlp, const float* token, float* out) {
  float* first = hidden_.data();
  float* second = first + kEmbedDim;
  nn::linear(mlp.layers[0], token, kEmbedDim, 1, first, kEmbedDim);
  nn::relu(first, kEmbedDim);
  nn::linear(mlp.layers[1], first, kEmbedDim, 1, second, kEmbedDim);
  nn::relu(second, kEmbedDim);
  nn::linear(mlp.layers[2], second, kEmbedDim, 1, out, mlp.layers[2].padded_outputs());
}

std::array<float, kMaskCount> TokenStream::predict_iou(const MlpWeights& head) {
  float scores[nn::kPanel];
  mlp3(head, queries_.data(), scores);
  return {scores[0], scores[1], scores[2], scores[3]};
}

void TokenStream::hypernetwork(const MaskDecoderWeights& weights, int mask, float* out) {
  mlp3(weights.output_hypernetworks_mlps[mask], queries_.data() + mask_rows_[mask] * kEmbedDim,
       out);
}

}  // namespace maskpoint::sam
