// Whose event is it: the interface's or the canvas's? Pointer events go to the interface first;
// what it does not want becomes a session Action. While a button is down, its owner keeps the
// pointer.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/bridge.h"
#include "session/session.h"
#include "ui/interface.h"

namespace maskpoint::app {

class Input {
 public:
  using Dispatch = std::function<void(session::Action)>;
  Input(ui::Interface& interface, const session::Session& session, Dispatch dispatch)
      : interface_(interface), session_(session), dispatch_(std::move(dispatch)) {}

  // DOM button numbers; `modifiers` are the bridge's bits.
  void pointer(PointerKind kind, int button, geom::ScreenPoint at, int modifiers);
  void wheel(geom::ScreenPoint at, double steps, int modifiers);
  void pinch(geom::ScreenPoint at, double factor, double dx, double dy);
  // Whether it was a command.
  bool key(const std::string& name, int modifiers);
  // A command by name, as its button would.
  void command(const std::string& name);
  void text(const std::string& field, ui::TextEvent event, const std::string& value);

  // The CSS name of the cursor for where the pointer is.
  const char* cursor() const;

 private:
  enum class Owner { kNobody, kInterface, kCanvas };
  Owner owner_at(geom::ScreenPoint at) const;
  void moved(geom::ScreenPoint at, int modifiers);
  void pressed(geom::ScreenPoint at, int button, int modifiers);
  void released(geom::ScreenPoint at, int button, int modifiers);
  void left();
  void leave_canvas();
  void dispatch_all(std::vector<session::Action> actions);

  ui::Interface& interface_;
  const session::Session& session_;
  Dispatch dispatch_;
  Owner held_by_ = Owner::kNobody;  // while a button is down
  int buttons_down_ = 0;
  bool on_canvas_ = false;
  bool space_ = false;
  std::optional<geom::ScreenPoint> at_;
};

}  // namespace maskpoint::app
