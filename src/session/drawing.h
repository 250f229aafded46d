// Polygons clicked corner by corner and lassos drawn with the button held: what they enclose is
// added to the object or taken from it.
#pragma once

#include <optional>

#include "session/state.h"

namespace maskpoint::session {

// A click with the polygon tool: another corner, or the last one of all on the first corner, or
// twice in one place. The right button takes the last corner back.
void click_polygon(SessionState& state, ImageWork& work, const action::PointerPressed& a);
// Whether a click here closes the polygon.
bool closes_polygon(const SessionState& state, geom::ScreenPoint at);

void start_lasso(SessionState& state, const action::PointerPressed& a);
void follow_lasso(SessionState& state, geom::ScreenPoint at);
void end_lasso(SessionState& state, ImageWork& work);

}  // namespace maskpoint::session
