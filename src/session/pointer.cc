// Presses, drags and releases on the canvas. A left press is a click until it has moved more than
// the slop; then it draws a box, or moves the point it began on.

#include "session/pointer.h"

#include <algorithm>
#include <cmath>

#include "session/actions.h"
#include "session/hover.h"
#include "session/pending.h"
#include "session/selecting.h"
#include "session/tool_pointer.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

using action::Button;

constexpr float kDragSlop = 4;    // CSS pixels
constexpr float kPointReach = 9;  // CSS pixels from a point's centre

float distance(geom::ScreenPoint a, geom::ScreenPoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

bool inside(geom::PixelPoint p, geom::ImageSize size) {
  return p.x >= 0 && p.y >= 0 && p.x < size.width && p.y < size.height;
}

void start_panning(SessionState& state, Button button, geom::ScreenPoint at) {
  state.pan_button = button;
  state.pan_from = at;
}

// A click that makes or changes a prompt.
void click(SessionState& state, ImageWork& work, const Gesture& gesture) {
  const ChainPtr& chain = work.timeline.root().chain;
  if (gesture.on_point) {
    push_prompt(state, work, without_point(chain, *gesture.on_point), "remove point");
    return;
  }
  const geom::PixelPoint at = geom::pixel_under(gesture.pressed_on);
  if (!inside(at, work.size)) return;
  freeze_hover(state);
  const bool include = gesture.label == geom::PointLabel::kInclude;
  push_prompt(state, work, with_point(chain, {at, gesture.label}),
              include ? "include point" : "exclude point");
}

void drop_box(SessionState& state, ImageWork& work, const Gesture& gesture) {
  const std::optional<geom::Box> box = dragged_box(gesture, work.size);
  if (!box) {
    clear_hover(state);
    return;
  }
  freeze_hover(state);
  push_prompt(state, work, with_box(work.timeline.root().chain, *box), "box");
}

void drop_point(SessionState& state, ImageWork& work, const Gesture& gesture) {
  const geom::PixelPoint to = geom::pixel_under(gesture.now);
  if (!inside(to, work.size) || to == gesture.on_point->at) {
    clear_hover(state);
    return;
  }
  freeze_hover(state);
  push_prompt(state, work, with_point_moved(work.timeline.root().chain, *gesture.on_point, to),
              "move point");
}

// The mask as it will be if the drag ends here.
void preview_drag(SessionState& state, const ImageWork& work) {
  const Gesture& gesture = state.gesture;
  const ChainPtr& chain = work.timeline.root().chain;
  if (gesture.kind == GestureKind::kBox) {
    if (const std::optional<geom::Box> box = dragged_box(gesture, work.size))
      preview(state, *with_box(chain, *box));
    return;
  }
  const geom::PixelPoint to = geom::pixel_under(gesture.now);
  if (inside(to, work.size)) preview(state, *with_point_moved(chain, *gesture.on_point, to));
}

// Where the press is now, and whether it has become a drag.
void follow_press(SessionState& state, geom::ScreenPoint at) {
  Gesture& gesture = state.gesture;
  gesture.now = state.view.to_image(at);
  if (gesture.kind == GestureKind::kSelect && gesture.button == Button::kLeft &&
      distance(at, gesture.pressed_at) > kDragSlop)
    gesture.kind = GestureKind::kBand;
  const bool draws = gesture.button == Button::kLeft && gesture.label == geom::PointLabel::kInclude;
  if (gesture.kind != GestureKind::kPress || !draws ||
      distance(at, gesture.pressed_at) <= kDragSlop)
    return;
  gesture.kind = gesture.on_point ? GestureKind::kMovePoint : GestureKind::kBox;
  clear_hover(state);
}

}  // namespace

std::optional<geom::PromptPoint> pending_point_at(const SessionState& state, geom::ScreenPoint at) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->timeline.root().chain) return std::nullopt;
  std::optional<geom::PromptPoint> nearest;
  float reach = kPointReach;
  for (const geom::PromptPoint& p : work->timeline.root().chain->last().points) {
    const float d = distance(at, state.view.to_screen(geom::centre_of(p.at)));
    if (d > reach) continue;
    reach = d;
    nearest = p;
  }
  return nearest;
}

