// What a press on the canvas has become, for those who draw it.
#pragma once

#include <optional>

#include "session/state.h"

namespace maskpoint::session {

// The pending point within reach of a place on the canvas, the nearest first.
std::optional<geom::PromptPoint> pending_point_at(const SessionState& state, geom::ScreenPoint at,
                                                  Reach reach);

// The box a drag has drawn so far, clamped to the image; nothing while it has no area.
std::optional<geom::Box> dragged_box(const Gesture& gesture, geom::ImageSize size);
// The pending box as dragging its sides has left it so far.
std::optional<geom::Box> resized_box(const Gesture& gesture, const PromptedChain& chain,
                                     geom::ImageSize size);

// The pending point or the sides of the pending box under the pointer while nothing is pressed, or
// what is being dragged. A point lies on top of the box.
struct PointerTarget {
  std::optional<geom::PromptPoint> point;
  std::optional<BoxGrip> box;
};
PointerTarget pointer_target(const SessionState& state);

}  // namespace maskpoint::session
