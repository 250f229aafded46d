// An Interface in front of a session Desk, without a renderer: events in, Actions out, dispatched.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "session/desk.h"
#include "ui/interface.h"

namespace maskpoint::ui {

// The fonts that set-up laid out; empty when it has not run.
const std::vector<std::byte>& font_file(const std::string& name);

class Booth {
 public:
  Booth(geom::ScreenSize viewport, float ratio);

  session::Desk desk;
  std::unique_ptr<Interface> interface;
  Frame frame();

  // Draws until nothing moves; Actions are dispatched and kept in `seen`.
  void settle();
  void draw();
  void move_to(geom::ScreenPoint at);
  void click(const std::string& widget, session::action::Modifiers modifiers = {});
  void click_at(geom::ScreenPoint at,
                session::action::Button button = session::action::Button::kLeft,
                session::action::Modifiers modifiers = {});
  bool press(const std::string& key, session::action::Modifiers modifiers = {});
  void type(const std::string& field, TextEvent event, const std::string& value);

  bool shows(const std::string& widget) const { return interface->widgets().contains(widget); }
  geom::ScreenRect rect(const std::string& widget) const;

  // The Actions of one kind since the last forget().
  template <class A>
  std::vector<A> seen() const {
    std::vector<A> found;
    for (const session::Action& action : actions_)
      if (const A* a = std::get_if<A>(&action)) found.push_back(*a);
    return found;
  }
  void forget() { actions_.clear(); }

  geom::ScreenSize viewport;
  float ratio;
  double time = 0;
  int thumbnails_asked = 0;

 private:
  void dispatch(std::vector<session::Action> actions);

  std::vector<session::Action> actions_;
  session::Scene scene_;
  geom::ScreenRect canvas_;
  int next_uuid_ = 1;
};

// Skips the test when the fonts are not there.
#define MASKPOINT_NEEDS_FONTS()                              \
  if (maskpoint::ui::font_file("Inter-Regular.otf").empty()) \
  GTEST_SKIP() << "the fonts are not in build/deps/fonts: run scripts/setup.sh first"

}  // namespace maskpoint::ui
