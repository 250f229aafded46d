// One timeline an image: documents and the prompts that led to them, undone one by one.
#pragma once

#include <string>

#include "session/state.h"

namespace maskpoint::session {

// The only way to change an image's document or its pending prompt by an edit.
void push_edit(SessionState& state, ImageWork& work, Snapshot next, EditNote note);

// Brings everything that hangs on the current root up to date after it changed: the pending view,
// the selection, the row's figures. Edits do it themselves.
void root_changed(SessionState& state, ImageWork& work);

// What an edit did, for people; the first is how the image was found.
std::string history_label(const Timeline& timeline, std::size_t position);

// `doc` where it is not the current one, with the prompt left as it is.
void push_doc_edit(SessionState& state, ImageWork& work, doc::ImageDocPtr doc,
                   const std::string& label);

}  // namespace maskpoint::session
