// Tokens attending to the image, by groups of blocks: an online softmax over the pixels that never
// forms keys or values of the changed image.
//
// A stage's key of pixel p is d·cache + position + Xᵀ·table and its value d·cache + Xᵀ·table (see
// prompt_matrices.h for X), so with q·(X·M)ᵀ = (q·Mᵀ)·Xᵀ the scores and the weighted sums need only
// products with X. Scores carry the factor log₂e, so that their exponentials are powers of two.
// Each group of two blocks sums by itself and the groups are merged in order: the result does not
// depend on who computed which group.
#pragma once

#include "base/aligned_buffer.h"
#include "nn/thread_pool.h"

namespace maskpoint::sam {

inline constexpr int kBlockPixels = 64;  // one row of the 64×64 grid
inline constexpr int kBlockCount = 64;
inline constexpr int kGroups = 32;
inline constexpr float kScoreScale = 0.25f * 1.44269504088896341f;  // log₂e/√16
inline constexpr int kBlocksPerGroup = kBlockCount / kGroups;

// q·(…) of 8 heads against one block: scores (8N, 64), rows (head, token).
struct ScoreOperands {
  const float* queries;  // (128, N): transposed and times kScoreScale
  const float* table;    // (x, table_stride): for each row of X and each (head, token)
  int table_stride;
  int tokens;             // N
  const float* key;       // (128, 64): the block's cache
  const float* position;  // (128, 64) or null: already in the cache
  const float* scale;     // (64): d, or null for 1
  const float* x;         // (x_rows, 64)
  int x_rows;             // 0: no table
};
void block_scores(const ScoreOperands& operands, float* scores);

// Running sums of one group.
struct AttentionSums {
  AttentionSums() = default;
  AttentionSums(int max_rows, int max_x);
  base::AlignedBuffer<float> largest;  // (8N)
  base::AlignedBuffer<float> by_row;   // (x, 8N): Σ p·X
  base::AlignedBuffer<float> values;   // (8N, 16): Σ p·d·cached value
  bool empty = true;
};

struct ValueOperands {
  int tokens;
  const float* value;  // (8, 64, 16): the block's cache
  const float* scale;  // (64) or null
  const float* x;      // (x_rows, 64), the last row all ones
  int x_rows;
};
// Adds a block; `scores` is used up, `scratch` holds (64, 8N).
void add_block(const ValueOperands& operands, float* scores, float* scratch, AttentionSums& sums);

// attended (N, 128) from all groups; `table` is (x_rows, 128), the values' part through X.
// Uses up the sums.
void merge_groups(nn::ThreadPool& pool, AttentionSums* sums, int groups, int tokens, int x_rows,
                  const float* table, float* attended);

}  // namespace maskpoint::sam
