// The brush and the eraser: discs dragged over the image, in image pixels.
//
// Left paints with the brush and erases with the eraser; the right button or Alt does the other of
// the two. Shift draws a straight stroke from where the last one ended.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

bool is_brush(Tool tool);

// Image pixels.
double brush_diameter(const SessionState& state);
// Where a stroke goes that the pointer is at: brushes of a pixel or two keep to pixels' centres.
geom::ImagePoint brush_point(const SessionState& state, geom::ScreenPoint at);

void start_stroke(SessionState& state, ImageWork& work, const action::PointerPressed& a);
void follow_stroke(SessionState& state, geom::ScreenPoint at);
void end_stroke(SessionState& state, ImageWork& work);

}  // namespace maskpoint::session
