// A pending prompt as the journal keeps it: as an object's prompts are written, with the steps
// apart whose candidate is still to be decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "session/action.h"
#include "session/prompt_chain.h"

namespace maskpoint::app {

std::string prompt_text(const session::PromptedChain& chain, int category_id);
// Nothing when it can't be read.
std::optional<session::action::RestorePrompt> prompt_from_text(const std::string& text,
                                                               std::int64_t image_id);

}  // namespace maskpoint::app
