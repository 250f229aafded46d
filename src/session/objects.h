// Objects of the open image as a whole: what is shown, and the edits of several at once.
#pragma once

#include <set>
#include <string>

#include "session/state.h"

namespace maskpoint::session {

// What was shown before some were shown alone is shown again.
void end_solo(SessionState& state);

// Those of `uuids` that are not locked; a sentence says so where some are.
std::set<std::string> changeable(SessionState& state, const ImageWork& work,
                                 const std::set<std::string>& uuids);

// Gives objects a class, as one edit; locked ones keep theirs.
void set_class(SessionState& state, ImageWork& work, const std::set<std::string>& uuids,
               int category_id);

// As one edit, "<verb> 3 objects"; locked ones stay. An object being re-edited goes with its
// prompt. How many went.
std::size_t remove_objects(SessionState& state, ImageWork& work, const std::set<std::string>& uuids,
                           const std::string& verb);

}  // namespace maskpoint::session
