// Changes of one mask by hand: which object they go to, and how they become an edit.
//
// A pending prompt is accepted first, and the change goes to what becomes of it; else it goes to
// the object selected first; else it makes a new one, or erases from the topmost object under the
// pointer. While an object waits for its exact mask, changes of it wait too.
#pragma once

#include <optional>
#include <string>

#include "session/state.h"

namespace maskpoint::session {

// The uuid there is for what is made without one in its Action; empty in the rare case that the
// shell has yet to bring the next.
std::string take_fresh_uuid(SessionState& state);

// What the tool in hand does without Alt and with the left button.
mask::StrokeKind kind_in_hand(const SessionState& state);
HandTarget hand_target(const SessionState& state, const ImageWork& work, mask::StrokeKind kind);

// A change that begins at `at`, of nothing yet; none where there is nothing to erase from (which is
// said). The object is selected.
std::optional<HandEdit> begin_hand_edit(SessionState& state, ImageWork& work, mask::StrokeKind kind,
                                        geom::ImagePoint at, const std::string& label);
// It is complete: one edit, now or when its object has its mask.
void finish_hand_edit(SessionState& state, ImageWork& work, HandEdit edit);
// Makes edits of those that can be. Called after every Action.
void settle_hand_edits(SessionState& state);

// The object with another mask, made by hand: neither its prompts nor its scores speak of it any
// longer.
doc::AnnotationPtr changed_by_hand(const doc::Annotation& object, const mask::MeasuredMask& mask);

// Whether the object's mask is still on its way.
bool waits_for_mask(const ImageWork& work, const std::string& uuid);

// Where undo takes back something in hand: a waiting change, a stroke, a corner of a polygon.
bool undo_in_hand(SessionState& state);
// Escape: whatever is in hand is given up. Whether there was anything.
bool drop_in_hand(SessionState& state);
// The tool or the image is another: strokes become edits, the rest is given up.
void let_go(SessionState& state);

// Keeps the order in which the selected objects were selected. Called after every Action.
void follow_selection(SessionState& state);

}  // namespace maskpoint::session
