// The pointer in the hands of the tools that change masks by hand; prompts and selecting are
// pointer.cc's, which asks here first.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Each: whether the event was for a tool of these.
bool tool_moved(SessionState& state, ImageWork& work, const action::PointerMoved& a);
bool tool_pressed(SessionState& state, ImageWork& work, const action::PointerPressed& a);
bool tool_released(SessionState& state, ImageWork& work, const action::PointerReleased& a);

// What these tools show on the canvas.
void add_tools(const SessionState& state, const ImageWork& work, Scene& scene);

}  // namespace maskpoint::session
