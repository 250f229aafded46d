// From a pending prompt to an object of the document.
#pragma once

#include <cstdint>
#include <string>

#include "session/state.h"

namespace maskpoint::session {

// Asks for the exact mask of the candidate that an accepted prompt settled on.
void request_mask(SessionState& state, const ImageWork& work, Accepting& accepting,
                  const CandidateView& candidate);

// Makes an object of the pending prompt, which must be there: its place in the timeline is taken at
// once. The uuid is for a new object; returns the object's, which is another where one is
// re-edited.
std::string accept_pending(SessionState& state, ImageWork& work, const std::string& uuid);

// Undoes an accept that came to nothing: its place in the timeline goes, and the prompt is pending
// again if nothing came after it.
void give_back(SessionState& state, ImageWork& work, std::uint64_t token);

}  // namespace maskpoint::session
