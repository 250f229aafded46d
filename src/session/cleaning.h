// "This mask": specks, holes, growing and smoothing of the selected objects, tried out while a
// slider is held and made an edit when it is let go. What an object was cleaned from is kept with
// it, so the sliders show and change what was done before.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// What is tried out becomes an edit, now or when its masks have arrived.
void apply_trial(SessionState& state);
// Asks for the newest trial when nothing is being worked out. Called after every Action.
void follow_trial(SessionState& state);
// Takes the answer to a trial; whether it was one.
bool take_trial_result(SessionState& state, const action::MasksReady& result);

// The same for the pending mask: asks for what it will be, and takes the answer.
void follow_pending_trial(SessionState& state);
bool take_pending_trial(SessionState& state, const action::MaskReady& result);
// The pending mask cleaned, for the candidate and the values shown now; null where nothing is
// cleaned or it is not known yet.
const mask::MeasuredMask* pending_trial_mask(const SessionState& state);

// The values of the pending mask or of the objects selected, the first one's; null without any. As
// tried out now.
const mask::Cleanup* shown_cleanup(const SessionState& state);

// The mask a trial shows for an object, or null.
const mask::MeasuredMask* trial_mask(const SessionState& state, std::string_view uuid);

}  // namespace maskpoint::session
