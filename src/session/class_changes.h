// What an edit of the classes changes in objects, on every image, and its way back.
//
// It is no edit of the images' timelines: every state in them is changed, so that undo there never
// comes to a class or an attribute that is gone. Images that are not in memory are the server's to
// change; it is told with the list (effect::SaveCategories).
#pragma once

#include <cstddef>

#include "session/state.h"

namespace maskpoint::session {

// The objects of a class get another one; how many there are on the images as they are now.
std::size_t take_over(SessionState& state, ClassTakeover& takeover);
// Those that still have the other one get theirs back.
std::size_t give_back(SessionState& state, const ClassTakeover& takeover);

// The attribute that has another name in `next`, if that is the only one that is new.
std::optional<doc::AttributeRename> renamed_attribute(
    const doc::Category& before, const std::vector<doc::AttributeDefinition>& next);
// Its values come along.
void rename_attribute(SessionState& state, const doc::AttributeRename& rename);

// What the server is to do with its objects when it gets the list `classes`.
void tell_server(const SessionState& state, effect::SaveCategories& effect);
// It has done so.
void server_has(SessionState& state, const doc::Categories& classes);

}  // namespace maskpoint::session
