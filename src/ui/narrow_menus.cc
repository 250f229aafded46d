// What a narrow top bar has no room for: the tools, and what is seldom used.
#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {

void draw_tools_menu(Screen& screen) {
  std::vector<CommandId> ids(tool_commands().begin(), tool_commands().end());
  ids.push_back(CommandId::kEverything);
  std::vector<MenuItem> items;
  for (const CommandId id : ids) {
    const Command& c = command(id);
    items.push_back({std::string(c.name), std::string(c.label), c.icon, first_cap(screen, id)});
  }
  const int chosen = menu_list(screen, items, 330);
  if (chosen < 0) return;
  close_popover(screen);
  screen.act(ids[std::size_t(chosen)]);
}

void draw_more_menu(Screen& screen) {
  const bool light = screen.session.theme() == session::Theme::kLight;
  const bool panel = screen.memory.right == PanelState::kOpen;
  const std::vector<MenuItem> items = {
      {"panel:right", panel ? "Hide classes and objects" : "Show classes and objects",
       icon::kPanelRight},
      {"theme", "Theme", light ? icon::kSun : icon::kMoon},
      {"help", "Every shortcut", icon::kHelp, first_cap(screen, CommandId::kHelp)},
      {"palette", "Find a command", icon::kSearch, first_cap(screen, CommandId::kPalette)}};
  const int chosen = menu_list(screen, items, 230);
  if (chosen < 0) return;
  const ScreenRect anchor = screen.memory.menu.anchor;
  close_popover(screen);
  if (chosen == 0) screen.memory.right = panel ? PanelState::kAutomatic : PanelState::kOpen;
  if (chosen == 1) open_popover(screen, MenuKind::kTheme, anchor);
  if (chosen == 2) screen.memory.help_open = true;
  if (chosen == 3) screen.memory.palette.open = screen.memory.palette.fresh = true;
}

}  // namespace maskpoint::ui
