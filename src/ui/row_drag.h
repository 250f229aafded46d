// Rows of a list that are dragged to another place in it. What is dragged is in memory.row_drag;
// the list draws where it would come to lie and does the move.
#pragma once

#include <string>

#include "ui/screen.h"

namespace maskpoint::ui {

// For the row that is held or was let go in this frame.
void drag_row(Screen& screen, const std::string& list, const std::string& row, const Hit& hit);
// Whether the drag ended in this frame; it is forgotten then.
bool row_dropped(Screen& screen);

}  // namespace maskpoint::ui
