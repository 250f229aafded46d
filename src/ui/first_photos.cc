// Ways in for photos where the browser keeps the project: on the canvas while there are none, and
// in the menu of the image list.
#include <algorithm>

#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

constexpr float kWidth = 420, kHeight = 252, kButton = 36;

}  // namespace

void draw_first_photos(Screen& screen, ScreenRect canvas) {
  const session::Session& s = screen.session;
  if (s.keeper() != session::Keeper::kBrowser || !s.images().empty()) return;
  const Palette& c = screen.colors;
  const float width = std::min(kWidth, canvas.width - 32);
  const ScreenPoint m = centre_of(canvas);
  const ScreenRect card = {m.x - width / 2, m.y - kHeight / 2, width, kHeight};
  const Pen p = screen.begin("first photos", card, Layer::kFloating);
  // Where photos may be dropped; all of the page takes them.
  p.fill(card, c.panel, 12);
  p.outline(card, c.line, 12);
  p.icon(FontRole::kIcon, {m.x, card.y + 40}, c.accent, icon::kImagePlus);
  p.text(FontRole::kTitle, {m.x, card.y + 78}, c.text, "Drop photos or a folder here",
         Align::kCentre, width - 32);
  p.text(FontRole::kBody, {m.x, card.y + 104}, c.dim, "or paste a photo, or the address of one",
         Align::kCentre, width - 32);
  const float half = (width - 48 - 8) / 2, y = card.y + 132;
  if (screen.button("open-files", {card.x + 24, y, half, kButton}, "Open photos", icon::kImages,
                    ButtonStyle::kPrimary, {}, screen.caps(CommandId::kOpenFiles)))
    screen.act(CommandId::kOpenFiles);
  if (screen.button("open-folder", {card.x + 24 + half + 8, y, half, kButton}, "Open a folder",
                    icon::kFolderOpen, ButtonStyle::kRaised, {},
                    screen.caps(CommandId::kOpenFolder)))
    screen.act(CommandId::kOpenFolder);
  if (screen.button("projects", {card.x + 24, y + kButton + 8, width - 48, 30},
                    "Projects and storage", "", ButtonStyle::kPlain))
    screen.act(CommandId::kProjects);
  p.text(FontRole::kMeta, {m.x, bottom_of(card) - 22}, c.faint,
         "Everything stays in this browser. Nothing is uploaded.", Align::kCentre, width - 32);
  screen.end();
}

void draw_photos_menu(Screen& screen) {
  constexpr CommandId kWays[] = {CommandId::kOpenFiles,   CommandId::kOpenFolder,
                                 CommandId::kOpenAddress, CommandId::kImport,
                                 CommandId::kMakeMasks,   CommandId::kRemovePhoto,
                                 CommandId::kProjects,    CommandId::kSaveProject};
  std::vector<MenuItem> items;
  for (const CommandId id : kWays)
    items.push_back(command_item(screen, id, std::string(command(id).label)));
  items[3].starts_group = items[5].starts_group = items[6].starts_group = true;
  const int chosen = menu_list(screen, items, 310);
  if (chosen < 0) return;
  close_popover(screen);
  screen.act(kWays[chosen]);
}

}  // namespace maskpoint::ui
