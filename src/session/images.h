// The list of images and which one is open.
#pragma once

#include <string>

#include "session/state.h"

namespace maskpoint::session {

// The next image in a direction that is not done and can be opened, round the end of what the
// filter shows; null when the open one is the only one.
const ImageRow* unfinished_row(const SessionState& state, int step);

// The image after the open one in the list as it is filtered, or null.
const ImageRow* row_after_open(const SessionState& state);
// " of those the filter shows" where it hides some: goes into sentences about the list's ends.
std::string of_those_shown(const SessionState& state);
void open_row(SessionState& state, const ImageRow& row);

}  // namespace maskpoint::session
