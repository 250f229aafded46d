#include "sam/plain_decoder.h"

#include <algorithm>
#include <cmath>

#include "geom/model_transform.h"
#include "nn/f32x4.h"
#include "nn/gemm.h"

namespace maskpoint::sam {

namespace {

constexpr int kBlock = 64;  // pixels handled together: one row of the grid
constexpr int kBlocks = kGridTokens / kBlock;
constexpr int kHeadDim = kCrossDim / kHeads;
constexpr float kScale = 0.25f;  // 1/√16

// A worker's scratch: three (64, 256) areas; the third also holds a row of 4096 scores.
constexpr int kArea = kBlock * kEmbedDim;

// out = Σ_n weights[n]·values[n], 16 wide.
void weighted_sum(const float* weights, int count, const float* values, int stride, float* out) {
  nn::F32x4 total[4] = {nn::F32x4::zero(), nn::F32x4::zero(), nn::F32x4::zero(), nn::F32x4::zero()};
  for (int n = 0; n < count; ++n) {
    const nn::F32x4 w = nn::F32x4::splat(weights[n]);
    for (int c = 0; c < 4; ++c)
      total[c] = madd(w, nn::F32x4::load(values + std::size_t(n) * stride + c * 4), total[c]);
  }
  for (int c = 0; c < 4; ++c)
    total[c].store(out + c * 4);
}

}  // namespace

PlainDecoder::PlainDecoder(const Weights& weights, nn::ThreadPool& pool)
    : weights_(weights),
      pool_(pool),
      keys_(std::size_t(kGridTokens) * kEmbedDim),
      projected_k_(std::size_t(kGridTokens) * kCrossDim),
      projected_v_(std::size_t(kGridTokens) * kCrossDim) {
  for (int i = 0; i < pool.threads(); ++i)
    scratch_.emplace_back(3 * kArea);
}

void PlainDecoder::start(const ImageState& image, const float* mask_features) {
  const PromptEncoderWeights& encoder = weights_.prompt_encoder;
  pool_.run(kBlocks, [&](int b, int worker) {
    const std::size_t first = std::size_t(b) * kBlock;
    float* src = keys_.data() + first * kEmbedDim;
    nn::transpose(image.embedding.data() + first, kGridTokens, kEmbedDim, kBlock, src, kEmbedDim);
    if (mask_features == nullptr) {
      for (int i = 0; i < kBlock; ++i)
        nn::add(src + i * kEmbedDim, encoder.no_mask_embed.data(), kEmbedDim);
    } else {
      float* dense = scratch_[worker].data();
      nn::linear(encoder.mask_conv3, mask_features + first * kMaskFeatures, kMaskFeatures, kBlock,
                 dense, kEmbedDim);
      nn::add(src, dense, kArea);
    }
  });
}

// K = k_proj(keys + key_pe), V = v_proj(keys) for all pixels.
void PlainDecoder::project_image(const AttentionWeights& attention) {
  pool_.run(kBlocks, [&](int b, int worker) {
    const std::size_t first = std::size_t(b) * kBlock;
    const float* src = keys_.data() + first * kEmbedDim;
    float* positioned = scratch_[worker].data();
    std::copy_n(src, kArea, positioned);
    nn::add(positioned, weights_.prompt_encoder.dense_pe.data() + first * kEmbedDim, kArea);
    nn::linear(attention.k_proj, positioned, kEmbedDim, kBlock,
               projected_k_.data() + first * kCrossDim, kCrossDim);
    nn::linear(attention.v_proj, src, kEmbedDim, kBlock, projected_v_.data() + first * kCrossDim,
               kCrossDim);
  });
}

// attended (N, 128) = softmax(q·Kᵀ/4)·V by heads, over all pixels.
void PlainDecoder::attend_image(const float* queries, int count, float* attended) {
  pool_.run(kHeads * count, [&](int i, int worker) {
    const int column = i % kHeads * kHeadDim;
    const int token = i / kHeads;
    float* scores = scratch_[worker].data();
    const float* q = queries + token * kCrossDim + column;
    for (int p = 0; p < kGridTokens; ++p)
      scores[p] =
          nn::dot(q, projected_k_.data() + std::size_t(p) * kCrossDim + column, kHeadDim) * kScale;
    nn::softmax(scores, kGridTokens);
    weighted_sum(scores, kGridTokens, projected_v_.data() + column, kCrossDim,
                 attended + token * kCrossDim + column);
  });
}

// (4) of the block: keys = norm4(keys + attention(q = keys + key_pe, k and v = tokens)).
void PlainDecoder::image_to_tokens(const TwoWayBlockWeights& block, TokenStream& tokens) {
  const AttentionWeights& attention = block.cross_attn_image_to_token;
  const float* token_keys = tokens.cross_keys(attention);
  const float* token_values = tokens.cross_values(attention);
  const int count = tokens.count();
  pool_.run(kBlocks, [&](int b, int worker) {
    const std::size_t first = std::size_t(b) * kBlock;
    float* src = keys_.data() + first * kEmbedDim;
    float* positioned = scratch_[worker].data();
    float* q = positioned + kArea;
    float* attended = q + kBlock * kCrossDim;
    float* scores = positioned + 2 * kArea;
    std::copy_n(src, kArea, positioned);
    nn::add(positioned, weights_.prompt_encoder.dense_pe.data() + first * kEmbedDim, kArea);
    nn::linear(attention.q_proj, positioned, kEmbedDim, kBlock, q, kCrossDim);
    for (int i = 0; i < kBlock; ++i) {
      for (int column = 0; column < kCrossDim; column += kHeadDim) {
        for (int n = 0; n < count; ++n)
          scores[n] =
              nn::dot(q + i * kCrossDim + column, token_keys + n * kCrossDim + column, kHeadDim) *
              kScale;
        nn::softmax(scores, count);
        weighted_sum(scores, count, token_values + column, kCrossDim,
                     attended + i * kCrossDim + column);
      }
    }
    nn::linear(attention.out_proj, attended, kCrossDim, kBlock, positioned, kEmbedDim);
    nn::add(src, positioned, kArea);
    nn::layer_norm(block.norm4, src, kEmbedDim, kBlock);
  });
}

void PlainDecoder::block(int layer, TokenStream& tokens) {
  const TwoWayBlockWeights& block = weights_.mask_decoder.layers[layer];
  if (attended_.size() < std::size_t(tokens.count()) * kCrossDim)
    attended_ = base::AlignedBuffer<float>(std::size_t(std::max(tokens.count(), 32)) * kCrossDim);
  // Self attention block
  tokens.self_attention(block, layer == 0 ? PositionalTerm::kSkip : PositionalTerm::kAdd);
  // Cross attention block, tokens attending to image embedding
  project_image(block.cross_attn_token_to_image);
  attend_image(tokens.cross_queries(block.cross_attn_token_to_image), tokens.count(),
               attended_.data());
  tokens.finish_cross(block.cross_attn_token_to_image, block.norm2, attended_.data());
  // MLP block
  tokens.mlp(block);
  // Cross attention block, image embedding attending to tokens
  image_to_tokens(block, tokens);
}

void PlainDecoder::final_attention(TokenStream& tokens) {
  const MaskDecoderWeights& decoder = weights_.mask_decoder;
  project_image(decoder.final_attn_token_to_image);
  attend_image(tokens.cross_queries(decoder.final_attn_token_to_image), tokens.count(),
               attended_.data());
  tokens.finish_cross(decoder.final_attn_token_to_image, decoder.norm_final_attn, attended_.data());
}

bool PlainDecoder::transform(const ImageState& image, const float* mask_features,
                             TokenStream& tokens, const base::CancelToken& cancel) {
  start(image, mask_features);
  for (int layer = 0; layer < 2; ++layer) {
    if (cancel.cancelled()) return false;
    block(layer, tokens);
  }
  if (cancel.cancelled()) return false;
  final_attention(tokens);
  return !cancel.cancelled();
}

// output_upscaling, then each mask's dot product with its hypernetwork row. A 2×2 stride-2
// transposed convolution never overlaps, so each pixel's 4×4 logits depend on that pixel alone.
void PlainDecoder::upscale(const float* const* hypernetworks, int count, float* const* logits) {
  const MaskDecoderWeights& decoder = weights_.mask_decoder;
  pool_.run(kBlocks, [&](int row, int worker) {
    float* first = scratch_[worker].data();  // (64, 4 sub-pixels · 64)
    float* second = first + kArea;           // (64, 4 sub-pixels · 32)
    nn::linear(decoder.upscale1, keys_.data() + std::size_t(row) * kArea, kEmbedDim, kBlock, first,
               kEmbedDim);
    nn::layer_norm(decoder.upscale_norm, first, kUpscaled1, kBlock * 4);
    nn::gelu(first, kArea);
    for (int ab = 0; ab < 4; ++ab) {
      constexpr int kWidth = 4 * kUpscaled2;
      nn::linear(decoder.upscale2, first + ab * kUpscaled1, kEmbedDim, kBlock, second, kWidth);
      nn::gelu(second, kBlock * kWidth);
      for (int mask = 0; mask < count; ++mask) {
        for (int i = 0; i < kBlock * 4; ++i) {
          const int y = row * 4 + ab / 2 * 2 + i % 4 / 2;
          const int x = i / 4 * 4 + ab % 2 * 2 + i % 2;
          logits[mask][y * geom::kLogitSide + x] =
              nn::dot(second + i * kUpscaled2, hypernetworks[mask], kUpscaled2);
        }
      }
    }
  });
}

}  // namespace maskpoint::sam
