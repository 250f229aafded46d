// The fast path: the mask decoder with every effect of a prompt on the image kept as a low-rank
// update (DECODER §2). About 430 million multiply-adds for a click, against 1750 of the plain form;
// equal to it up to rounding.
//
// Activations are allocated at construction for up to kMaxTokens tokens; nothing is allocated
// later. The cost grows with the tokens: past kMaxTokens the plain path is quicker.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/cancel_token.h"
#include "nn/thread_pool.h"
#include "sam/image_attention.h"
#include "sam/image_state.h"
#include "sam/int16_upscale.h"
#include "sam/prompt_matrices.h"
#include "sam/token_stream.h"
#include "sam/weights.h"

namespace maskpoint::sam {

// What the two convolutions of the head multiply in.
enum class UpscaleProducts { kFloat32, kInt16 };

class LowRankDecoder {
 public:
  // Measured in Chromium with one thread: 16 ms at 7 tokens, 53 at 24, 81 at 32 and 95 at 36 with
  // relaxed SIMD, where the plain path takes 85 to 93; baseline SIMD 17, 58, 90, 105 and 87 to 99.
  // With two threads they cross at the same place.
  static constexpr int kMaxTokens = 32;

  LowRankDecoder(const Weights& weights, nn::ThreadPool& pool, UpscaleProducts products);

  // The two-way transformer: `tokens` become the output tokens of the IoU and of these masks; no
  // others pay for the final attention. `mask_features` is encode_mask's result, (4096, 16), or
  // null. False if cancelled.
  bool transform(const ImageState& image, const float* mask_features, std::span<const int> masks,
                 TokenStream& tokens, const base::CancelToken& cancel);

  // Mask logits for `count` hypernetwork rows of 32, each to its own side×side values, side = 256,
  // 128 or 64: every pixel, every second or every fourth of each row and column, from the first.
  void upscale(const float* const* hypernetworks, int count, int side, float* const* logits);

 private:
  struct Scratch {
    base::AlignedBuffer<float> scores;      // (8N, 64)
    base::AlignedBuffer<float> transposed;  // (64, 8N)
    base::AlignedBuffer<float> upscaled1;   // (64, 64)
    base::AlignedBuffer<float> upscaled2;   // (32, 64)
    base::AlignedBuffer<float> gram;        // PromptMatrices::gram's
    std::unique_ptr<Int16Upscale::Block> int16;
  };
  float* x_rows(int block) { return x_.data() + std::size_t(block) * x_capacity_ * kBlockPixels; }
  void place_mask_features(int block, const float* mask_features);
  void prepare_layer(int stage, const float* token_queries);
  void image_softmax(int block, int stage, Scratch& scratch, float* out);
  void normalise1(int block);
  void normalise2(int block);
  void attend(int block, int stage, Scratch& scratch, AttentionSums& sums);
  void first_convolution(int block, int ab, Scratch& scratch);
  void second_convolution(int ab, Scratch& scratch);
  void upscale_block(int block, const float* const* hypernetworks, int count, int side,
                     float* const* logits, Scratch& scratch);

  const Weights& weights_;
  nn::ThreadPool& pool_;
  const ImageState* image_ = nullptr;  // of the decode under way
  int x_capacity_;                     // rows of X a block has room for
  int attending_ = 0;                  // tokens attending to the image in the pass under way
  PromptMatrices prompt_;
  base::AlignedBuffer<float> x_;  // (64, x_capacity_, 64)
  // Of the pass under way: queries (128, N) and score table for the attention over the image
  // (tokens), and for the image's own attention (image).
  base::AlignedBuffer<float> token_queries_, image_keys_;
  base::AlignedBuffer<float> token_table_, image_table_;           // (x, 8N padded)
  base::AlignedBuffer<float> key_rows_, query_rows_, value_rows_;  // (x, 128)
  base::AlignedBuffer<float> gram_;                                // (n, n padded)
  base::AlignedBuffer<float> upscale_rows_;                        // (x, kUpscaleStride)
  base::AlignedBuffer<float> attended_;                            // (N, 128)
  std::vector<AttentionSums> groups_;
  std::vector<Scratch> scratch_;
  std::unique_ptr<Int16Upscale> int16_;  // null: float32
};

}  // namespace maskpoint::sam
