#include "sam/image_attention.h"

#include <algorithm>

#include "nn/elementary.h"
#include "nn/f32x4.h"
#include "nn/gemm.h"

namespace maskpoint::sam {

namespace {

using nn::F32x4;
constexpr int kHeadCount = 8;
constexpr int kHeadDim = 16;
constexpr int kPixels = kBlockPixels;

// A running maximum is raised only when a block exceeds it by this much: weights stay below 2^12.
constexpr float kSlack = 12.0f;

float largest_of(const float* x) {
  F32x4 largest = F32x4::load(x);
  for (int i = 4; i < kPixels; i += 4)
    largest = max(F32x4::load(x + i), largest);
  return nn::max_lane(largest);
}

float power_of_two(float x) {
  return exp2(F32x4::splat(x)).lane<0>();
}

void rescale(AttentionSums& sums, int row, int rows, int x_rows, float factor) {
  for (int j = 0; j < x_rows; ++j)
    sums.by_row[std::size_t(j) * rows + row] *= factor;
  for (int c = 0; c < kHeadDim; ++c)
    sums.values[std::size_t(row) * kHeadDim + c] *= factor;
}

}  // namespace

AttentionSums::AttentionSums(int max_rows, int max_x)
    : largest(max_rows),
      by_row(std::size_t(max_rows) * max_x),
      values(std::size_t(max_rows) * kHeadDim) {
}

void block_scores(const ScoreOperands& o, float* scores) {
  alignas(64) float keys[kHeadDim * kPixels];
  for (int h = 0; h < kHeadCount; ++h) {
    const float* key = o.key + h * kHeadDim * kPixels;
    if (o.scale != nullptr) {
      const float* position = o.position + h * kHeadDim * kPixels;
      for (int i = 0; i < kHeadDim * kPixels; i += 4)
        madd(F32x4::load(o.scale + i % kPixels), F32x4::load(key + i), F32x4::load(position + i))
            .store(keys + i);
      key = keys;
    }
    nn::gemm({o.tokens, kPixels, kHeadDim}, {o.queries + h * kHeadDim * o.tokens, o.tokens},
             {key, kPixels}, {scores + h * o.tokens * kPixels, kPixels});
  }
  if (o.x_rows > 0)
    nn::gemm_add({kHeadCount * o.tokens, kPixels, o.x_rows}, {o.table, o.table_stride},
                 {o.x, kPixels}, {scores, kPixels});
}

void add_block(const ValueOperands& o, float* scores, float* scratch, AttentionSums& sums) {
  const int rows = kHeadCount * o.tokens;
  for (int r = 0; r < rows; ++r) {
    float* row = scores + r * kPixels;
    const float largest = largest_of(row);
    if (sums.empty) {
      sums.largest[r] = largest;
    } else if (largest > sums.largest[r] + kSlack) {
      rescale(sums, r, rows, o.x_rows, power_of_two(sums.largest[r] - largest));
      sums.largest[r] = largest;
    }
    const F32x4 shift = F32x4::splat(sums.largest[r]);
    for (int i = 0; i < kPixels; i += 4)
      exp2(F32x4::load(row + i) - shift).store(row + i);
  }
  if (sums.empty) {
    std::fill_n(sums.by_row.data(), o.x_rows * rows, 0.0f);
    std::fill_n(sums.values.data(), rows * kHeadDim, 0.0f);
    sums.empty = false;
  }
  // Σ p·X, with X as the left operand: 8N columns need no padding.
  nn::transpose(scores, kPixels, rows, kPixels, scratch, rows);
  nn::gemm_add({o.x_rows, rows, kPixels}, {o.x, kPixels, nn::Order::kRowMajor}, {scratch, rows},
               {sums.by_row.data(), rows});
  if (o.scale != nullptr)
    for (int r = 0; r < rows; ++r)
      for (int i = 0; i < kPixels; i += 4) {
        float* at = scores + r * kPixels + i;
        (F32x4::load(at) * F32x4::load(o.scale + i)).store(at);
      }
  for (int h = 0; h < kHeadCount; ++h)
    nn::gemm_add({o.tokens, kHeadDim, kPixels},
                 {scores + h * o.tokens * kPixels, kPixels, nn::Order::kRowMajor},
                 {o.value + h * kPixels * kHeadDim, kHeadDim},
                 {sums.values.data() + h * o.tokens * kHeadDim, kHeadDim});
}

namespace {

// One head's rows. The groups' factors are in their `largest`.
void merge_head(const AttentionSums* sums, int groups, int tokens, int head, int x_rows,
                const float* table, float* attended) {
  constexpr int kWidth = kHeadCount * kHeadDim, kVectors = kHeadDim / 4;
  const int rows = kHeadCount * tokens;
  for (int n = 0; n < tokens; ++n) {
    const int r = head * tokens + n;
    F32x4 values[kVectors];
    for (F32x4& value : values)
      value = F32x4::zero();
    for (int g = 0; g < groups; ++g) {
      const F32x4 factor = F32x4::splat(sums[g].largest[r]);
      for (int c = 0; c < kVectors; ++c)
        values[c] =
            madd(factor, F32x4::load(sums[g].values.data() + r * kHeadDim + c * 4), values[c]);
    }
    for (int j = 0; j < x_rows; ++j) {
      const F32x4 weight = F32x4::splat(sums[0].by_row[std::size_t(j) * rows + r]);
      for (int c = 0; c < kVectors; ++c)
        values[c] =
            madd(weight, F32x4::load(table + j * kWidth + head * kHeadDim + c * 4), values[c]);
    }
    // The last row of X is all ones: its sum is the softmax's denominator.
    const F32x4 scale = F32x4::splat(1.0f / sums[0].by_row[std::size_t(x_rows - 1) * rows + r]);
    for (int c = 0; c < kVectors; ++c)
      (values[c] * scale).store(attended + n * kWidth + head * kHeadDim + c * 4);
  }
}

}  // namespace

void merge_groups(nn::ThreadPool& pool, AttentionSums* sums, int groups, int tokens, int x_rows,
                  const float* table, float* attended) {
  const int rows = kHeadCount * tokens;
  AttentionSums& total = sums[0];
  // Every group to one common maximum, then added up in order. sums[g].largest becomes its factor.
  for (int r = 0; r < rows; r += 4) {
    F32x4 largest = F32x4::load(total.largest.data() + r);
    for (int g = 1; g < groups; ++g)
      largest = max(F32x4::load(sums[g].largest.data() + r), largest);
    for (int g = 0; g < groups; ++g) {
      float* at = sums[g].largest.data() + r;
      exp2(F32x4::load(at) - largest).store(at);
    }
  }
  constexpr int kRowsATask = 8;
  pool.run((x_rows + kRowsATask - 1) / kRowsATask, [&](int task) {
    for (int j = task * kRowsATask; j < std::min((task + 1) * kRowsATask, x_rows); ++j) {
      for (int r = 0; r < rows; r += 4) {
        F32x4 sum = F32x4::zero();
        for (int g = 0; g < groups; ++g)
          sum = madd(F32x4::load(sums[g].largest.data() + r),
                     F32x4::load(sums[g].by_row.data() + j * rows + r), sum);
        sum.store(total.by_row.data() + j * rows + r);
      }
    }
  });
  pool.run(kHeadCount,
           [&](int head) { merge_head(sums, groups, tokens, head, x_rows, table, attended); });
}

}  // namespace maskpoint::sam
