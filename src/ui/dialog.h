// A question or a task over the dimmed page. It is open while memory.dialog has its kind; Esc, the
// cross and a click outside mean its cancel button, Enter its primary one. To add one: a
// DialogKind, a case in draw_dialog, and a function that calls these two and acts on what was
// pressed.
#pragma once

#include <string>
#include <vector>

#include "ui/screen.h"

namespace maskpoint::ui {

struct DialogButton {
  std::string name;  // of the widget
  std::string label;
  ButtonStyle style = ButtonStyle::kRaised;
  bool usable = true;
};

struct DialogSpec {
  std::string name;  // of the widget; the cross is "<name>:close"
  std::string title;
  std::string text;  // wrapped under the title; may be empty
  float width = 420;
  float content_height = 0;           // of what the caller draws; cut where the viewport is lower
  std::vector<DialogButton> buttons;  // from left to right
  int cancel = 0;                     // which one Esc means, −1 for none of them
  int primary = -1;                   // which one Enter means
};

struct DialogFrame {
  ScreenRect content;   // where the caller draws
  int pressed = -1;     // a button's index
  bool closed = false;  // by Esc, the cross or a click outside; `pressed` is then `cancel`
};

// Draws all but the content. The caller draws that, calls end_dialog, and then acts.
DialogFrame begin_dialog(Screen& screen, const DialogSpec& spec);
void end_dialog(Screen& screen);

void open_dialog(Screen& screen, DialogKind kind, std::string subject = {});
void close_dialog(Screen& screen);

}  // namespace maskpoint::ui
