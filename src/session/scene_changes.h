// The objects of a scene as they will be when what is in hand is done: strokes, cleanups tried out,
// a vertex on its way.
#pragma once

#include "session/scene.h"
#include "session/state.h"

namespace maskpoint::session {

// `objects` themselves while nothing is in hand; else the same list for as long as nothing new is
// known of the changes. A stroke grows in place: its list stays.
SceneObjects with_changes_by_hand(const SessionState& state, const ImageWork& work,
                                  const SceneObjects& objects);

}  // namespace maskpoint::session
