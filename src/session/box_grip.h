// Taking hold of the pending box by an edge or a corner.
#pragma once

#include <optional>

#include "session/state.h"

namespace maskpoint::session {

// What a press at `at` would take hold of. A finger reaches further than a mouse.
std::optional<BoxGrip> box_grip_at(const SessionState& state, geom::ScreenPoint at, Reach reach);

// `box` with the gripped sides moved by as many pixels as the pointer has, clamped to the image.
// Sides may pass each other; nothing while the box has no area.
std::optional<geom::Box> box_resized(const geom::Box& box, BoxGrip grip, geom::ImagePoint from,
                                     geom::ImagePoint to, geom::ImageSize size);

}  // namespace maskpoint::session
