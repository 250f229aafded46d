#include "sam/decoder.h"

#include <cassert>

#include "sam/plain_decoder.h"
#include "sam/prompt_encoder.h"
#include "sam/token_stream.h"

namespace maskpoint::sam {

struct Decoder::Impl {
  std::shared_ptr<const Weights> weights;
  nn::ThreadPool& pool;
  TokenStream tokens;
  PlainDecoder plain;
  base::AlignedBuffer<float> mask_features;  // (4096, 16)
  base::AlignedBuffer<float> hypernetworks;  // (4, 32)

  Impl(std::shared_ptr<const Weights> w, nn::ThreadPool& p)
      : weights(std::move(w)),
        pool(p),
        tokens(p),
        plain(*weights, p),
        mask_features(std::size_t(kGridTokens) * kMaskFeatures),
        hypernetworks(std::size_t(kMaskTokens) * kUpscaled2) {
    tokens.resize(kOutputTokens + 2);
  }
};

namespace {

// Fills out.index and out.count (utils/onnx.py select_masks).
void select_masks(MaskSet wanted, int sparse_count, DecodeOutput& out) {
  switch (wanted) {
    case MaskSet::kSingleMaskRule:
      out.count = 1;
      out.index[0] = single_mask_index(sparse_count, out.scores);
      return;
    case MaskSet::kMultimask:
      out.count = 3;
      for (int i = 0; i < 3; ++i)
        out.index[i] = i + 1;
      return;
    case MaskSet::kAll:
      out.count = kMaskCount;
      for (int i = 0; i < kMaskCount; ++i)
        out.index[i] = i;
      return;
  }
}

}  // namespace

Decoder::Decoder(std::shared_ptr<const Weights> weights, nn::ThreadPool& pool)
    : impl_(std::make_unique<Impl>(std::move(weights), pool)) {
}
Decoder::~Decoder() = default;

DecodeStatus Decoder::decode(const ImageState& image, const Prompt& prompt, MaskSet wanted,
                             const base::CancelToken& cancel, DecodeOutput& out) {
  assert(!prompt.prior || prompt.prior->size() == std::size_t(kLogitCount));
  Impl& d = *impl_;
  const MaskDecoderWeights& decoder = d.weights->mask_decoder;
  // Prompt encoder
  d.tokens.resize(token_count(prompt));
  encode_tokens(*d.weights, image.transform, prompt, d.tokens.initial());
  if (prompt.prior)
    encode_mask(d.weights->prompt_encoder, *prompt.prior, d.pool, d.mask_features.data());
  // Run the transformer
  d.tokens.start();
  d.plain.start(image, prompt.prior ? d.mask_features.data() : nullptr);
  for (int layer = 0; layer < 2; ++layer) {
    if (cancel.cancelled()) return DecodeStatus::kCancelled;
    d.plain.block(layer, d.tokens);
  }
  if (cancel.cancelled()) return DecodeStatus::kCancelled;
  d.plain.final_attention(d.tokens);
  // Generate mask quality predictions, and with them which masks to compute
  out.scores = d.tokens.predict_iou(decoder.iou_prediction_head);
  select_masks(wanted, sparse_prompt_count(prompt), out);
  // Upscale mask embeddings and predict masks using the mask tokens
  const float* hypernetworks[kMaskCount];
  float* logits[kMaskCount];
  for (int i = 0; i < out.count; ++i) {
    float* row = d.hypernetworks.data() + i * kUpscaled2;
    d.tokens.hypernetwork(decoder, out.index[i], row);
    hypernetworks[i] = row;
    logits[i] = out.logits[i].data();
  }
  if (cancel.cancelled()) return DecodeStatus::kCancelled;
  d.plain.upscale(hypernetworks, out.count, logits);
  return DecodeStatus::kDone;
}

}  // namespace maskpoint::sam
