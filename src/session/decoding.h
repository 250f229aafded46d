// Which decode to ask for next. One at a time for the chain being decided: a step whose candidate
// is still open is the prior of the next, so its answer is awaited first.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Asks for the decode that the open image's accepted or pending prompt needs, if it is not on its
// way already. Called after every Action.
void request_decode(SessionState& state);

}  // namespace maskpoint::session
