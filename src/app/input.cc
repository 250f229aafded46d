#include "app/input.h"

#include <utility>

namespace maskpoint::app {
namespace {

namespace action = session::action;

action::Modifiers modifiers_from(int bits) {
  return {(bits & kShift) != 0, (bits & kCtrl) != 0, (bits & kAlt) != 0, (bits & kSpace) != 0};
}

std::optional<action::Button> button_from(int dom) {
  if (dom == 0) return action::Button::kLeft;
  if (dom == 1) return action::Button::kMiddle;
  if (dom == 2) return action::Button::kRight;
  return std::nullopt;
}

}  // namespace

void Input::dispatch_all(std::vector<session::Action> actions) {
  for (session::Action& action : actions)
    dispatch_(std::move(action));
}

Input::Owner Input::owner_at(geom::ScreenPoint at) const {
  if (held_by_ != Owner::kNobody) return held_by_;
  return interface_.wants_pointer(at) ? Owner::kInterface : Owner::kCanvas;
}

void Input::leave_canvas() {
  if (std::exchange(on_canvas_, false)) dispatch_(action::PointerLeft{});
}

void Input::moved(geom::ScreenPoint at, int modifiers) {
  at_ = at;
  interface_.pointer_moved(at);
  if (owner_at(at) == Owner::kCanvas) {
    on_canvas_ = true;
    dispatch_(action::PointerMoved{at, modifiers_from(modifiers)});
  } else {
    leave_canvas();
  }
}

void Input::pressed(geom::ScreenPoint at, int dom_button, int modifiers) {
  const auto button = button_from(dom_button);
  if (!button) return;
  const Owner owner = owner_at(at);
  if (buttons_down_++ == 0) held_by_ = owner;
  if (owner == Owner::kCanvas) interface_.canvas_pressed();
  if (owner == Owner::kInterface)
    interface_.pointer_pressed(at, *button, modifiers_from(modifiers));
  else
    dispatch_(action::PointerPressed{at, *button, modifiers_from(modifiers)});
  // With the other tools the right button has a meaning of its own.
  if (owner == Owner::kCanvas && *button == action::Button::kRight &&
      session_.tool() == session::Tool::kSelect && session_.open_image() != nullptr)
    interface_.open_object_menu(at);
}

void Input::released(geom::ScreenPoint at, int dom_button, int modifiers) {
  const auto button = button_from(dom_button);
  if (!button || buttons_down_ == 0) return;
  const Owner owner = owner_at(at);
  if (--buttons_down_ == 0) held_by_ = Owner::kNobody;
  if (owner == Owner::kInterface)
    interface_.pointer_released(at, *button);
  else
    dispatch_(action::PointerReleased{at, *button, modifiers_from(modifiers)});
}

void Input::left() {
  at_.reset();
  interface_.pointer_left();
  leave_canvas();
}

void Input::pointer(PointerKind kind, int button, geom::ScreenPoint at, int modifiers) {
  space_ = (modifiers & kSpace) != 0;
  switch (kind) {
    case PointerKind::kMove:
      moved(at, modifiers);
      return;
    case PointerKind::kDown:
      pressed(at, button, modifiers);
      return;
    case PointerKind::kUp:
      released(at, button, modifiers);
      return;
    case PointerKind::kLeave:
      left();
      return;
    case PointerKind::kCancel:
      // The browser took the pointer (a second finger, a system gesture): nothing is meant by it.
      if (buttons_down_ > 0 && held_by_ == Owner::kInterface)
        interface_.pointer_released(at, action::Button::kLeft);
      buttons_down_ = 0;
      held_by_ = Owner::kNobody;
      left();
      return;
  }
}

void Input::wheel(geom::ScreenPoint at, double steps) {
  if (owner_at(at) == Owner::kInterface)
    interface_.wheel(at, steps);
  else
    dispatch_(action::Wheel{at, steps});
}

void Input::pinch(geom::ScreenPoint at, double factor, double dx, double dy) {
  if (owner_at(at) == Owner::kCanvas) dispatch_(action::Pinch{at, factor, dx, dy});
}

bool Input::key(const std::string& name, int modifiers) {
  std::vector<session::Action> actions;
  const bool used = interface_.key_pressed(
      {name, (modifiers & kCtrl) != 0, (modifiers & kShift) != 0, (modifiers & kAlt) != 0},
      session_, actions);
  dispatch_all(std::move(actions));
  return used;
}

void Input::command(const std::string& name) {
  std::vector<session::Action> actions;
  for (const ui::Command& c : ui::commands())
    if (c.name == name) interface_.run(c.id, session_, actions);
  dispatch_all(std::move(actions));
}

void Input::text(const std::string& field, ui::TextEvent event, const std::string& value) {
  std::vector<session::Action> actions;
  interface_.text(field, event, value, session_, actions);
  dispatch_all(std::move(actions));
}

const char* Input::cursor() const {
  if (!at_) return "default";
  if (owner_at(*at_) == Owner::kInterface) return interface_.cursor();
  if (session_.panning()) return "grabbing";
  if (space_) return "grab";
  const bool can_prompt = session_.tool() == session::Tool::kPrompt && session_.cursor();
  return can_prompt ? "crosshair" : "default";
}

}  // namespace maskpoint::app
