// Work on whole masks that the worker does: cleaning, the largest piece, splitting, combining. Each
// becomes one edit when it comes back, where its objects are still as they were.
#pragma once

#include <string>
#include <vector>

#include "session/state.h"

namespace maskpoint::session {

// The job's results as one edit of the document.
void apply_job(SessionState& state, ImageWork& work, const MaskJob& job,
               const std::vector<mask::MeasuredMask>& masks, const std::vector<std::string>& uuids);

// What is cleaned: the mask before it was cleaned, or the mask.
mask::MaskPtr source_of(const doc::Annotation& object);

}  // namespace maskpoint::session
