// What is selected: by clicks, by a frame drawn on the canvas, in the list.
#pragma once

#include <string>

#include "session/state.h"

namespace maskpoint::session {

// Selects the topmost object under a place on the canvas. kOnly where nothing lies clears.
void select_under(SessionState& state, geom::ScreenPoint at, action::SelectKind kind);

// For a menu at this place: the object there alone, unless it is one of the selected.
void select_for_menu(SessionState& state, geom::ScreenPoint at);

// The object to light: the one hovered in the list, or under the pointer while selecting. May be
// empty.
std::string lit_object(const SessionState& state);

// A press that selects where it is let go, or draws a frame when it moves. With kToggle what is in
// the frame comes to what was selected.
void start_selecting(SessionState& state, geom::ScreenPoint at, action::Button button,
                     action::SelectKind kind);
void move_band(SessionState& state, const ImageWork& work);
// What was selected before the frame is so again.
void cancel_band(SessionState& state);

// Forgets selected objects that are not there any longer.
void drop_gone_from_selection(SessionState& state, const doc::ImageDoc& doc);

}  // namespace maskpoint::session
