// The token side of the two-way transformer and the small networks that read its result: everything
// that works on N×256 tokens and never touches the image. Both decoder paths use it.
//
// Source: segment-anything modeling/transformer.py and mask_decoder.py; method names follow them.
#pragma once

#include <array>
#include <span>

#include "base/aligned_buffer.h"
#include "nn/thread_pool.h"
#include "sam/types.h"
#include "sam/weights.h"

namespace maskpoint::sam {

enum class PositionalTerm { kSkip, kAdd };  // skip_first_layer_pe

class TokenStream {
 public:
  explicit TokenStream(nn::ThreadPool& pool) : pool_(pool) {}

  // Makes room for `count` tokens; grows memory only past the largest count seen so far.
  void resize(int count);
  int count() const { return count_; }

  float* initial() { return initial_.data(); }              // (N, 256): the prompt tokens, query_pe
  const float* queries() const { return queries_.data(); }  // (N, 256)
  void start();                                             // queries = initial

  // Steps of a TwoWayAttentionBlock, in order.
  void self_attention(const TwoWayBlockWeights& block, PositionalTerm term);  // (1) and norm1
  // q_proj(queries + query_pe), (N, 128): before an attention over the image.
  const float* cross_queries(const AttentionWeights& attention);
  // queries = norm(queries + out_proj(attended)); `attended` is (N, 128).
  void finish_cross(const AttentionWeights& attention, const nn::LayerNorm& norm,
                    const float* attended);
  void mlp(const TwoWayBlockWeights& block);  // (3) and norm3
  // From here on there are only the IoU token and these masks', for what nobody will read need not
  // attend once more. `masks` ascend.
  void keep_outputs(std::span<const int> masks);
  // k_proj(queries + query_pe) and v_proj(queries), both (N, 128): what the image attends to.
  const float* cross_keys(const AttentionWeights& attention);
  const float* cross_values(const AttentionWeights& attention);

  // iou_prediction_head on token 0.
  std::array<float, kMaskCount> predict_iou(const MlpWeights& head);
  // output_hypernetworks_mlps[mask] on its token, 32 values; one of those kept.
  void hypernetwork(const MaskDecoderWeights& weights, int mask, float* out);

 private:
  const float* with_position();  // queries + initial
  // y (N, outputs) = layer(x), x (N, width): dealt out to the threads.
  void project(const nn::Linear& layer, const float* x, int width, float* y);
  void mlp3(const MlpWeights& mlp, const float* token, float* out);

  nn::ThreadPool& pool_;
  int count_ = 0;
  int capacity_ = 0;
  std::array<int, kMaskCount> mask_rows_{};                    // where each mask's token is
  base::AlignedBuffer<float> initial_, queries_, positioned_;  // (N, 256)
  base::AlignedBuffer<float> q_, k_, v_, attended_;            // (N, 256) or (N, 128)
  base::AlignedBuffer<float> hidden_;                          // (N, 2048)
  base::AlignedBuffer<float> scores_;                          // (N)
};

}  // namespace maskpoint::sam
