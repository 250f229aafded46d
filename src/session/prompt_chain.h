// The prompt chain of a pending object as an immutable value, and the edits on it.
//
// Each step holds all points and the box as they stood after it (doc/types.h). Which decoder output
// a step showed is either open until its decode came back, suggested by the single-mask rule, or
// chosen by the user. Only a step whose prompts change loses its answer: the chain is replayed from
// there.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "doc/types.h"

namespace maskpoint::session {

enum class Choice { kOpen, kSuggested, kChosen };

struct PromptedChain {
  std::vector<doc::PromptStep> steps;  // never empty
  std::vector<Choice> choices;         // one a step
  std::string replaces;                // uuid of the object being re-edited, or empty
  double threshold = 0;                // of the mask; no step's logits depend on it

  const doc::PromptStep& last() const { return steps.back(); }
};
// Null means that nothing is pending.
using ChainPtr = std::shared_ptr<const PromptedChain>;

// As recorded with an object: every candidate stands as chosen.
ChainPtr chain_of(const doc::PromptChain& recorded, std::string replaces);

// One more step, open. `chain` may be null.
ChainPtr with_step(const ChainPtr& chain, std::vector<geom::PromptPoint> points,
                   std::optional<geom::Box> box);
ChainPtr with_point(const ChainPtr& chain, geom::PromptPoint point);
ChainPtr with_box(const ChainPtr& chain, geom::Box box);

// The point taken out of, or moved in, every step that holds it; steps left empty or equal to the
// one before are dropped. Null when nothing is left.
ChainPtr without_point(const ChainPtr& chain, const geom::PromptPoint& point);
ChainPtr with_point_moved(const ChainPtr& chain, const geom::PromptPoint& point,
                          geom::PixelPoint to);
// The box changed in every step that holds it.
ChainPtr with_box_changed(const ChainPtr& chain, const geom::Box& box, const geom::Box& to);
ChainPtr without_last_step(const ChainPtr& chain);

ChainPtr with_threshold(const ChainPtr& chain, double threshold);
ChainPtr with_candidate(const ChainPtr& chain, std::size_t step, int candidate, Choice choice);

// How many steps to decode next: up to the first open one, or all.
std::size_t next_prefix(const PromptedChain& chain);

// The steps with open candidates left to sam::kOutputByRule: what the chain will show once decoded.
std::vector<doc::PromptStep> preview_steps(const PromptedChain& chain);
// The way back; every other candidate stands as chosen. Null without steps.
ChainPtr chain_of_preview(std::vector<doc::PromptStep> steps, std::string replaces,
                          double threshold);

// Points plus box corners, or plus one for padding (DECODER.md, "Which mask").
int sparse_prompt_count(const doc::PromptStep& step);

// Whether decoding gives the same logits: all but the last step's candidate.
bool same_prompts(const std::vector<doc::PromptStep>& a, const std::vector<doc::PromptStep>& b);

}  // namespace maskpoint::session
