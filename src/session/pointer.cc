// Presses, drags and releases on the canvas. A left press is a click until it has moved more than
// the slop; then it draws a box, or moves the point it began on.

#include "session/pointer.h"

#include <algorithm>
#include <cmath>

#include "session/actions.h"
#include "session/box_grip.h"
#include "session/everything.h"
#include "session/hover.h"
#include "session/pending.h"
#include "session/picking.h"
#include "session/selecting.h"
#include "session/toasts.h"
#include "session/tool_pointer.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

using action::Button;

// CSS pixels. A finger is less steady than a mouse, and hides what it points at.
constexpr float kDragSlop = 4, kTouchSlop = 10;
constexpr float kPointReach = 9, kTouchPointReach = 22;  // from a point's centre

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

// Whether the one selected object is what lies under a place.
bool selected_lies_under(const SessionState& state, geom::ScreenPoint at) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || state.selection.size() != 1) return false;
  const geom::PixelPoint pixel = geom::pixel_under(state.view.to_image(at));
  return topmost_at(*work->timeline.root().doc, state.hidden, pixel) == *state.selection.begin();
}

// On what "everything" has found, a click keeps it.
bool click_found(SessionState& state, ImageWork& work, const Gesture& gesture) {
  if (gesture.label != geom::PointLabel::kInclude) return false;
  const int lit = lit_found(state);
  if (lit < 0) return false;
  keep_found(state, work, {lit});
  return true;
}

// A click that makes or changes a prompt.
void click(SessionState& state, ImageWork& work, const Gesture& gesture) {
  if (click_found(state, work, gesture)) return;
  const ChainPtr& chain = work.timeline.root().chain;
  if (gesture.on_point) {
    push_prompt(state, work, without_point(chain, *gesture.on_point), "remove point");
    return;
  }
  if (gesture.on_box) return;
  // A finger held down hides the place: it may be slid to where it is meant.
  const geom::PixelPoint at = geom::pixel_under(gesture.held ? gesture.now : gesture.pressed_on);
  if (!inside(at, work.size)) return;
  freeze_hover(state);
  const bool include = gesture.label == geom::PointLabel::kInclude;
  push_prompt(state, work, with_point(chain, {at, gesture.label}),
              include ? "include point" : "exclude point");
}

void drop_box(SessionState& state, ImageWork& work, const Gesture& gesture) {
  if (const std::set<int> inside = found_in_frame(state, gesture); !inside.empty()) {
    clear_hover(state);
    keep_found(state, work, wholes_of(*work.everything, inside));
    return;
  }
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

void drop_edge(SessionState& state, ImageWork& work, const Gesture& gesture) {
  const ChainPtr& chain = work.timeline.root().chain;
  const std::optional<geom::Box> box = resized_box(gesture, *chain, work.size);
  if (!box || box == chain->last().box) {
    clear_hover(state);
    return;
  }
  freeze_hover(state);
  push_prompt(state, work, with_box_changed(chain, *chain->last().box, *box), "resize box");
}

// The mask as it will be if the drag ends here.
void preview_drag(SessionState& state, const ImageWork& work) {
  const Gesture& gesture = state.gesture;
  const ChainPtr& chain = work.timeline.root().chain;
  if (gesture.kind == GestureKind::kBox) {
    const std::optional<geom::Box> box = dragged_box(gesture, work.size);
    if (!found_in_frame(state, gesture).empty())
      clear_hover(state);
    else if (box)
      preview(state, *with_box(chain, *box));
    return;
  }
  if (gesture.kind == GestureKind::kResizeBox) {
    if (const std::optional<geom::Box> box = resized_box(gesture, *chain, work.size))
      preview(state, *with_box_changed(chain, *chain->last().box, *box));
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
      distance(at, gesture.pressed_at) <= (gesture.reach == Reach::kTouch ? kTouchSlop : kDragSlop))
    return;
  gesture.kind = gesture.on_point ? GestureKind::kMovePoint
                 : gesture.on_box ? GestureKind::kResizeBox
                                  : GestureKind::kBox;
  clear_hover(state);
}

}  // namespace

std::optional<geom::PromptPoint> pending_point_at(const SessionState& state, geom::ScreenPoint at,
                                                  Reach how_far) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->timeline.root().chain) return std::nullopt;
  std::optional<geom::PromptPoint> nearest;
  float reach = how_far == Reach::kTouch ? kTouchPointReach : kPointReach;
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

std::optional<geom::Box> resized_box(const Gesture& gesture, const PromptedChain& chain,
                                     geom::ImageSize size) {
  if (!gesture.on_box || !chain.last().box) return std::nullopt;
  return box_resized(*chain.last().box, *gesture.on_box, gesture.pressed_on, gesture.now, size);
}

PointerTarget pointer_target(const SessionState& state) {
  const Gesture& gesture = state.gesture;
  if (gesture.kind == GestureKind::kMovePoint) return {gesture.on_point, std::nullopt};
  if (gesture.kind == GestureKind::kResizeBox) return {std::nullopt, gesture.on_box};
  if (gesture.kind != GestureKind::kNone || !state.pointer || state.tool != Tool::kPrompt)
    return {};
  if (const auto point = pending_point_at(state, *state.pointer, Reach::kMouse))
    return {point, std::nullopt};
  return {std::nullopt, box_grip_at(state, *state.pointer, Reach::kMouse)};
}

void on(SessionState& state, const action::PointerMoved& a) {
  point_elsewhere(state, a.at);
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
    case GestureKind::kResizeBox:
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
    if (a.clicks == 2 && !more && selected_lies_under(state, a.at))
      on(state, action::ReopenObject{*state.selection.begin()});
    else
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
  gesture.reach = a.modifiers.touch ? Reach::kTouch : Reach::kMouse;
  gesture.on_point = pending_point_at(state, a.at, gesture.reach);
  if (a.button == Button::kRight || a.modifiers.alt)
    gesture.label = geom::PointLabel::kExclude;
  else if (!gesture.on_point)
    gesture.on_box = box_grip_at(state, a.at, gesture.reach);
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
  if (gesture.kind == GestureKind::kResizeBox) drop_edge(state, *work, gesture);
}

void on(SessionState& state, const action::PointerLeft&) {
  state.pointer.reset();
}

void on(SessionState& state, const action::PointerCancelled&) {
  cancel_gesture(state);
  state.pan_button.reset();
  state.pointer.reset();
}

void on(SessionState& state, const action::PressHeld&) {
  Gesture& gesture = state.gesture;
  if (gesture.kind != GestureKind::kPress || gesture.on_point) return;
  gesture.label = geom::PointLabel::kExclude;
  gesture.on_box.reset();
  gesture.held = true;
  clear_hover(state);
  announce(state, "Lift the finger to exclude this place.");
}

}  // namespace maskpoint::session
