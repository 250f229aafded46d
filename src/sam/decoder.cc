#include "sam/decoder.h"

#include <cassert>
#include <limits>

#include "nn/wide_gemm.h"
#include "sam/low_rank_decoder.h"
#include "sam/plain_decoder.h"
#include "sam/prompt_encoder.h"
#include "sam/token_stream.h"

namespace maskpoint::sam {

namespace {

// Eight float lanes with fused multiply-adds beat four lanes of pairs.
UpscaleProducts products_of(DecoderPath path) {
  return path == DecoderPath::kAutomatic && nn::wide_gemm() == nullptr ? UpscaleProducts::kInt16
                                                                       : UpscaleProducts::kFloat32;
}

}  // namespace

struct Decoder::Impl {
  std::shared_ptr<const Weights> weights;
  nn::ThreadPool& pool;
  DecoderPath path;
  TokenStream tokens;
  LowRankDecoder low_rank;
  PlainDecoder plain;
  base::AlignedBuffer<float> mask_features;  // (4096, 16)
  base::AlignedBuffer<float> hypernetworks;  // (4, 32)
  bool previewed = false;                    // refine() has something to go on

  Impl(std::shared_ptr<const Weights> w, nn::ThreadPool& p, DecoderPath wanted_path)
      : weights(std::move(w)),
        pool(p),
        path(wanted_path),
        tokens(p),
        low_rank(*weights, p, products_of(wanted_path)),
        plain(*weights, p),
        mask_features(std::size_t(kGridTokens) * kMaskFeatures),
        hypernetworks(std::size_t(kMaskTokens) * kUpscaled2) {
    tokens.resize(kOutputTokens + 2);
  }

  void upscale(bool low_rank_path, int side, DecodeOutput& out) {
    const float* rows[kMaskCount];
    float* logits[kMaskCount];
    for (int i = 0; i < out.count; ++i) {
      rows[i] = hypernetworks.data() + i * kUpscaled2;
      logits[i] = out.logits[i].data();
    }
    out.side = low_rank_path ? side : geom::kLogitSide;
    if (out.count == 0) return;
    if (low_rank_path) {
      low_rank.upscale(rows, out.count, side, logits);
    } else {
      plain.upscale(rows, out.count, logits);
    }
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

int side_of(Detail detail) {
  switch (detail) {
    case Detail::kPreview64:
      return 64;
    case Detail::kPreview128:
      return 128;
    case Detail::kFull:
      break;
  }
  return geom::kLogitSide;
}

void drop_below(float floor, DecodeOutput& out) {
  int kept = 0;
  for (int i = 0; i < out.count; ++i)
    if (!(out.scores[out.index[i]] < floor)) out.index[kept++] = out.index[i];
  out.count = kept;
}

}  // namespace

Decoder::Decoder(std::shared_ptr<const Weights> weights, nn::ThreadPool& pool, DecoderPath path)
    : impl_(std::make_unique<Impl>(std::move(weights), pool, path)) {
}
Decoder::~Decoder() = default;

DecodeStatus Decoder::decode(const ImageState& image, const Prompt& prompt, MaskSet wanted,
                             const base::CancelToken& cancel, DecodeOutput& out, Detail detail) {
  return decode_above(-std::numeric_limits<float>::infinity(), image, prompt, wanted, cancel, out,
                      detail);
}

DecodeStatus Decoder::decode_above(float floor, const ImageState& image, const Prompt& prompt,
                                   MaskSet wanted, const base::CancelToken& cancel,
                                   DecodeOutput& out, Detail detail) {
  assert(!prompt.prior || prompt.prior->size() == std::size_t(kLogitCount));
  Impl& d = *impl_;
  const MaskDecoderWeights& decoder = d.weights->mask_decoder;
  d.previewed = false;
  // Prompt encoder
  d.tokens.resize(token_count(prompt));
  encode_tokens(*d.weights, image.transform, prompt, d.tokens.initial());
  if (prompt.prior)
    encode_mask(d.weights->prompt_encoder, *prompt.prior, d.pool, d.mask_features.data());
  // Run the transformer
  const float* mask_features = prompt.prior ? d.mask_features.data() : nullptr;
  const bool low_rank =
      d.path != DecoderPath::kPlain && d.tokens.count() <= LowRankDecoder::kMaxTokens;
  d.tokens.start();
  const bool finished = low_rank ? d.low_rank.transform(image, mask_features, d.tokens, cancel)
                                 : d.plain.transform(image, mask_features, d.tokens, cancel);
  if (!finished) return DecodeStatus::kCancelled;
  // Generate mask quality predictions, and with them which masks to compute
  out.scores = d.tokens.predict_iou(decoder.iou_prediction_head);
  select_masks(wanted, sparse_prompt_count(prompt), out);
  drop_below(floor, out);
  // Upscale mask embeddings and predict masks using the mask tokens
  for (int i = 0; i < out.count; ++i)
    d.tokens.hypernetwork(decoder, out.index[i], d.hypernetworks.data() + i * kUpscaled2);
  d.upscale(low_rank, side_of(detail), out);
  d.previewed = out.side < geom::kLogitSide;
  return DecodeStatus::kDone;
}

void Decoder::refine(DecodeOutput& out) {
  if (!impl_->previewed) return;
  impl_->previewed = false;
  impl_->upscale(true, geom::kLogitSide, out);
}

}  // namespace maskpoint::sam
