// What the command palette offers for what is typed: commands, classes and images, best first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/commands.h"

namespace maskpoint::ui {

struct PaletteItem {
  enum class Kind { kCommand, kClass, kImage };
  Kind kind = Kind::kCommand;
  CommandId command{};
  std::int64_t id = 0;  // of the class or the image
  std::string_view label;
  int score = 0;
};

// Commands that do nothing now and the palette itself are left out. Without any letters typed: the
// commands, then the classes.
std::vector<PaletteItem> palette_items(const session::Session& session, std::string_view typed);

}  // namespace maskpoint::ui
