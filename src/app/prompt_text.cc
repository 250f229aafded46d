#include "app/prompt_text.h"

#include <utility>

#include "app/json_reading.h"
#include "doc/prompt_json.h"
#include "sam/types.h"

namespace maskpoint::app {

std::string prompt_text(const session::PromptedChain& chain, int category_id) {
  doc::PromptChain prompts;
  prompts.steps = session::preview_steps(chain);
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

std::optional<session::action::RestorePrompt> prompt_from_text(const std::string& text,
                                                               std::int64_t image_id) {
  const Json kept = parse_json(text);
  auto prompts = doc::prompts_from_json(member(kept, "prompts"));
  if (!prompts.ok()) return std::nullopt;
  for (const Json& step : member(kept, "open"))
    if (step.is_number_unsigned() && step.get<std::size_t>() < prompts->steps.size())
      prompts->steps[step.get<std::size_t>()].candidate = sam::kOutputByRule;
  return session::action::RestorePrompt{image_id, std::move(prompts->steps),
                                        text_at(kept, "replaces"), int_at(kept, "category")};
}

}  // namespace maskpoint::app
