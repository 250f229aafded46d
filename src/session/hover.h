// The preview: of the pixel under the pointer while nothing is pending, or of what is being
// dragged.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Asks for the preview of the pixel under the pointer, or takes it away where there is none to
// show. Called after every Action; asks once a pixel.
void follow_pointer(SessionState& state);

// Asks for the preview of a chain that is not made yet.
void preview(SessionState& state, const PromptedChain& chain);

// No more results are wanted. The mask on the screen stays until the prompt's own has come.
void freeze_hover(SessionState& state);
// No more results, and nothing on the screen.
void clear_hover(SessionState& state);

// Shows a result if it belongs to the current preview and is not older than the one shown: with the
// pointer moving faster than a decode, older answers are what there is to show, and a pointer at
// rest gets the same one again in more detail.
bool take_hover_result(SessionState& state, const action::DecodeFinished& result);

// Ends a drag, of the tightness slider too, without effect. Whether there was one.
bool cancel_gesture(SessionState& state);

}  // namespace maskpoint::session
