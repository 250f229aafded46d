// Decodes the last step of a prompt chain, replaying only what is not remembered of its prefix.
//
// The prior of step k is the full-decode logits of the candidate shown at step k−1 (INTERFACES,
// "Refinement"). All four masks of the chain decoded last are kept, so that a new step costs one
// decode, taking a step back costs none, and stepping through the candidates of the last step does
// not invalidate it. In chains longer than kFullSteps only the masks that serve as priors are kept
// of the early steps. The masks are the same bits whether a prefix was remembered or replayed.
// Used by the worker thread alone.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/cancel_token.h"
#include "doc/types.h"
#include "sam/decoder.h"
#include "sam/types.h"

namespace maskpoint::worker {

class ChainReplay {
 public:
  static constexpr std::size_t kFullSteps = 8;

  struct Masks {
    std::array<sam::LogitsPtr, sam::kMaskCount> logits;  // by output
    std::array<float, sam::kMaskCount> scores{};
    int suggested = 0;  // output by the single-mask rule
  };

  // `out` is the caller's scratch. Steps must not be empty and candidates must be 0–3 (asserted).
  // kCancelled leaves what was decoded so far remembered.
  sam::DecodeStatus decode(sam::Decoder& decoder, std::int64_t image_id,
                           const sam::ImageState& image, std::span<const doc::PromptStep> steps,
                           const base::CancelToken& cancel, sam::DecodeOutput& out, Masks& masks);
  void forget();
  // Decodes done since construction, for tests.
  int decodes() const { return decodes_; }

 private:
  struct Entry {
    doc::PromptStep step;
    Masks masks;
  };
  std::size_t remembered(std::span<const doc::PromptStep> steps) const;
  void trim();

  std::int64_t image_id_ = 0;
  std::vector<Entry> entries_;
  int decodes_ = 0;
};

// Copies one mask out of a decode into shared logits.
sam::LogitsPtr shared_logits(const sam::DecodeOutput& out, int position);

}  // namespace maskpoint::worker