std::optional<geom::Box> dragged_box(const Gesture& gesture, geom::ImageSize size) {
  const auto clamped = [&](geom::ImagePoint p) {
    return geom::pixel_under(geom::ImagePoint{std::clamp(p.x, 0.0, double(size.width)),
                                              std::clamp(p.y, 0.0, double(size.height))});
  };
  const geom::Box box = geom::box_between(clamped(gesture.pressed_on), clamped(gesture.now));
  if (box.x0 == box.x1 || box.y0 == box.y1) return std::nullopt;
  return box;
}

void on(SessionState& state, const action::PointerMoved& a) {
  state.pointer = a.at;
  if (state.pan_button) {
    pan_view(state, double(a.at.x) - state.pan_from.x, double(a.at.y) - state.pan_from.y);
    state.pan_from = a.at;
    return;
  }
  ImageWork* work = state.open_work();
  if (work == nullptr || tool_moved(state, *work, a)) return;
  if (state.gesture.kind == GestureKind::kNone) return;
  follow_press(state, a.at);
  switch (state.gesture.kind) {
    case GestureKind::kBox:
    case GestureKind::kMovePoint:
      preview_drag(state, *work);
      break;
    case GestureKind::kBand:
      move_band(state, *work);
      break;
    default:
      break;
  }
}

void on(SessionState& state, const action::PointerPressed& a) {
  state.pointer = a.at;
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  if (a.button == Button::kMiddle || (a.button == Button::kLeft && a.modifiers.space)) {
    if (!state.pan_button) start_panning(state, a.button, a.at);
    return;
  }
  if (state.gesture.kind != GestureKind::kNone || state.pan_button) return;
  if (a.button == Button::kLeft && (state.tool == Tool::kSelect || a.modifiers.ctrl)) {
    const bool more = a.modifiers.ctrl || a.modifiers.shift;
    start_selecting(state, a.at, a.button,
                    more ? action::SelectKind::kToggle : action::SelectKind::kOnly);
    return;
  }
  if (tool_pressed(state, *work, a)) return;
  if (state.tool == Tool::kOutline && a.button == Button::kLeft)
    select_under(state, a.at, action::SelectKind::kOnly);
  // For the menu the shell opens there.
  if (a.button == Button::kRight && state.tool == Tool::kSelect) select_for_menu(state, a.at);
  if (state.tool != Tool::kPrompt) return;
  Gesture gesture;
  gesture.kind = GestureKind::kPress;
  gesture.button = a.button;
  gesture.pressed_at = a.at;
  gesture.pressed_on = gesture.now = state.view.to_image(a.at);
  gesture.on_point = pending_point_at(state, a.at);
  if (a.button == Button::kRight || a.modifiers.alt) gesture.label = geom::PointLabel::kExclude;
  state.gesture = gesture;
}

void on(SessionState& state, const action::PointerReleased& a) {
  state.pointer = a.at;
  if (state.pan_button == a.button) {
    state.pan_button.reset();
    return;
  }
  ImageWork* work = state.open_work();
  if (work == nullptr || state.gesture.kind == GestureKind::kNone) return;
  if (tool_released(state, *work, a) || state.gesture.button != a.button) return;
  follow_press(state, a.at);
  if (state.gesture.kind == GestureKind::kBand) move_band(state, *work);
  const Gesture gesture = state.gesture;
  state.gesture = {};
  if (gesture.kind == GestureKind::kSelect) select_under(state, gesture.pressed_at, gesture.select);
  if (gesture.kind == GestureKind::kPress) click(state, *work, gesture);
  if (gesture.kind == GestureKind::kBox) drop_box(state, *work, gesture);
  if (gesture.kind == GestureKind::kMovePoint) drop_point(state, *work, gesture);
}

void on(SessionState& state, const action::PointerLeft&) {
  state.pointer.reset();
}

}  // namespace maskpoint::session
