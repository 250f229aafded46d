// SAM's prompt encoder: points and boxes become tokens, a mask input becomes image features.
//
// Source: segment-anything modeling/prompt_encoder.py and utils/onnx.py (_embed_points,
// _embed_masks).
#pragma once

#include <span>

#include "geom/model_transform.h"
#include "nn/thread_pool.h"
#include "sam/types.h"
#include "sam/weights.h"

namespace maskpoint::sam {

// iou_token, 4 mask tokens, then the sparse prompts.
inline constexpr int kOutputTokens = 1 + kMaskTokens;
inline int token_count(const Prompt& prompt) {
  return kOutputTokens + sparse_prompt_count(prompt);
}

// Writes `tokens` (token_count, 256): the output tokens, the points in order, then a padding point
// without a box or the two corners with one.
void encode_tokens(const Weights& weights, const geom::ModelTransform& transform,
                   const Prompt& prompt, float* tokens);

// Writes `features` (4096, 16): what mask_downscaling gives before its last, 1×1 convolution.
// `logits` is (256, 256); values that are not finite count as 0.
void encode_mask(const PromptEncoderWeights& weights, std::span<const float> logits,
                 nn::ThreadPool& pool, float* features);

}  // namespace maskpoint::sam
