// The prompt that is open: what the user adds to it, takes from it and shows of it.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Makes `chain` the pending prompt (null: none) as one edit.
void push_prompt(SessionState& state, ImageWork& work, ChainPtr chain, const std::string& label);

// Says so where the object being re-edited was made with another model or embedding than there is.
void warn_of_other_encoding(SessionState& state, const ImageWork& work);

// For the live region: "whole, 98 %, 1 of 3".
void announce_candidate(SessionState& state, const Pending& pending);

}  // namespace maskpoint::session
