// The bars that float under the image: what a prompt offers, a tool's options, objects on their
// way. The first one drawn lies lowest, each further one above it, so none covers another.
#pragma once

#include "ui/screen.h"

namespace maskpoint::ui {

inline constexpr float kBarHeight = 46;

// Opens the bar's window, `width` wide at the most, in the middle of the canvas, with its shadow
// and card. Submit what it holds, then screen.end().
ScreenRect begin_bar(Screen& screen, const char* name, ScreenRect canvas, float width);

// The width a bar may have.
float bar_room(ScreenRect canvas);

}  // namespace maskpoint::ui
