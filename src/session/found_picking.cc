// Which of the masks found is meant: under the pointer, inside a frame, or walked to.
#include <algorithm>

#include "session/actions.h"
#include "session/everything.h"
#include "session/picking.h"
#include "session/pointer.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

// Of one kind: of a size and of a shape.
constexpr double kAlikeTimes = 2, kAlikeAspect = 1.6, kAlikeFill = 0.2;

const Everything* shown_everything(const SessionState& state) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->everything || !state.everything_shown) return nullptr;
  return &*work->everything;
}

// Whether the pointer is free to light one.
bool can_point(const SessionState& state) {
  const ImageWork* work = state.open_work();
  return work != nullptr && state.tool == Tool::kPrompt && !work->timeline.root().chain &&
         !state.pan_button;
}

bool within(double a, double b, double times) {
  return a <= b * times && b <= a * times;
}

bool alike(const FoundMask& a, const FoundMask& b) {
  const auto aspect = [](const FoundMask& m) {
    return double(m.bbox.width) / std::max(1, m.bbox.height);
  };
  const auto fill = [](const FoundMask& m) {
    return double(m.area) / std::max(1.0, double(m.bbox.width) * m.bbox.height);
  };
  // Turned by a quarter it is still one of them.
  const bool shape =
      within(aspect(a), aspect(b), kAlikeAspect) || within(aspect(a) * aspect(b), 1, kAlikeAspect);
  return within(double(a.area), double(b.area), kAlikeTimes) && shape &&
         std::abs(fill(a) - fill(b)) <= kAlikeFill;
}

}  // namespace

std::vector<std::shared_ptr<const Found>> offered(const SessionState& state) {
  std::vector<std::shared_ptr<const Found>> list;
  if (const ImageWork* work = state.open_work(); work != nullptr && work->everything)
    for (const std::shared_ptr<Found>& found : work->everything->found)
      if (double(found->mask.predicted_iou) >= state.found_floor && found->covered_by.empty())
        list.push_back(found);
  return list;
}

bool offers_found(const SessionState& state) {
  return shown_everything(state) != nullptr && !offered(state).empty();
}

std::vector<int> found_under_pointer(const SessionState& state) {
  const std::optional<geom::PixelPoint> pixel = cursor_pixel(state);
  if (!pixel || shown_everything(state) == nullptr || !can_point(state)) return {};
  std::vector<const FoundMask*> under;
  for (const std::shared_ptr<const Found>& found : offered(state)) {
    const geom::Rect& box = found->mask.bbox;
    if (pixel->x >= box.x && pixel->y >= box.y && pixel->x < box.x + box.width &&
        pixel->y < box.y + box.height && covers(*found->mask.mask, int(pixel->x), int(pixel->y)))
      under.push_back(&found->mask);
  }
  std::stable_sort(under.begin(), under.end(),
                   [](const FoundMask* a, const FoundMask* b) { return a->area < b->area; });
  std::vector<int> ids;
  for (const FoundMask* found : under)
    ids.push_back(found->id);
  return ids;
}

void point_elsewhere(SessionState& state, geom::ScreenPoint at) {
  const bool moved = state.pointer != at;
  const std::vector<int> before = moved ? found_under_pointer(state) : std::vector<int>();
  state.pointer = at;
  ImageWork* work = state.open_work();
  if (!moved || work == nullptr || !work->everything) return;
  work->everything->walked = -1;
  if (found_under_pointer(state) != before) state.nest_depth = 0;
}

bool step_nested(SessionState& state, int step) {
  const std::size_t count = found_under_pointer(state).size();
  if (count < 2) return false;
  const std::size_t at = std::min(state.nest_depth, count - 1);
  state.nest_depth = (at + (step > 0 ? 1 : count - 1)) % count;
  return true;
}

int lit_found(const SessionState& state) {
  const Everything* everything = shown_everything(state);
  if (everything == nullptr || !can_point(state)) return -1;
  if (everything->walked >= 0) {
    for (const std::shared_ptr<const Found>& found : offered(state))
      if (found->mask.id == everything->walked) return everything->walked;
  }
  const GestureKind gesture = state.gesture.kind;
  if (gesture != GestureKind::kNone && gesture != GestureKind::kPress) return -1;
  const std::vector<int> under = found_under_pointer(state);
  return under.empty() ? -1 : under[std::min(state.nest_depth, under.size() - 1)];
}

std::set<int> found_in_frame(const SessionState& state, const Gesture& gesture) {
  std::set<int> ids;
  if (gesture.kind != GestureKind::kBox || shown_everything(state) == nullptr || !can_point(state))
    return ids;
  const std::optional<geom::Box> box = dragged_box(gesture, open_size(state));
  if (!box) return ids;
  for (const std::shared_ptr<const Found>& found : offered(state)) {
    const geom::Rect& r = found->mask.bbox;
    if (r.x >= box->x0 && r.y >= box->y0 && r.x + r.width - 1 <= box->x1 &&
        r.y + r.height - 1 <= box->y1)
      ids.insert(found->mask.id);
  }
  return ids;
}

EverythingView everything_view(const SessionState& state, const Everything& everything) {
  EverythingView view;
  view.waiting = everything.running && everything.seq == 0;
  view.running = everything.running;
  view.progress = everything.progress;
  view.seconds_left = everything.seconds_left;
  view.floor = state.found_floor;
  for (const std::shared_ptr<const Found>& found : offered(state))
    view.offered.push_back(&found->mask);
  view.lit = lit_found(state);
  view.nested = found_under_pointer(state).size();
  return view;
}

void on(SessionState& state, const action::StepFound& a) {
  ImageWork* work = state.open_work();
  if (!offers_found(state) || a.step == 0) return;
  const std::vector<std::shared_ptr<const Found>> list = offered(state);
  const int lit = lit_found(state);
  const auto at = std::find_if(list.begin(), list.end(),
                               [&](const auto& found) { return found->mask.id == lit; });
  const std::ptrdiff_t count = std::ssize(list);
  std::ptrdiff_t next = a.step > 0 ? 0 : count - 1;
  if (at != list.end()) next = (at - list.begin() + (a.step > 0 ? 1 : count - 1)) % count;
  const FoundMask& found = list[std::size_t(next)]->mask;
  work->everything->walked = found.id;
  // Into view, where the image is larger than the canvas.
  const geom::ScreenPoint middle = state.view.to_screen(
      {found.bbox.x + found.bbox.width / 2.0, found.bbox.y + found.bbox.height / 2.0});
  if (!state.canvas.contains(middle))
    pan_view(state, state.canvas.x + state.canvas.width / 2.0 - double(middle.x),
             state.canvas.y + state.canvas.height / 2.0 - double(middle.y));
}

void on(SessionState& state, const action::KeepFound& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->everything) return;
  std::set<int> ids(a.ids.begin(), a.ids.end());
  if (a.alike_too) {
    const auto list = offered(state);
    for (const auto& one : list)
      if (std::find(a.ids.begin(), a.ids.end(), one->mask.id) != a.ids.end())
        for (const auto& other : list)
          if (alike(one->mask, other->mask)) ids.insert(other->mask.id);
  }
  keep_found(state, *work, ids);
}

}  // namespace maskpoint::session
