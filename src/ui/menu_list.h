// A menu that is a list of things to choose from, drawn in the popover that is open.
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
  bool opens_more = false;    // another menu follows: an arrow at the right
  bool starts_group = false;  // a line above
};

// Draws the items; the index of the one chosen, or −1.
int menu_list(Screen& screen, const std::vector<MenuItem>& items, float width);
// The same under a field that narrows it; `items` are those that match memory.menu_filter.
int filtered_menu_list(Screen& screen, const std::vector<MenuItem>& items, float width,
                       const std::string& placeholder);

// The first key a command has now in one cap, or nothing.
std::string first_cap(const Screen& screen, CommandId id);
// A command as an item, unusable when the command is.
MenuItem command_item(const Screen& screen, CommandId id, std::string label);

// Whether a name contains what was typed, whatever the case of its letters (of ASCII's).
bool matches(const std::string& name, const std::string& typed);

}  // namespace maskpoint::ui
