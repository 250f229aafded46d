// Edits of objects that leave their masks alone: class, lock, iscrowd, order, attributes, deletion.
#include <algorithm>

#include "session/actions.h"
#include "session/classes.h"
#include "session/objects.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

std::set<std::string> present(const ImageWork& work, const std::set<std::string>& uuids) {
  std::set<std::string> there;
  for (const doc::AnnotationPtr& a : work.timeline.root().doc->annotations)
    if (uuids.contains(a->uuid)) there.insert(a->uuid);
  return there;
}

// An object that gets locked while its prompt is open is left as it is.
void toggle_locked(SessionState& state, ImageWork& work, const std::set<std::string>& uuids) {
  const Snapshot& root = work.timeline.root();
  const bool lock = !doc::unlocked(*root.doc, uuids).empty();
  const doc::ImageDocPtr next = doc::with_locked(root.doc, uuids, lock);
  if (next == root.doc) return;
  const std::string what = count_of(present(work, uuids).size(), "object");
  ChainPtr chain = root.chain;
  if (lock && chain && uuids.contains(chain->replaces)) chain = nullptr;
  push_edit(state, work, {next, chain}, {(lock ? "lock " : "unlock ") + what, 0});
  announce(state, (lock ? "Locked " : "Unlocked ") + what + ".");
}

const char* words_of(doc::ZMove move) {
  switch (move) {
    case doc::ZMove::kForward:
      return "bring forward";
    case doc::ZMove::kBackward:
      return "send backward";
    case doc::ZMove::kToFront:
      return "bring to front";
    case doc::ZMove::kToBack:
      break;
  }
  return "send to back";
}

}  // namespace

std::set<std::string> changeable(SessionState& state, const ImageWork& work,
                                 const std::set<std::string>& uuids) {
  const doc::ImageDoc& doc = *work.timeline.root().doc;
  std::set<std::string> free = doc::unlocked(doc, uuids);
  const std::size_t locked = present(work, uuids).size() - free.size();
  if (locked == 0) return free;
  const std::string what =
      locked == 1 ? "1 object is locked" : std::to_string(locked) + " objects are locked";
  show_info(state, what + " and stayed as " + (locked == 1 ? "it is" : "they are") +
                       ": unlock with L first.");
  announce(state, what + ".");
  return free;
}

void set_class(SessionState& state, ImageWork& work, const std::set<std::string>& uuids,
               int category_id) {
  const doc::Category* category = doc::find(state.categories(), category_id);
  if (category == nullptr) return;
  const std::set<std::string> free = changeable(state, work, uuids);
  push_doc_edit(state, work, doc::with_category(work.timeline.root().doc, free, *category),
                "change class to " + class_name(state, category_id));
}

std::size_t remove_objects(SessionState& state, ImageWork& work, const std::set<std::string>& uuids,
                           const std::string& verb) {
  const std::set<std::string> free = changeable(state, work, uuids);
  const Snapshot& root = work.timeline.root();
  const doc::ImageDocPtr next = doc::removed(root.doc, free);
  const std::size_t gone = root.doc->annotations.size() - next->annotations.size();
  if (gone == 0) return 0;
  ChainPtr chain = root.chain;
  if (chain && free.contains(chain->replaces)) chain = nullptr;
  push_edit(state, work, {next, chain}, {verb + " " + count_of(gone, "object"), 0});
  return gone;
}

namespace {

void delete_objects(SessionState& state, ImageWork& work, const std::set<std::string>& uuids) {
  const std::size_t gone = remove_objects(state, work, uuids, "delete");
  if (gone > 0) announce(state, "Deleted " + count_of(gone, "object") + ".");
}

}  // namespace

void on(SessionState& state, const action::DeleteSelected&) {
  if (ImageWork* work = state.open_work()) delete_objects(state, *work, std::set(state.selection));
}

void on(SessionState& state, const action::DeleteObject& a) {
  if (ImageWork* work = state.open_work()) delete_objects(state, *work, {a.uuid});
}

void on(SessionState& state, const action::SetObjectCategory& a) {
  if (ImageWork* work = state.open_work()) set_class(state, *work, {a.uuid}, a.category_id);
}

void on(SessionState& state, const action::ToggleLocked& a) {
  if (ImageWork* work = state.open_work()) toggle_locked(state, *work, {a.uuid});
}

void on(SessionState& state, const action::ToggleSelectedLocked&) {
  if (ImageWork* work = state.open_work()) toggle_locked(state, *work, std::set(state.selection));
}

void on(SessionState& state, const action::ToggleSelectedCrowd&) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const std::set<std::string> free = changeable(state, *work, state.selection);
  const doc::ImageDocPtr& doc = work->timeline.root().doc;
  const bool all =
      std::all_of(doc->annotations.begin(), doc->annotations.end(),
                  [&](const auto& a) { return a->iscrowd || !free.contains(a->uuid); });
  push_doc_edit(state, *work, doc::with_crowd(doc, free, !all), all ? "not a crowd" : "mark crowd");
}

void on(SessionState& state, const action::ReorderSelected& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const std::set<std::string> free = changeable(state, *work, state.selection);
  push_doc_edit(state, *work, doc::reordered(work->timeline.root().doc, free, a.move),
                words_of(a.move));
}

void on(SessionState& state, const action::MoveSelectedAbove& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const std::set<std::string> free = changeable(state, *work, state.selection);
  if (free.contains(a.below)) return;
  push_doc_edit(state, *work, doc::moved_above(work->timeline.root().doc, free, a.below),
                "reorder " + count_of(free.size(), "object"));
}

void on(SessionState& state, const action::SetAttribute& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || a.name.empty()) return;
  const std::set<std::string> free = changeable(state, *work, state.selection);
  push_doc_edit(state, *work,
                doc::with_attribute(work->timeline.root().doc, free, a.name, a.value_json),
                (a.value_json.empty() ? "clear " : "set ") + a.name);
}

}  // namespace maskpoint::session
