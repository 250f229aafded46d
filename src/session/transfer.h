// Objects taken along to the next image: their boxes and middles are its prompts, decoded one after
// the other on the embedding there. They come in as one edit; those that look as if they had missed
// their object are selected.
#pragma once

#include <optional>
#include <vector>

#include "session/state.h"

namespace maskpoint::session {

// The selected objects of the open image, or all of them; only those with a mask.
std::vector<doc::AnnotationPtr> objects_to_copy(const SessionState& state);

// Begins once the image is there, and says so when the last object has come. Called after every
// Action.
void continue_copying(SessionState& state);

std::optional<CopyView> copy_view(const SessionState& state);

}  // namespace maskpoint::session
