#include "sam/prompt_encoder.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "nn/rowwise.h"

namespace maskpoint::sam {

namespace {

void encode_point(const PromptEncoderWeights& w, const geom::ModelTransform& transform,
                  geom::PixelPoint at, int label, float* token) {
  encode_position(w, transform.to_model(at), token);
  nn::add(token, w.point_embeddings[label].data(), kEmbedDim);
}

// One row of the 64×64 grid: 4 rows of logits.
void encode_mask_row(const PromptEncoderWeights& w, const float* logits, float* features) {
  constexpr int kSide = geom::kLogitSide;
  constexpr int kCells = 64;
  // (64 cells · 4 patches, 4): each 2×2 patch, ordered so that a cell's patches are adjacent.
  alignas(64) float patches[kCells * 4][4];
  for (int cell = 0; cell < kCells; ++cell) {
    for (int p = 0; p < 4; ++p) {
      const float* corner = logits + (p / 2 * 2) * kSide + cell * 4 + p % 2 * 2;
      const float values[4] = {corner[0], corner[1], corner[kSide], corner[kSide + 1]};
      for (int i = 0; i < 4; ++i)
        patches[cell * 4 + p][i] = std::isfinite(values[i]) ? values[i] : 0.0f;
    }
  }
  // mask_downscaling 0–2: Conv2d(1, 4), LayerNorm2d, GELU.
  alignas(64) float hidden[kCells * 4][8];
  nn::linear(w.mask_conv1, patches[0], 4, kCells * 4, hidden[0], 8);
  nn::layer_norm(w.mask_norm1, hidden[0], 8, kCells * 4);
  alignas(64) float gathered[kCells][16];
  for (int i = 0; i < kCells * 4; ++i)
    std::copy_n(hidden[i], 4, &gathered[i / 4][i % 4 * 4]);
  nn::gelu(gathered[0], kCells * 16);
  // mask_downscaling 3–5: Conv2d(4, 16), LayerNorm2d, GELU.
  nn::linear(w.mask_conv2, gathered[0], 16, kCells, features, kMaskFeatures);
  nn::layer_norm(w.mask_norm2, features, kMaskFeatures, kCells);
  nn::gelu(features, kCells * kMaskFeatures);
}

}  // namespace

void encode_tokens(const Weights& weights, const geom::ModelTransform& transform,
                   const Prompt& prompt, float* tokens) {
  const PromptEncoderWeights& w = weights.prompt_encoder;
  const base::AlignedBuffer<float>& output_tokens = weights.mask_decoder.output_tokens;
  float* at = std::copy_n(output_tokens.data(), output_tokens.size(), tokens);
  for (const PromptPoint& point : prompt.points) {
    encode_point(w, transform, point.at, int(point.label), at);
    at += kEmbedDim;
  }
  if (prompt.box) {
    encode_point(w, transform, {prompt.box->x0, prompt.box->y0}, 2, at);
    encode_point(w, transform, {prompt.box->x1, prompt.box->y1}, 3, at + kEmbedDim);
  } else {
    // The padding point: its label −1 means no positional term.
    std::copy_n(w.not_a_point_embed.data(), kEmbedDim, at);
  }
}

void encode_mask(const PromptEncoderWeights& weights, std::span<const float> logits,
                 nn::ThreadPool& pool, float* features) {
  assert(logits.size() == std::size_t(kLogitCount));
  pool.run(64, [&](int row) {
    encode_mask_row(weights, logits.data() + std::size_t(row) * 4 * geom::kLogitSide,
                    features + std::size_t(row) * 64 * kMaskFeatures);
  });
}

}  // namespace maskpoint::sam
