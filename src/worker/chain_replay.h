// Decodes the last step of a prompt chain, replaying only what is not remembered of its prefix.
//
// The prior of step k is the full-decode logits of the candidate shown at step k−1 (INTERFACES,
// "Refinement"). All four masks of the chain decoded last are kept, so that a new step costs one
// decode, taking a step back costs none, and stepping through the candidates of the last step does
// not invalidate it. A hover that came to rest offers its masks, so that a click there costs none
// either. In chains longer than kFullSteps only the masks that serve as priors are kept
// of the early steps. The masks are the same bits whether a prefix was remembered or replayed.
// Used by the worker thread alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
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
  // The same chain decoded in full elsewhere, by a hover that came to rest: kept beside the chain
  // until the next offer, and taken when it is asked for. Candidates must be 0–3.
  void offer(std::int64_t image_id, std::span<const doc::PromptStep> steps, Masks masks);
  // What was offered for this chain, or null. The last step's candidate does not matter.
  const Masks* offered(std::int64_t image_id, std::span<const doc::PromptStep> steps) const;
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
  struct Offer {
    std::int64_t image_id;
    std::vector<doc::PromptStep> steps;
    Masks masks;
  };
  std::optional<Offer> offer_;
  int decodes_ = 0;
};

// Whether `steps` ask for the masks decoded for `decoded`: the same prompts, and the same
// candidates of all steps but the last, whose candidate is not an input.
bool same_chain(std::span<const doc::PromptStep> decoded, std::span<const doc::PromptStep> steps);

// All four masks of a decode that computed all.
ChainReplay::Masks masks_of(const sam::DecodeOutput& out, int sparse_count);

// Copies one mask out of a decode into shared logits.
sam::LogitsPtr shared_logits(const sam::DecodeOutput& out, int position);

}  // namespace maskpoint::worker
