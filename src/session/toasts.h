// Sentences for the user: toasts on the screen and words for the live region.
#pragma once

#include <string>

#include "base/count_of.h"
#include "session/state.h"

namespace maskpoint::session {

// Goes by itself after six seconds.
void show_info(SessionState& state, const std::string& message);
// The same, announced too.
void say(SessionState& state, const std::string& message);
// Stays until it is dismissed; announced too.
void show_error(SessionState& state, const std::string& message);
void announce(SessionState& state, const std::string& message);

using base::count_of;

}  // namespace maskpoint::session
