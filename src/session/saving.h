// What is saved, what is on its way, and what other people saved meanwhile.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Sends whatever differs from what the server has: classes first, since objects name them; one
// request an image at a time. Called after every Action.
void flush_saves(SessionState& state);

SaveState save_state_of(const SessionState& state);

void save_succeeded(SessionState& state);

}  // namespace maskpoint::session
