// The list of images and which one is open.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// The next image in a direction that is not done and can be opened, round the end of what the
// filter shows; null when the open one is the only one.
const ImageRow* unfinished_row(const SessionState& state, int step);

}  // namespace maskpoint::session
