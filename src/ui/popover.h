// A card that opens beside what was clicked (memory.menu.anchor) and lies over everything: menus,
// and panels of controls. It is open while memory.menu has its kind; a click outside and Esc close
// it. To add one: a MenuKind, a case in draw_menu, and between these two calls whatever it holds.
#pragma once

#include "ui/screen.h"

namespace maskpoint::ui {

// The card on the screen. Submit what it holds, then end_popover().
ScreenRect begin_popover(Screen& screen, float width, float height);
void end_popover(Screen& screen);

void open_popover(Screen& screen, MenuKind kind, ScreenRect anchor);
void close_popover(Screen& screen);

// A button that opens one: label and chevron.
void popover_button(Screen& screen, const std::string& name, ScreenRect rect,
                    std::string_view label, std::string_view tip, MenuKind kind,
                    bool usable = true);

}  // namespace maskpoint::ui
