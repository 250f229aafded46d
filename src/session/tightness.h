// The threshold of the pending mask: how sure the model must be.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

inline constexpr double kMostTightness = 8;  // logits, to either side of 0

// Within the slider's range; 0 for what is no number.
double clamped_threshold(double threshold);

// The pending view's threshold, and the areas of its candidates above it.
void measure_candidates(const SessionState& state, ImageWork& work);

// Ends sliding without effect. Whether there was any.
bool stop_sliding(SessionState& state);

}  // namespace maskpoint::session
