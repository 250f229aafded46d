// The project's classes: the current one, names, and their own timeline.
#pragma once

#include <set>
#include <string>

#include "session/state.h"

namespace maskpoint::session {

// What to call a class; one that is not in the list is named by its number.
std::string class_name(const SessionState& state, int category_id);

// The class the next object gets. Where there is none yet, one called "object" is made.
int class_for_next_object(SessionState& state);

// Classes that objects of the images in memory have.
std::set<int> classes_in_use(const SessionState& state);

// Brings the current class up to date after the list changed.
void classes_changed(SessionState& state);

}  // namespace maskpoint::session
