// What a press on the canvas has become, for those who draw it.
#pragma once

#include <optional>

#include "session/state.h"

namespace maskpoint::session {

// The pending point within reach of a place on the canvas, the nearest first.
std::optional<geom::PromptPoint> pending_point_at(const SessionState& state, geom::ScreenPoint at);

// The box a drag has drawn so far, clamped to the image; nothing while it has no area.
std::optional<geom::Box> dragged_box(const Gesture& gesture, geom::ImageSize size);

}  // namespace maskpoint::session
