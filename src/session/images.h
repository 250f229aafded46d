// The list of images and which one is open.
#pragma once

#include <vector>

#include "session/state.h"

namespace maskpoint::session {

// Positions in the list whose file name contains the filter, in order; letters in either case.
std::vector<int> filtered_rows(const SessionState& state);

// The image after the open one in the list as it is filtered, or null.
const ImageRow* row_after_open(const SessionState& state);
void open_row(SessionState& state, const ImageRow& row);

}  // namespace maskpoint::session
