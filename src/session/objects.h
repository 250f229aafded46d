// Selecting on the canvas.
#pragma once

#include <set>
#include <string>

#include "session/state.h"

namespace maskpoint::session {

// Selects the topmost visible object under a place on the canvas. kOnly where nothing lies clears.
void select_under(SessionState& state, geom::ScreenPoint at, action::SelectKind kind);

// The object to light: the one hovered in the list, or under the pointer while selecting. May be
// empty.
std::string lit_object(const SessionState& state);

// Gives objects a class, as one edit.
void set_class(SessionState& state, ImageWork& work, const std::set<std::string>& uuids,
               int category_id);

}  // namespace maskpoint::session
