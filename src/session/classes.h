// The project's classes: the current one, names, and their own timeline.
#pragma once

#include <map>
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

// A class edit, on the classes' own timeline. Nothing happens where `next` is the list there is.
void edit_classes(SessionState& state, doc::CategoriesPtr next, ClassEditNote note);

// What classes from elsewhere are called here, by id: the class with their id and name, or with
// their name; those there are none of are added, as one edit. With kSameProject an id is enough.
enum class Origin { kSameProject, kElsewhere };
std::map<int, int> classes_for(SessionState& state, const doc::Categories& foreign, Origin origin);

// When the classes are first there: the one that was used last, if it is among them.
void go_on_with_last_class(SessionState& state);

// Brings the current class up to date after the list changed.
void classes_changed(SessionState& state);

}  // namespace maskpoint::session
