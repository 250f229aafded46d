#include "session/objects.h"

#include <algorithm>

#include "session/actions.h"
#include "session/classes.h"
#include "session/picking.h"
#include "session/timeline.h"
#include "session/toasts.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

void select(SessionState& state, const std::string& uuid, action::SelectKind kind) {
  switch (kind) {
    case action::SelectKind::kNone:
      state.selection.clear();
      return;
    case action::SelectKind::kOnly:
      state.selection.clear();
      if (!uuid.empty()) state.selection.insert(uuid);
      return;
    case action::SelectKind::kToggle:
      if (!uuid.empty() && state.selection.erase(uuid) == 0) state.selection.insert(uuid);
      return;
  }
}

// An object being re-edited is deleted with its prompt.
void remove(SessionState& state, ImageWork& work, const std::set<std::string>& uuids) {
  const Snapshot& root = work.timeline.root();
  const doc::ImageDocPtr next = doc::removed(root.doc, uuids);
  const std::size_t gone = root.doc->annotations.size() - next->annotations.size();
  if (gone == 0) return;
  const std::string what = count_of(gone, "object");
  ChainPtr chain = root.chain;
  if (chain && uuids.contains(chain->replaces)) chain = nullptr;
  push_edit(state, work, {next, chain}, {"delete " + what, 0});
  announce(state, "Deleted " + what + ".");
}

}  // namespace

void select_under(SessionState& state, geom::ScreenPoint at, action::SelectKind kind) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const geom::PixelPoint pixel = geom::pixel_under(state.view.to_image(at));
  select(state, topmost_at(*work->timeline.root().doc, state.hidden, pixel), kind);
}

std::string lit_object(const SessionState& state) {
  const ImageWork* work = state.open_work();
  if (!state.lit_in_list.empty() || work == nullptr || state.tool != Tool::kSelect)
    return state.lit_in_list;
  const auto pixel = cursor_pixel(state);
  if (!pixel) return {};
  return topmost_at(*work->timeline.root().doc, state.hidden, *pixel);
}

void set_class(SessionState& state, ImageWork& work, const std::set<std::string>& uuids,
               int category_id) {
  push_doc_edit(state, work, doc::with_category(work.timeline.root().doc, uuids, category_id),
                "change class to " + class_name(state, category_id));
}

void on(SessionState& state, const action::Select& a) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const bool exists = doc::find(*work->timeline.root().doc, a.uuid) != nullptr;
  if (exists || a.kind == action::SelectKind::kNone) select(state, a.uuid, a.kind);
}

void on(SessionState& state, const action::CycleObject& a) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  std::vector<std::string> visible;
  for (const doc::AnnotationPtr& object : work->timeline.root().doc->annotations)
    if (!state.hidden.contains(object->uuid)) visible.push_back(object->uuid);
  if (visible.empty()) return;
  const int count = int(visible.size());
  const auto is_selected = [&](const std::string& uuid) { return state.selection.contains(uuid); };
  const auto at = std::find_if(visible.begin(), visible.end(), is_selected);
  int next = a.step > 0 ? 0 : count - 1;
  if (at != visible.end()) next = ((int(at - visible.begin()) + a.step) % count + count) % count;
  state.selection = {visible[std::size_t(next)]};
}

void on(SessionState& state, const action::HoverObject& a) {
  state.lit_in_list = a.uuid;
}

void on(SessionState& state, const action::ToggleVisible& a) {
  if (state.hidden.erase(a.uuid) == 0) state.hidden.insert(a.uuid);
}

void on(SessionState& state, const action::ToggleAllVisible&) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const auto& objects = work->timeline.root().doc->annotations;
  const bool any_visible = std::any_of(objects.begin(), objects.end(), [&](const auto& object) {
    return !state.hidden.contains(object->uuid);
  });
  for (const doc::AnnotationPtr& object : objects) {
    if (any_visible)
      state.hidden.insert(object->uuid);
    else
      state.hidden.erase(object->uuid);
  }
}

void on(SessionState& state, const action::DeleteSelected&) {
  if (ImageWork* work = state.open_work()) remove(state, *work, std::set(state.selection));
}

void on(SessionState& state, const action::DeleteObject& a) {
  if (ImageWork* work = state.open_work()) remove(state, *work, {a.uuid});
}

void on(SessionState& state, const action::SetObjectCategory& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || doc::find(state.categories(), a.category_id) == nullptr) return;
  set_class(state, *work, {a.uuid}, a.category_id);
}

}  // namespace maskpoint::session
