// The list of what was done, and what new masks do to others.
#include <cctype>
#include <utility>

#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {

namespace action = session::action;

// The newest on top; what was undone is faint. A click goes there and leaves the list open.
void draw_history_menu(Screen& screen) {
  const std::vector<std::string> labels = screen.session.history();
  const int now = screen.session.undo_depth();
  std::vector<MenuItem> items;
  for (int i = int(labels.size()) - 1; i >= 0; --i) {
    MenuItem item{"history:" + std::to_string(i), labels[std::size_t(i)], "", "", i == now};
    item.label[0] = char(std::toupper(static_cast<unsigned char>(item.label[0])));
    if (i > now) item.ink = screen.colors.faint;
    items.push_back(std::move(item));
  }
  if (items.empty()) {
    close_popover(screen);
    return;
  }
  const int chosen = menu_list(screen, items, 230);
  if (chosen >= 0) screen.act(action::GoToHistory{items.size() - 1 - std::size_t(chosen)});
}

void draw_overlap_menu(Screen& screen) {
  using session::Overlap;
  session::Settings settings = screen.session.settings();
  const Overlap now = settings.overlap;
  const std::vector<MenuItem> items = {
      {"overlap:allowed", "Masks may overlap", "", "", now == Overlap::kAllowed},
      {"overlap:yield", "A new mask yields to the others", "", "", now == Overlap::kYield},
      {"overlap:cut", "A new mask cuts the others", "", "", now == Overlap::kCut}};
  const int chosen = menu_list(screen, items, 260);
  if (chosen < 0) return;
  constexpr Overlap kChoices[] = {Overlap::kAllowed, Overlap::kYield, Overlap::kCut};
  settings.overlap = kChoices[chosen];
  screen.act(action::ChangeSettings{std::move(settings)});
  close_popover(screen);
}

}  // namespace maskpoint::ui
