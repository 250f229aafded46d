#include "worker/chain_replay.h"

#include <algorithm>
#include <cassert>

namespace maskpoint::worker {
namespace {

bool same_prompt(const doc::PromptStep& a, const doc::PromptStep& b) {
  return a.points == b.points && a.box == b.box;
}

bool complete(const ChainReplay::Masks& masks) {
  return std::all_of(masks.logits.begin(), masks.logits.end(),
                     [](const sam::LogitsPtr& logits) { return logits != nullptr; });
}

}  // namespace

sam::LogitsPtr shared_logits(const sam::DecodeOutput& out, int position) {
  const auto& logits = out.logits[std::size_t(position)];
  return std::make_shared<const sam::Logits>(logits.begin(), logits.begin() + out.side * out.side);
}

ChainReplay::Masks masks_of(const sam::DecodeOutput& out, int sparse_count) {
  ChainReplay::Masks masks;
  for (int position = 0; position < out.count; ++position)
    masks.logits[std::size_t(out.index[std::size_t(position)])] = shared_logits(out, position);
  masks.scores = out.scores;
  masks.suggested = sam::single_mask_index(sparse_count, out.scores);
  return masks;
}

bool same_chain(std::span<const doc::PromptStep> decoded, std::span<const doc::PromptStep> steps) {
  if (decoded.size() != steps.size()) return false;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    if (!same_prompt(decoded[k], steps[k])) return false;
    if (k + 1 < steps.size() && decoded[k].candidate != steps[k].candidate) return false;
  }
  return true;
}

void ChainReplay::offer(std::int64_t image_id, std::span<const doc::PromptStep> steps,
                        Masks masks) {
  offer_ = Offer{image_id, {steps.begin(), steps.end()}, std::move(masks)};
}

const ChainReplay::Masks* ChainReplay::offered(std::int64_t image_id,
                                               std::span<const doc::PromptStep> steps) const {
  const bool is_it = offer_ && offer_->image_id == image_id && same_chain(offer_->steps, steps);
  return is_it ? &offer_->masks : nullptr;
}

void ChainReplay::forget() {
  image_id_ = 0;
  entries_.clear();
  offer_.reset();
}

// How many leading steps need no decode. Step k was decoded from its own prompt and from every
// earlier step with the candidate chosen there; its own candidate is not an input.
std::size_t ChainReplay::remembered(std::span<const doc::PromptStep> steps) const {
  std::size_t usable = 0;
  for (std::size_t k = 0; k < std::min(steps.size(), entries_.size()); ++k) {
    const Entry& entry = entries_[k];
    if (!same_prompt(entry.step, steps[k])) break;
    const bool last = k + 1 == steps.size();
    const bool kept = last ? complete(entry.masks)
                           : entry.masks.logits[std::size_t(steps[k].candidate)] != nullptr;
    if (kept) usable = k + 1;
    if (entry.step.candidate != steps[k].candidate) break;
  }
  return usable;
}

void ChainReplay::trim() {
  if (entries_.size() <= kFullSteps) return;
  for (std::size_t k = 0; k < entries_.size() - kFullSteps; ++k) {
    for (int index = 0; index < sam::kMaskCount; ++index)
      if (index != entries_[k].step.candidate) entries_[k].masks.logits[std::size_t(index)] = {};
  }
}

sam::DecodeStatus ChainReplay::decode(sam::Decoder& decoder, std::int64_t image_id,
                                      const sam::ImageState& image,
                                      std::span<const doc::PromptStep> steps,
                                      const base::CancelToken& cancel, sam::DecodeOutput& out,
                                      Masks& masks) {
  assert(!steps.empty());
  if (image_id != image_id_) {
    entries_.clear();
    image_id_ = image_id;
  }
  const std::size_t known = remembered(steps);
  entries_.resize(known);
  // The candidates of the remembered steps as they are now, which the next steps are built on.
  for (std::size_t k = 0; k < known; ++k)
    entries_[k].step.candidate = steps[k].candidate;

  for (std::size_t k = known; k < steps.size(); ++k) {
    if (const Masks* ready = offered(image_id, steps.first(k + 1))) {
      entries_.push_back({steps[k], *ready});
      trim();
      continue;
    }
    sam::Prompt prompt{steps[k].points, steps[k].box, nullptr};
    if (k > 0) {
      const Entry& before = entries_[k - 1];
      assert(before.step.candidate >= 0 && before.step.candidate < sam::kMaskCount);
      prompt.prior = before.masks.logits[std::size_t(before.step.candidate)];
    }
    const sam::DecodeStatus status = decoder.decode(image, prompt, sam::MaskSet::kAll, cancel, out);
    if (status != sam::DecodeStatus::kDone) return status;
    ++decodes_;
    entries_.push_back({steps[k], masks_of(out, sam::sparse_prompt_count(prompt))});
    trim();
  }
  masks = entries_.back().masks;
  return sam::DecodeStatus::kDone;
}

}  // namespace maskpoint::worker
