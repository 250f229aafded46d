// Session::scene(): the state as plain data to draw.
#pragma once

#include "session/scene.h"
#include "session/state.h"

namespace maskpoint::session {

Scene build_scene(const SessionState& state);

}  // namespace maskpoint::session
