#include "sam/low_rank_decoder.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "nn/elementary.h"
#include "nn/f32x4.h"
#include "nn/gemm.h"

namespace maskpoint::sam {

namespace {

using nn::F32x4;
constexpr int kPixels = kBlockPixels;
constexpr int kKeyRows = kCrossDim * kPixels;
constexpr int kMaxRank = kHeads * (LowRankDecoder::kMaxTokens - 1);
constexpr int kMaxX = (kMaxRank + kMaskFeatures + 1) + (kMaxRank + 1) + 1;

// The Gram matrix's stride: its size in the kernels' 8 columns, kept off the powers of two.
constexpr int gram_stride(int n) {
  const int padded = (n + 7) / 8 * 8;
  return padded + (padded % 64 == 0 ? 8 : 0);
}

// Products with 8 columns at a time read and write this far past a row of queries or of a table.
constexpr int kPadding = 8;

// Of a score table: 8N, with room for the last head's columns.
constexpr int table_stride(int tokens) {
  return kHeads * tokens + kPadding + (tokens % 8 == 7 ? 4 : 0);
}

// (N, 128) → (128, N) times kScoreScale.
void scale_queries(const float* queries, int tokens, float* transposed) {
  for (int n = 0; n < tokens; ++n)
    for (int c = 0; c < kCrossDim; ++c)
      transposed[c * tokens + n] = queries[n * kCrossDim + c] * kScoreScale;
}

void fill(float* row, float value) {
  std::fill_n(row, kPixels, value);
}

// row ∘= scale
void scale_row(float* row, const float* scale) {
  for (int p = 0; p < kPixels; p += 4)
    (F32x4::load(row + p) * F32x4::load(scale + p)).store(row + p);
}

// out = 1/√(max(squares, 0)/256 + ε): cancellation may leave a tiny negative sum of squares.
void reciprocal_deviation(const float* squares, float epsilon, float* out) {
  for (int p = 0; p < kPixels; p += 4) {
    const F32x4 sum = max(F32x4::load(squares + p), F32x4::zero());
    const F32x4 variance = madd(sum, F32x4::splat(1.0f / kEmbedDim), F32x4::splat(epsilon));
    (F32x4::splat(1.0f) / sqrt(variance)).store(out + p);
  }
}

// Softmax over each head's tokens, (8N, 64) → (8(N−1), 64): the last token's weight is not stored.
void softmax_over_tokens(float* scores, int tokens, float* out) {
  for (int h = 0; h < kHeads; ++h) {
    float* rows = scores + h * tokens * kPixels;
    float* kept = out + h * (tokens - 1) * kPixels;
    for (int p = 0; p < kPixels; p += 4) {
      F32x4 largest = F32x4::load(rows + p);
      for (int n = 1; n < tokens; ++n)
        largest = max(F32x4::load(rows + n * kPixels + p), largest);
      F32x4 total = F32x4::zero();
      for (int n = 0; n < tokens; ++n) {
        const F32x4 e = exp2(F32x4::load(rows + n * kPixels + p) - largest);
        e.store(rows + n * kPixels + p);
        total += e;
      }
      const F32x4 scale = F32x4::splat(1.0f) / total;
      for (int n = 0; n + 1 < tokens; ++n)
        (F32x4::load(rows + n * kPixels + p) * scale).store(kept + n * kPixels + p);
    }
  }
}

}  // namespace

LowRankDecoder::LowRankDecoder(const Weights& weights, nn::ThreadPool& pool,
                               UpscaleProducts products)
    : weights_(weights),
      pool_(pool),
      x_capacity_(kMaxX),
      prompt_(kMaxTokens),
      x_(std::size_t(kBlockCount) * kMaxX * kPixels),
      token_queries_(kCrossDim * kMaxTokens + kPadding),
      image_keys_(token_queries_.size()),
      token_table_(std::size_t(kMaxX + 1) * table_stride(kMaxTokens)),
      image_table_(token_table_.size()),
      key_rows_(std::size_t(kMaxX) * kCrossDim),
      query_rows_(key_rows_.size()),
      value_rows_(key_rows_.size()),
      gram_(std::size_t(kMaxX) * gram_stride(kMaxX)),
      upscale_rows_(std::size_t(kMaxX) * kUpscaleStride),
      attended_(kMaxTokens * kCrossDim) {
  for (int g = 0; g < kGroups; ++g)
    groups_.emplace_back(kHeads * kMaxTokens, kMaxX);
  for (int i = 0; i < pool.threads(); ++i) {
    Scratch scratch;
    scratch.scores = base::AlignedBuffer<float>(kHeads * kMaxTokens * kPixels);
    scratch.transposed = base::AlignedBuffer<float>(kHeads * kMaxTokens * kPixels);
    scratch.upscaled1 = base::AlignedBuffer<float>(kUpscaled1 * kPixels);
    scratch.upscaled2 = base::AlignedBuffer<float>(kUpscaled2 * kPixels);
    scratch.gram =
        base::AlignedBuffer<float>(std::size_t(2 * basis::kStride2) * gram_stride(kMaxX));
    if (products == UpscaleProducts::kInt16)
      scratch.int16 = std::make_unique<Int16Upscale::Block>(kMaxRank);
    scratch_.push_back(std::move(scratch));
  }
  if (products == UpscaleProducts::kInt16)
    int16_ = std::make_unique<Int16Upscale>(weights.mask_decoder, weights.folded->int16_second,
                                            kMaxRank);
}

// X of stage 0 is [F, 1], written where w1 wants it: after the R rows of A1.
void LowRankDecoder::place_mask_features(int block, const float* mask_features) {
  float* row = x_rows(block) + prompt_.counts().rank * kPixels;
  if (mask_features != nullptr) {
    nn::transpose(mask_features + std::size_t(block) * kPixels * kMaskFeatures, kMaskFeatures,
                  kPixels, kMaskFeatures, row, kPixels);
    row += kMaskFeatures * kPixels;
  }
  fill(row, 1.0f);
}

// q[n, h]·table[j, h] for `rows` rows j of X, to out[j][(h, n)]; the queries as scale_queries left
// them.
void score_table(const float* queries, int tokens, const float* table, int rows, float* out) {
  // Eight columns at a time write over the next head's, whose turn comes after.
  const int columns = (tokens + 7) / 8 * 8;
  for (int h = 0; h < kHeads; ++h)
    nn::gemm({rows, columns, 16}, {table + h * 16, kCrossDim, nn::Order::kRowMajor},
             {queries + h * 16 * tokens, tokens}, {out + h * tokens, table_stride(tokens)});
}

// The small matrices of stage 1 or 2. `token_queries` attend to the stage's image; `image_keys` are
// what the image of stage 1 will attend to, known only later: its table is made then.
void LowRankDecoder::prepare_layer(int stage, const float* token_queries) {
  const FoldedWeights& folded = *weights_.folded;
  const RowCounts& counts = prompt_.counts();
  const int n = stage == 1 ? counts.n1() : counts.n2();
  const auto expand = [&](const FoldedProjection& projection, int stride, float* out) {
    prompt_.expand(stage, projection.from_basis.data(), stride, projection.width, out);
    std::copy_n(projection.constant.data(), projection.width, out + std::size_t(n) * stride);
  };
  scale_queries(token_queries, attending_, token_queries_.data());
  pool_.run(4, [&](int task, int worker) {
    // The dearest first.
    switch (task) {
      case 0:
        prompt_.gram(stage, folded, scratch_[worker].gram.data(), gram_.data(), gram_stride(n));
        break;
      case 1:
        if (stage == 1) {
          expand(folded.query[1], kCrossDim, query_rows_.data());
        } else {
          expand(folded.upscale, kUpscaleStride, upscale_rows_.data());
          if (int16_ != nullptr) int16_->start(counts, upscale_rows_.data());
        }
        break;
      case 2:
        expand(folded.key[stage], kCrossDim, key_rows_.data());
        score_table(token_queries_.data(), attending_, key_rows_.data(), n + 1,
                    token_table_.data());
        break;
      default:
        expand(folded.value[stage], kCrossDim, value_rows_.data());
        break;
    }
  });
}

// A of the image→token attention of layer `stage`: scores against the tokens' keys, softmax.
void LowRankDecoder::image_softmax(int block, int stage, Scratch& scratch, float* out) {
  const RowCounts& counts = prompt_.counts();
  const std::size_t at = std::size_t(block) * kKeyRows;
  const float* x = x_rows(block);
  ScoreOperands operands{image_keys_.data(),
                         image_table_.data(),
                         table_stride(counts.tokens),
                         counts.tokens,
                         image_->caches.query[stage].data() + at,
                         nullptr,
                         nullptr,
                         nullptr,
                         0};
  if (stage == 1) {
    operands.position = weights_.folded->query_position[1].data() + at;
    operands.scale = x + (counts.n1() - 1) * kPixels;
    operands.x = x;
    operands.x_rows = counts.n1() + 1;
  } else if (counts.mask_features > 0) {
    operands.x = x + counts.rank * kPixels;
    operands.x_rows = kMaskFeatures + 1;
  }
  block_scores(operands, scratch.scores.data());
  softmax_over_tokens(scratch.scores.data(), counts.tokens, out);
}

// w1 → X1 = [d1∘w1, 1], with
// |x1·C|² = |B|² + 2·Σ (B·Y1ᵀ·c1ᵀ)∘w1 + Σ (w1·c1·Y1·Y1ᵀ·c1ᵀ)∘w1.
void LowRankDecoder::normalise1(int block) {
  const RowCounts& counts = prompt_.counts();
  const int tokens = counts.tokens - 1;
  float* w = x_rows(block);
  const float* cross = image_->caches.cross1.data() + std::size_t(block) * basis::kSize1 * kPixels;
  alignas(64) float squares[kPixels];
  std::copy_n(image_->caches.norm1.data() + block * kPixels, kPixels, squares);
  for (int h = 0; h < kHeads; ++h)
    nn::gemm_weighted({tokens, kPixels, 16},
                      {prompt_.doubled_differences(0) + h * 16, kCrossDim, nn::Order::kRowMajor},
                      {cross + h * 16 * kPixels, kPixels}, {w + h * tokens * kPixels, kPixels},
                      squares);
  const float* ones = w + (counts.n1() - 1) * kPixels;
  nn::gemm_weighted({1, kPixels, kCrossDim},
                    {prompt_.doubled_last(0), kCrossDim, nn::Order::kRowMajor}, {cross, kPixels},
                    {ones, kPixels}, squares);
  if (counts.mask_features > 0) {
    // The mask prompt's rows have coefficient 1 on their own basis row.
    for (int f = 0; f <= kMaskFeatures; ++f)
      for (int p = 0; p < kPixels; p += 4) {
        const F32x4 twice = F32x4::splat(2.0f) * F32x4::load(w + (counts.rank + f) * kPixels + p);
        madd(twice, F32x4::load(cross + (basis::kMask1 + f) * kPixels + p),
             F32x4::load(squares + p))
            .store(squares + p);
      }
  }
  nn::quadratic_form(counts.n1(), kPixels, gram_.data(), gram_stride(counts.n1()), {w, kPixels},
                     squares);
  alignas(64) float d[kPixels];
  reciprocal_deviation(squares, weights_.mask_decoder.layers[0].norm4.epsilon, d);
  for (int j = 0; j < counts.n1(); ++j)
    scale_row(w + j * kPixels, d);
  fill(w + counts.n1() * kPixels, 1.0f);
}

// w2 → X2 = [d2∘w2, 1], with
// |x2·C|² = d1²·|B·γ1·C|² + 2·d1·Σ ((B·γ1·C)·Y2ᵀ·c2ᵀ)∘w2 + Σ (w2·c2·Y2·Y2ᵀ·c2ᵀ)∘w2.
void LowRankDecoder::normalise2(int block) {
  const RowCounts& counts = prompt_.counts();
  const int tokens = counts.tokens - 1;
  float* w = x_rows(block);
  const float* d1 = w + (counts.n1() - 1) * kPixels;
  const float* ones = w + (counts.n2() - 1) * kPixels;
  const float* cross = image_->caches.cross2.data() + std::size_t(block) * basis::kSize2 * kPixels;
  const float* second = cross + basis::kSecond * kPixels;
  alignas(64) float crossed[kPixels] = {};
  for (const int layer : {0, 1}) {
    const float* rows = layer == 0 ? w : w + counts.n1() * kPixels;
    const float* products = layer == 0 ? cross : second;
    for (int h = 0; h < kHeads; ++h)
      nn::gemm_weighted(
          {tokens, kPixels, 16},
          {prompt_.doubled_differences(layer) + h * 16, kCrossDim, nn::Order::kRowMajor},
          {products + h * 16 * kPixels, kPixels}, {rows + h * tokens * kPixels, kPixels}, crossed);
    nn::gemm_weighted({1, kPixels, kCrossDim},
                      {prompt_.doubled_last(layer), kCrossDim, nn::Order::kRowMajor},
                      {products, kPixels}, {layer == 0 ? d1 : ones, kPixels}, crossed);
  }
  const auto add_twice = [&](const float* row, const float* product) {
    for (int p = 0; p < kPixels; p += 4)
      madd(F32x4::splat(2.0f) * F32x4::load(row + p), F32x4::load(product + p),
           F32x4::load(crossed + p))
          .store(crossed + p);
  };
  if (counts.mask_features > 0)
    for (int f = 0; f <= kMaskFeatures; ++f)
      add_twice(w + (counts.rank + f) * kPixels, cross + (basis::kMask1 + f) * kPixels);
  add_twice(ones, cross + basis::kBias * kPixels);
  alignas(64) float squares[kPixels];
  const float* norm2 = image_->caches.norm2.data() + block * kPixels;
  for (int p = 0; p < kPixels; p += 4) {
    const F32x4 d = F32x4::load(d1 + p);
    (d * madd(d, F32x4::load(norm2 + p), F32x4::load(crossed + p))).store(squares + p);
  }
  nn::quadratic_form(counts.n2(), kPixels, gram_.data(), gram_stride(counts.n2()), {w, kPixels},
                     squares);
  alignas(64) float d2[kPixels];
  reciprocal_deviation(squares, weights_.mask_decoder.layers[1].norm4.epsilon, d2);
  for (int j = 0; j < counts.n2(); ++j)
    scale_row(w + j * kPixels, d2);
  fill(w + counts.n2() * kPixels, 1.0f);
}

// The tokens' attention over the image of `stage`, one block.
void LowRankDecoder::attend(int block, int stage, Scratch& scratch, AttentionSums& sums) {
  const RowCounts& counts = prompt_.counts();
  const std::size_t at = std::size_t(block) * kKeyRows;
  const float* x = x_rows(block);
  const float* scale = nullptr;
  const float* position = nullptr;
  int x_count;
  bool use_table = true;
  if (stage == 0) {
    x += counts.rank * kPixels;
    x_count = counts.mask_features + 1;
    use_table = counts.mask_features > 0;
  } else {
    // d1, or d1·d2: the row of w1's 1 has been scaled along with the others.
    scale = x + (counts.n1() - 1) * kPixels;
    position = weights_.folded->key_position[stage].data() + at;
    x_count = (stage == 1 ? counts.n1() : counts.n2()) + 1;
  }
  block_scores({token_queries_.data(), token_table_.data(), table_stride(attending_), attending_,
                image_->caches.key[stage].data() + at, position, scale, x, use_table ? x_count : 0},
               scratch.scores.data());
  add_block({attending_, image_->caches.value[stage].data() + at, scale, x, x_count},
            scratch.scores.data(), scratch.transposed.data(), sums);
}

bool LowRankDecoder::transform(const ImageState& image, const float* mask_features,
                               std::span<const int> masks, TokenStream& tokens,
                               const base::CancelToken& cancel) {
  assert(tokens.count() <= kMaxTokens);
  const MaskDecoderWeights& decoder = weights_.mask_decoder;
  const FoldedWeights& folded = *weights_.folded;
  const TwoWayBlockWeights& layer0 = decoder.layers[0];
  const TwoWayBlockWeights& layer1 = decoder.layers[1];
  image_ = &image;
  const int count = tokens.count();
  prompt_.start({count, kHeads * (count - 1), mask_features != nullptr ? kMaskFeatures : 0});
  const RowCounts& counts = prompt_.counts();
  attending_ = count;
  const auto for_groups = [&](const auto& body) {
    pool_.run(kGroups, [&](int group, int worker) {
      groups_[group].empty = true;
      for (int i = 0; i < kBlocksPerGroup; ++i)
        body(group * kBlocksPerGroup + i, scratch_[worker], groups_[group]);
    });
  };

  // Layer 0: self-attention, tokens attending to the image.
  tokens.self_attention(layer0, PositionalTerm::kSkip);
  const float* queries = tokens.cross_queries(layer0.cross_attn_token_to_image);
  scale_queries(queries, count, token_queries_.data());
  const int x0 = counts.mask_features + 1;
  if (mask_features != nullptr) {
    score_table(token_queries_.data(), count, folded.key[0].from_basis.data(), x0,
                token_table_.data());
    std::copy_n(folded.value[0].from_basis.data(), x0 * kCrossDim, value_rows_.data());
  } else {
    std::fill_n(value_rows_.data(), kCrossDim, 0.0f);
  }
  for_groups([&](int block, Scratch& scratch, AttentionSums& sums) {
    place_mask_features(block, mask_features);
    attend(block, 0, scratch, sums);
  });
  merge_groups(pool_, groups_.data(), kGroups, count, x0, value_rows_.data(), attended_.data());
  tokens.finish_cross(layer0.cross_attn_token_to_image, layer0.norm2, attended_.data());
  tokens.mlp(layer0);
  if (cancel.cancelled()) return false;

  // The image attending to the tokens, and layer 1's self-attention, which sees only tokens.
  const float* keys = tokens.cross_keys(layer0.cross_attn_image_to_token);
  scale_queries(keys, count, image_keys_.data());
  if (mask_features != nullptr)
    score_table(image_keys_.data(), count, folded.query[0].from_basis.data(), x0,
                image_table_.data());
  prompt_.set_values(0, tokens.cross_values(layer0.cross_attn_image_to_token));
  tokens.self_attention(layer1, PositionalTerm::kAdd);
  prepare_layer(1, tokens.cross_queries(layer1.cross_attn_token_to_image));
  for_groups([&](int block, Scratch& scratch, AttentionSums& sums) {
    image_softmax(block, 0, scratch, x_rows(block));
    normalise1(block);
    attend(block, 1, scratch, sums);
  });
  merge_groups(pool_, groups_.data(), kGroups, count, counts.n1() + 1, value_rows_.data(),
               attended_.data());
  tokens.finish_cross(layer1.cross_attn_token_to_image, layer1.norm2, attended_.data());
  tokens.mlp(layer1);
  if (cancel.cancelled()) return false;

  // Layer 1's image attending to the tokens, then the final attention.
  keys = tokens.cross_keys(layer1.cross_attn_image_to_token);
  scale_queries(keys, count, image_keys_.data());
  score_table(image_keys_.data(), count, query_rows_.data(), counts.n1() + 1, image_table_.data());
  prompt_.set_values(1, tokens.cross_values(layer1.cross_attn_image_to_token));
  tokens.keep_outputs(masks);
  attending_ = tokens.count();
  prepare_layer(2, tokens.cross_queries(decoder.final_attn_token_to_image));
  for_groups([&](int block, Scratch& scratch, AttentionSums& sums) {
    image_softmax(block, 1, scratch, x_rows(block) + counts.n1() * kPixels);
    fill(x_rows(block) + (counts.n2() - 1) * kPixels, 1.0f);
    normalise2(block);
    attend(block, 2, scratch, sums);
  });
  merge_groups(pool_, groups_.data(), kGroups, attending_, counts.n2() + 1, value_rows_.data(),
               attended_.data());
  tokens.finish_cross(decoder.final_attn_token_to_image, decoder.norm_final_attn, attended_.data());
  return !cancel.cancelled();
}

}  // namespace maskpoint::sam
