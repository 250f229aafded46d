// A menu: rows of which one is chosen, in a popover.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doc/types.h"
#include "ui/screen.h"

namespace maskpoint::ui {

struct MenuItem {
  std::string name;  // of the widget
  std::string label;
  const char* glyph = "";
  std::string cap = {};
  bool checked = false;
  bool usable = true;
  Tint ink = {0, 0, 0, 0};  // alpha 0: the text colour
  std::optional<doc::Color> swatch = std::nullopt;
};

// Draws the items; the index of the one chosen, or −1.
int menu_list(Screen& screen, const std::vector<MenuItem>& items, float width);

// The first key a command has now in one cap, or nothing.
std::string first_cap(const Screen& screen, CommandId id);

}  // namespace maskpoint::ui
