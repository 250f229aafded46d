// Work that an earlier visit could not save: it goes on as if the page had never been closed.

#include <utility>

#include "session/actions.h"
#include "session/saving.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {

void on(SessionState& state, const action::RestoreImage& a) {
  const std::int64_t id = a.mine->image_id;
  const auto [at, is_new] = state.works.try_emplace(id, id, a.mine->size);
  ImageWork& work = at->second;
  if (!is_new) {
    // Another tab left work on it too, and newer one: that stands where both changed the same.
    const doc::ImageDocPtr merged = doc::merge(a.base, work.timeline.root().doc, a.mine).doc;
    push_doc_edit(state, work, merged, "bring back unsaved work");
    return;
  }
  work.timeline = Timeline(Snapshot{a.mine, nullptr});
  work.saved = a.base;
  work.etag = a.etag;
  // Without the version it was based on, what the server has is looked at first.
  work.loaded = !a.etag.empty();
  if (!work.loaded) state.effects.push_back(effect::ReloadAnnotations{id});
  root_changed(state, work);
}

void on(SessionState& state, const action::RestoreImageState& a) {
  set_image_state(state, a.image_id, a.state);
}

void on(SessionState& state, const action::TabsCounted& a) {
  const int before = std::exchange(state.tabs, a.count);
  if (before == 1 && a.count > 1)
    show_info(state,
              "This project is open in another tab too. Both may go on: what they save is merged.");
}

void on(SessionState& state, const action::JournalFailed& a) {
  if (state.journal_error == a.message) return;
  state.journal_error = a.message;
  if (!a.message.empty()) show_error(state, a.message);
}

}  // namespace maskpoint::session
