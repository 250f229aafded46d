// What is saved, what is on its way, and what other people saved meanwhile.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Sends whatever differs from what the server has: classes first, since objects name them; one
// request an image at a time. Called after every Action.
void flush_saves(SessionState& state);

SaveState save_state_of(const SessionState& state);

void save_succeeded(SessionState& state);
// Shows the sentence as the save state until a save succeeds.
void save_failed(SessionState& state, const std::string& message);
// Nothing is sent again as it is: what to do about it is shown until it is done.
void save_refused(SessionState& state, const std::string& message);

// In saving_classes.cc.
void classes_refused(SessionState& state, const std::string& message);

}  // namespace maskpoint::session
