// The mask decoder written as the official Python has it: 4096 image tokens of 256 values,
// projected in full for every prompt (about 1750 million multiply-adds).
//
// The oracle the fast path is tested against, and the path for prompts with many points.
// Activations are allocated at construction. Source: segment-anything modeling/transformer.py,
// mask_decoder.py.
#pragma once

#include <vector>

#include "base/aligned_buffer.h"
#include "base/cancel_token.h"
#include "nn/thread_pool.h"
#include "sam/image_state.h"
#include "sam/token_stream.h"
#include "sam/weights.h"

namespace maskpoint::sam {

class PlainDecoder {
 public:
  PlainDecoder(const Weights& weights, nn::ThreadPool& pool);

  // The two-way transformer: tokens.queries() become the output tokens. `mask_features` is
  // encode_mask's result, (4096, 16), or null for no mask input. False if cancelled.
  bool transform(const ImageState& image, const float* mask_features, TokenStream& tokens,
                 const base::CancelToken& cancel);
  // Mask logits for `count` hypernetwork rows of 32, each to its own 256×256.
  void upscale(const float* const* hypernetworks, int count, float* const* logits);

 private:
  void start(const ImageState& image, const float* mask_features);
  void block(int layer, TokenStream& tokens);
  void final_attention(TokenStream& tokens);
  void project_image(const AttentionWeights& attention);
  void attend_image(const float* queries, int count, float* attended);
  void image_to_tokens(const TwoWayBlockWeights& block, TokenStream& tokens);

  const Weights& weights_;
  nn::ThreadPool& pool_;
  base::AlignedBuffer<float> keys_;                       // (4096, 256): the image stream, src
  base::AlignedBuffer<float> projected_k_, projected_v_;  // (4096, 128)
  base::AlignedBuffer<float> attended_;                   // (N, 128)
  std::vector<base::AlignedBuffer<float>> scratch_;       // one a worker
};

}  // namespace maskpoint::sam
