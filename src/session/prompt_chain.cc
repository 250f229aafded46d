#include "session/prompt_chain.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sam/types.h"

namespace maskpoint::session {
namespace {

bool same_prompt(const doc::PromptStep& a, const doc::PromptStep& b) {
  return a.points == b.points && a.box == b.box;
}

// Up to two sparse prompts the decoder offers outputs 1–3, from three on output 0 first.
bool same_regime(const doc::PromptStep& a, const doc::PromptStep& b) {
  return (sparse_prompt_count(a) >= 3) == (sparse_prompt_count(b) >= 3);
}

// Every step through `change`, then the redundant ones dropped.
template <class Change>
ChainPtr with_every_step(const ChainPtr& chain, const Change& change) {
  auto next = std::make_shared<PromptedChain>();
  next->replaces = chain->replaces;
  next->threshold = chain->threshold;
  for (std::size_t i = 0; i < chain->steps.size(); ++i) {
    const doc::PromptStep& before = chain->steps[i];
    doc::PromptStep step = before;
    change(step);
    if (step.points.empty() && !step.box) continue;
    if (!next->steps.empty() && same_prompt(next->steps.back(), step)) continue;
    Choice choice = chain->choices[i];
    if (!same_prompt(before, step) && (choice == Choice::kSuggested || !same_regime(before, step)))
      choice = Choice::kOpen;
    next->steps.push_back(std::move(step));
    next->choices.push_back(choice);
  }
  if (next->steps.empty()) return nullptr;
  return next;
}

}  // namespace

ChainPtr chain_of(const doc::PromptChain& recorded, std::string replaces) {
  if (recorded.steps.empty()) return nullptr;
  auto chain = std::make_shared<PromptedChain>();
  chain->steps = recorded.steps;
  chain->choices.assign(recorded.steps.size(), Choice::kChosen);
  chain->replaces = std::move(replaces);
  chain->threshold = recorded.threshold;
  return chain;
}

ChainPtr with_step(const ChainPtr& chain, std::vector<geom::PromptPoint> points,
                   std::optional<geom::Box> box) {
  auto next = chain ? std::make_shared<PromptedChain>(*chain) : std::make_shared<PromptedChain>();
  next->steps.push_back({std::move(points), box, 0});
  next->choices.push_back(Choice::kOpen);
  return next;
}

ChainPtr with_point(const ChainPtr& chain, geom::PromptPoint point) {
  std::vector<geom::PromptPoint> points;
  std::optional<geom::Box> box;
  if (chain) {
    points = chain->last().points;
    box = chain->last().box;
  }
  points.push_back(point);
  return with_step(chain, std::move(points), box);
}

ChainPtr with_box(const ChainPtr& chain, geom::Box box) {
  std::vector<geom::PromptPoint> points;
  if (chain) points = chain->last().points;
  return with_step(chain, std::move(points), box);
}

ChainPtr without_point(const ChainPtr& chain, const geom::PromptPoint& point) {
  return with_every_step(chain, [&](doc::PromptStep& step) { std::erase(step.points, point); });
}

ChainPtr with_point_moved(const ChainPtr& chain, const geom::PromptPoint& point,
                          geom::PixelPoint to) {
  return with_every_step(chain, [&](doc::PromptStep& step) {
    for (geom::PromptPoint& p : step.points)
      if (p == point) p.at = to;
  });
}

ChainPtr with_box_changed(const ChainPtr& chain, const geom::Box& box, const geom::Box& to) {
  return with_every_step(chain, [&](doc::PromptStep& step) {
    if (step.box == box) step.box = to;
  });
}

ChainPtr without_last_step(const ChainPtr& chain) {
  if (chain->steps.size() == 1) return nullptr;
  auto next = std::make_shared<PromptedChain>(*chain);
  next->steps.pop_back();
  next->choices.pop_back();
  return next;
}

ChainPtr with_threshold(const ChainPtr& chain, double threshold) {
  auto next = std::make_shared<PromptedChain>(*chain);
  next->threshold = threshold;
  return next;
}

ChainPtr with_candidate(const ChainPtr& chain, std::size_t step, int candidate, Choice choice) {
  assert(step < chain->steps.size());
  auto next = std::make_shared<PromptedChain>(*chain);
  next->steps[step].candidate = candidate;
  next->choices[step] = choice;
  return next;
}

std::size_t next_prefix(const PromptedChain& chain) {
  const auto open = std::find(chain.choices.begin(), chain.choices.end(), Choice::kOpen);
  return open == chain.choices.end() ? chain.steps.size()
                                     : std::size_t(open - chain.choices.begin()) + 1;
}

std::vector<doc::PromptStep> preview_steps(const PromptedChain& chain) {
  std::vector<doc::PromptStep> steps = chain.steps;
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (chain.choices[i] == Choice::kOpen) steps[i].candidate = sam::kOutputByRule;
  return steps;
}

ChainPtr chain_of_preview(std::vector<doc::PromptStep> steps, std::string replaces,
                          double threshold) {
  if (steps.empty()) return nullptr;
  auto chain = std::make_shared<PromptedChain>();
  for (doc::PromptStep& step : steps) {
    const bool open = step.candidate == sam::kOutputByRule;
    chain->choices.push_back(open ? Choice::kOpen : Choice::kChosen);
    if (open) step.candidate = 0;
  }
  chain->steps = std::move(steps);
  chain->replaces = std::move(replaces);
  chain->threshold = threshold;
  return chain;
}

int sparse_prompt_count(const doc::PromptStep& step) {
  return int(step.points.size()) + (step.box ? 2 : 1);
}

bool same_prompts(const std::vector<doc::PromptStep>& a, const std::vector<doc::PromptStep>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_prompt(a[i], b[i])) return false;
    if (i + 1 < a.size() && a[i].candidate != b[i].candidate) return false;
  }
  return true;
}

}  // namespace maskpoint::session
