// One timeline an image: documents and the prompts that led to them, undone one by one.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

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

// Documents are shared between snapshots: each is changed once and stays shared.
class SharedChange {
 public:
  template <class Change>
  doc::ImageDocPtr operator()(const doc::ImageDocPtr& doc, const Change& change) {
    const auto [at, is_new] = done_.try_emplace(doc);
    if (is_new) at->second = change(doc);
    return at->second;
  }

 private:
  std::unordered_map<doc::ImageDocPtr, doc::ImageDocPtr> done_;
};

// Changes the documents from `position` on, those of undone edits included: a change that takes its
// place in the past, or is no edit at all.
template <class Change>
void rewrite_docs(ImageWork& work, std::size_t position, const Change& change) {
  SharedChange shared;
  work.timeline.rewrite_from(position, [&](const Snapshot& snapshot) -> Snapshot {
    return {shared(snapshot.doc, change), snapshot.chain};
  });
}

}  // namespace maskpoint::session
