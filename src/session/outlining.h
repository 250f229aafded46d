// The selected object's contours with vertices that can be moved, put in and taken out. What lies
// between vertices nobody touched keeps its very pixels (mask/outline.h).
#pragma once

#include <optional>

#include "session/state.h"

namespace maskpoint::session {

// The vertex at a place of the screen; or where a press would put one in.
struct OutlineHit {
  mask::VertexPlace place;  // with `insert_at`: the vertex that comes before
  std::optional<geom::ImagePoint> insert_at;
};
std::optional<OutlineHit> outline_hit(const SessionState& state, geom::ScreenPoint at);

// Whether the press was for the outline. The right button takes a vertex out.
bool press_outline(SessionState& state, ImageWork& work, const action::PointerPressed& a);
void follow_vertex(SessionState& state, geom::ScreenPoint at);
void end_vertex(SessionState& state, ImageWork& work);

// Makes the outline follow the object selected and its mask. Called after every Action.
void follow_outline(SessionState& state);

}  // namespace maskpoint::session
