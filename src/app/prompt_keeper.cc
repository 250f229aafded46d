#include "app/prompt_keeper.h"

#include <algorithm>
#include <utility>

#include "app/bridge.h"
#include "app/json_reading.h"
#include "doc/prompt_json.h"
#include "sam/types.h"

namespace maskpoint::app {
namespace {

// As an object's prompts are written, with the steps apart whose candidate is still to be decoded.
std::string text_of(const session::PromptedChain& chain, int category_id) {
  doc::PromptChain prompts;
  prompts.steps = session::preview_steps(chain);
  prompts.threshold = chain.threshold;
  Json open = Json::array();
  for (std::size_t i = 0; i < prompts.steps.size(); ++i) {
    if (prompts.steps[i].candidate != sam::kOutputByRule) continue;
    prompts.steps[i].candidate = 0;
    open.push_back(i);
  }
  return dump({{"prompts", doc::prompts_to_json(prompts)},
               {"open", std::move(open)},
               {"replaces", chain.replaces},
               {"category", category_id}});
}

}  // namespace

void PromptKeeper::look() {
  const std::int64_t image_id = shell_.session.image_doc()->image_id;
  const session::ChainPtr& chain = shell_.session.prompt_chain();
  const bool same_image = std::exchange(seen_image_, image_id) == image_id;
  if (chain == seen_) return;
  seen_ = chain;
  // An image just opened shows the prompt that was written when it was left.
  if (!same_image || image_id <= 0) return;
  page::tell(dump({{"type", "prompt"},
                   {"image", image_id},
                   {"text", chain ? text_of(*chain, shell_.session.current_category()) : ""}}));
}

void PromptKeeper::bring_back(std::int64_t image_id) {
  const auto entry = shell_.config.prompts.find(image_id);
  if (entry == shell_.config.prompts.end() || !brought_back_.insert(image_id).second) return;
  const Json kept = parse_json(entry->second);
  auto prompts = doc::prompts_from_json(member(kept, "prompts"));
  if (!prompts.ok()) return;
  for (const Json& step : member(kept, "open"))
    if (step.is_number_unsigned() && step.get<std::size_t>() < prompts->steps.size())
      prompts->steps[step.get<std::size_t>()].candidate = sam::kOutputByRule;
  shell_.dispatch(session::action::RestorePrompt{image_id, std::move(prompts->steps),
                                                 text_at(kept, "replaces"),
                                                 int_at(kept, "category"), prompts->threshold});
}

}  // namespace maskpoint::app
