// Sentences for the user: toasts on the screen and words for the live region.
#pragma once

#include <string>

#include "session/state.h"

namespace maskpoint::session {

// Goes by itself after six seconds.
void show_info(SessionState& state, const std::string& message);
// Stays until it is dismissed; announced too.
void show_error(SessionState& state, const std::string& message);
void announce(SessionState& state, const std::string& message);

// "1 object", "3 objects".
std::string count_of(std::size_t count, const std::string& noun);

}  // namespace maskpoint::session
