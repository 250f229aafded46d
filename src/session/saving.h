// What is saved, what is on its way, and what other people saved meanwhile.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

// Sends whatever differs from what the server has: classes first, since objects name them; one
// request an image at a time. Called after every Action.
void flush_saves(SessionState& state);

SaveState save_state_of(const SessionState& state);

void save_succeeded(SessionState& state);
// Shows the sentence as the save state until a save succeeds.
void save_failed(SessionState& state, const std::string& message);
// Nothing is sent again as it is: what to do about it is shown until it is done.
void save_refused(SessionState& state, const std::string& message);

// While something is refused, saving something else does not make all well.
bool anything_refused(const SessionState& state);

// The state of an image as a person sets it, on its way to the server.
void set_image_state(SessionState& state, std::int64_t image_id, doc::WorkState next);

// Nothing was done on it that one would come back to.
bool is_untouched(const ImageWork& work);

// In saving_merge.cc. What the server holds becomes the base of what we have, or a question.
void adopt(SessionState& state, ImageWork& work, const doc::ImageDocPtr& theirs,
           const std::string& etag);
bool says_the_same(const doc::ImageDoc& a, const doc::ImageDoc& b);
// My objects may have changed since they were compared with theirs.
void look_at_conflicts_again(SessionState& state);

// In saving_classes.cc.
void classes_refused(SessionState& state, const std::string& message);

}  // namespace maskpoint::session
