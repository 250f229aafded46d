#include "session/selecting.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "session/actions.h"
#include "session/picking.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

// From the anchor to this one, in the order they lie.
void select_range(SessionState& state, const doc::ImageDoc& doc, const std::string& uuid) {
  const auto place = [&](const std::string& wanted) {
    return std::find_if(doc.annotations.begin(), doc.annotations.end(),
                        [&](const auto& a) { return a->uuid == wanted; });
  };
  auto from = place(state.selection_anchor), to = place(uuid);
  if (to == doc.annotations.end()) return;
  if (from == doc.annotations.end()) {
    state.selection_anchor = uuid;
    from = to;
  }
  if (to < from) std::swap(from, to);
  state.selection.clear();
  for (; from <= to; ++from)
    state.selection.insert((*from)->uuid);
}

void select(SessionState& state, const doc::ImageDoc& doc, const std::string& uuid,
            action::SelectKind kind) {
  switch (kind) {
    case action::SelectKind::kNone:
      state.selection.clear();
      return;
    case action::SelectKind::kOnly:
      state.selection.clear();
      if (!uuid.empty()) state.selection.insert(uuid);
      break;
    case action::SelectKind::kToggle:
      if (!uuid.empty() && state.selection.erase(uuid) == 0) state.selection.insert(uuid);
      break;
    case action::SelectKind::kRange:
      select_range(state, doc, uuid);
      return;
  }
  if (!uuid.empty()) state.selection_anchor = uuid;
}

// Whole pixels the frame has a part of.
geom::Rect pixels_of(const Gesture& gesture, geom::ImageSize size) {
  const auto cells = [](double a, double b, int length) {
    const auto low = std::int64_t(std::floor(std::clamp(std::min(a, b), 0.0, double(length))));
    const auto high = std::int64_t(std::ceil(std::clamp(std::max(a, b), 0.0, double(length))));
    return std::pair{int(low), int(high - low)};
  };
  const auto [x, width] = cells(gesture.pressed_on.x, gesture.now.x, size.width);
  const auto [y, height] = cells(gesture.pressed_on.y, gesture.now.y, size.height);
  return {x, y, width, height};
}

}  // namespace

void select_under(SessionState& state, geom::ScreenPoint at, action::SelectKind kind) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const geom::PixelPoint pixel = geom::pixel_under(state.view.to_image(at));
  const doc::ImageDoc& doc = *work->timeline.root().doc;
  select(state, doc, topmost_at(doc, state.hidden, pixel), kind);
}

void select_for_menu(SessionState& state, geom::ScreenPoint at) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const geom::PixelPoint pixel = geom::pixel_under(state.view.to_image(at));
  const doc::ImageDoc& doc = *work->timeline.root().doc;
  const std::string uuid = topmost_at(doc, state.hidden, pixel);
  if (uuid.empty() || !state.selection.contains(uuid))
    select(state, doc, uuid, action::SelectKind::kOnly);
}

std::string lit_object(const SessionState& state) {
  const ImageWork* work = state.open_work();
  if (!state.lit_in_list.empty() || work == nullptr || state.tool != Tool::kSelect)
    return state.lit_in_list;
  const auto pixel = cursor_pixel(state);
  if (!pixel || state.gesture.kind == GestureKind::kBand) return {};
  return topmost_at(*work->timeline.root().doc, state.hidden, *pixel);
}

void start_selecting(SessionState& state, geom::ScreenPoint at, action::Button button,
                     action::SelectKind kind) {
  Gesture gesture;
  gesture.kind = GestureKind::kSelect;
  gesture.button = button;
  gesture.pressed_at = at;
  gesture.pressed_on = gesture.now = state.view.to_image(at);
  gesture.select = kind;
  gesture.selected_before = state.selection;
  state.gesture = std::move(gesture);
}

void move_band(SessionState& state, const ImageWork& work) {
  const Gesture& gesture = state.gesture;
  std::set<std::string> found =
      objects_in(*work.timeline.root().doc, state.hidden, pixels_of(gesture, work.size));
  if (gesture.select == action::SelectKind::kToggle)
    found.insert(gesture.selected_before.begin(), gesture.selected_before.end());
  state.selection = std::move(found);
}

void cancel_band(SessionState& state) {
  if (state.gesture.kind == GestureKind::kBand)
    state.selection = std::move(state.gesture.selected_before);
}

void drop_gone_from_selection(SessionState& state, const doc::ImageDoc& doc) {
  if (state.selection.empty()) return;
  std::unordered_set<std::string_view> there;
  there.reserve(doc.annotations.size());
  for (const doc::AnnotationPtr& a : doc.annotations)
    there.insert(a->uuid);
  std::erase_if(state.selection, [&](const std::string& uuid) { return !there.contains(uuid); });
}

void on(SessionState& state, const action::Select& a) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const doc::ImageDoc& doc = *work->timeline.root().doc;
  const bool exists = doc::find(doc, a.uuid) != nullptr;
  if (exists || a.kind == action::SelectKind::kNone) select(state, doc, a.uuid, a.kind);
}

void on(SessionState& state, const action::SelectAll&) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  cancel_band(state);
  state.selection.clear();
  for (const doc::AnnotationPtr& a : work->timeline.root().doc->annotations)
    if (!a->locked && !state.hidden.contains(a->uuid)) state.selection.insert(a->uuid);
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
  state.selection_anchor = visible[std::size_t(next)];
}

}  // namespace maskpoint::session
