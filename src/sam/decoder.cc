#include "sam/decoder.h"

#include <algorithm>
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
  int sparse_count = 0;                      // of the prompt previewed

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

  // A row for each mask of `out`, in its order.
  void make_hypernetworks(const DecodeOutput& out) {
    for (int i = 0; i < out.count; ++i)
      tokens.hypernetwork(weights->mask_decoder, out.index[i],
                          hypernetworks.data() + i * kUpscaled2);
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

constexpr int kOutputs[kMaskCount] = {0, 1, 2, 3};

// The masks select_masks may come to choose from once the scores are known; of a preview all, which
// refine() may be asked for.
std::span<const int> eligible_masks(MaskSet wanted, int sparse_count, Detail detail) {
  const std::span<const int> all(kOutputs);
  if (detail != Detail::kFull) return all;
  switch (wanted) {
    case MaskSet::kSingleMaskRule:
      return sparse_count >= kSparseForSingleMask ? all.first(1) : all.subspan(1);
    case MaskSet::kMultimask:
      return all.subspan(1);
    case MaskSet::kAll:
      return all;
    default:
      return all.subspan(std::size_t(wanted) - std::size_t(MaskSet::kMask0), 1);
  }
}

// Fills out.index and out.count (utils/onnx.py select_masks).
void select_masks(MaskSet wanted, int sparse_count, DecodeOutput& out) {
  std::span<const int> masks = eligible_masks(wanted, sparse_count, Detail::kFull);
  const int single = single_mask_index(sparse_count, out.scores);
  if (wanted == MaskSet::kSingleMaskRule)
    masks = std::span(kOutputs).subspan(std::size_t(single), 1);
  out.count = int(masks.size());
  std::copy(masks.begin(), masks.end(), out.index.begin());
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
  const int sparse_count = sparse_prompt_count(prompt);
  const bool finished =
      low_rank
          ? d.low_rank.transform(image, mask_features, eligible_masks(wanted, sparse_count, detail),
                                 d.tokens, cancel)
          : d.plain.transform(image, mask_features, d.tokens, cancel);
  if (!finished) return DecodeStatus::kCancelled;
  // Generate mask quality predictions, and with them which masks to compute
  out.scores = d.tokens.predict_iou(decoder.iou_prediction_head);
  select_masks(wanted, sparse_count, out);
  drop_below(floor, out);
  // Upscale mask embeddings and predict masks using the mask tokens
  d.make_hypernetworks(out);
  d.upscale(low_rank, side_of(detail), out);
  d.previewed = out.side < geom::kLogitSide;
  d.sparse_count = sparse_count;
  return DecodeStatus::kDone;
}

void Decoder::refine(DecodeOutput& out) {
  if (!impl_->previewed) return;
  impl_->previewed = false;
  impl_->upscale(true, geom::kLogitSide, out);
}

void Decoder::refine(DecodeOutput& out, MaskSet wanted) {
  if (!impl_->previewed) return;
  select_masks(wanted, impl_->sparse_count, out);
  impl_->make_hypernetworks(out);
  refine(out);
}

}  // namespace maskpoint::sam
