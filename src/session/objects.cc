#include "session/objects.h"

#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

void hide_or_show(SessionState& state, const std::vector<std::string>& uuids) {
  const bool any_visible = std::any_of(uuids.begin(), uuids.end(), [&](const std::string& uuid) {
    return !state.hidden.contains(uuid);
  });
  for (const std::string& uuid : uuids) {
    if (any_visible)
      state.hidden.insert(uuid);
    else
      state.hidden.erase(uuid);
  }
}

}  // namespace

void end_solo(SessionState& state) {
  if (!state.hidden_before_solo) return;
  state.hidden = *std::exchange(state.hidden_before_solo, std::nullopt);
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
  std::vector<std::string> all;
  for (const doc::AnnotationPtr& object : work->timeline.root().doc->annotations)
    all.push_back(object->uuid);
  hide_or_show(state, all);
  state.hidden_before_solo.reset();
}

void on(SessionState& state, const action::ToggleSelectedVisible&) {
  hide_or_show(state, {state.selection.begin(), state.selection.end()});
}

void on(SessionState& state, const action::ToggleSolo&) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  if (state.hidden_before_solo) {
    end_solo(state);
    announce(state, "All objects are shown as before.");
    return;
  }
  if (state.selection.empty()) return;
  state.hidden_before_solo = state.hidden;
  for (const doc::AnnotationPtr& object : work->timeline.root().doc->annotations) {
    if (state.selection.contains(object->uuid))
      state.hidden.erase(object->uuid);
    else
      state.hidden.insert(object->uuid);
  }
  announce(state, count_of(state.selection.size(), "object") + " shown alone.");
}

}  // namespace maskpoint::session
