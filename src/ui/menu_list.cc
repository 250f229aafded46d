#include "ui/menu_list.h"

#include <algorithm>
#include <utility>

#include "ui/icons.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

constexpr float kItem = 30, kEdge = 6, kFilter = 40, kMostHeight = 480;

bool item_row(Screen& screen, const MenuItem& item, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const Hit h = screen.hit(item.name, r);
  if (h.hovered && item.usable) {
    p.fill(r, c.hover, 6);
    screen.pointer_shape("pointer");
  }
  if (item.starts_group) p.horizontal_line(r.x, right_of(r), r.y, c.line);
  const Tint ink = !item.usable ? c.faint : item.ink.a != 0 ? item.ink : c.text;
  const float y = r.y + r.height / 2;
  if (item.swatch)
    p.fill({r.x + 10, y - 6, 12, 12}, tint_of(*item.swatch), 3);
  else if (item.glyph[0] != 0)
    p.icon(FontRole::kSmallIcon, {r.x + 16, y},
           !item.usable      ? c.faint
           : item.ink.a != 0 ? ink
                             : c.dim,
           item.glyph);
  float right = right_of(r) - 10;
  if (item.opens_more) {
    p.icon(FontRole::kSmallIcon, {right - 7, y}, c.dim, icon::kChevronRight);
    right -= 22;
  }
  if (!item.cap.empty()) right -= p.key_cap({right, y}, item.cap, Align::kRight) + 8;
  if (item.checked) {
    p.icon(FontRole::kSmallIcon, {right - 7, y}, c.accent, icon::kCheck);
    right -= 22;
  }
  const bool indented = item.swatch || item.glyph[0] != 0;
  const float x = r.x + (indented ? 32 : 10);
  p.text(FontRole::kBody, {x, y}, ink, item.label, Align::kLeft, right - x);
  return h.clicked && item.usable;
}

// The rows that can be seen; the index of the one chosen, or −1.
int rows(Screen& screen, const std::vector<MenuItem>& items, ScreenRect view) {
  const float offset = screen.begin_scroll("menu", view, kItem * float(items.size()));
  int chosen = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const float y = view.y + kItem * float(i) - offset;
    if (y + kItem < view.y || y > bottom_of(view)) continue;
    if (item_row(screen, items[i], {view.x + kEdge, y, view.width - 2 * kEdge, kItem}))
      chosen = int(i);
  }
  screen.end_scroll();
  return chosen;
}

float height_of(const Screen& screen, std::size_t count) {
  return std::min(kItem * float(count), std::min(kMostHeight, screen.frame.viewport.height - 120));
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

}  // namespace

int menu_list(Screen& screen, const std::vector<MenuItem>& items, float width) {
  const float height = height_of(screen, items.size());
  const ScreenRect card = begin_popover(screen, width, height + 2 * kEdge);
  const int chosen = rows(screen, items, {card.x, card.y + kEdge, card.width, height});
  end_popover(screen);
  return chosen;
}

int filtered_menu_list(Screen& screen, const std::vector<MenuItem>& items, float width,
                       const std::string& placeholder) {
  const Palette& c = screen.colors;
  // As high as it opened: a card that shrinks with every letter jumps under the eye.
  float& height = screen.memory.menu_height;
  if (height == 0) screen.memory.focus_field = "menu-filter";
  height = std::max(height, height_of(screen, std::max<std::size_t>(1, items.size())));
  const ScreenRect card = begin_popover(screen, width, kFilter + height + 2 * kEdge);
  const ScreenRect box = {card.x + kEdge, card.y + kEdge, card.width - 2 * kEdge, size::kControl};
  const Pen p = screen.pen();
  p.fill(box, c.raised, 6);
  p.outline(box, c.accent, 6);
  p.icon(FontRole::kSmallIcon, {box.x + 16, box.y + 16}, c.dim, icon::kSearch);
  screen.field({"menu-filter",
                {box.x + 32, box.y + 1, box.width - 40, box.height - 2},
                screen.memory.menu_filter,
                placeholder,
                false});
  const ScreenRect view = {card.x, card.y + kEdge + kFilter, card.width, height};
  if (items.empty())
    p.text(FontRole::kBody, {view.x + 16, view.y + kItem / 2}, c.dim, "None has this in its name.");
  int chosen = rows(screen, items, view);
  if (std::exchange(screen.memory.menu_enter, false) && !items.empty()) chosen = 0;
  end_popover(screen);
  return chosen;
}

std::string first_cap(const Screen& screen, CommandId id) {
  std::string joined;
  for (const std::string& cap : screen.caps(id))
    joined += (joined.empty() ? "" : " ") + cap;
  return joined;
}

MenuItem command_item(const Screen& screen, CommandId id, std::string label) {
  const Command& c = command(id);
  MenuItem item{"menu:" + std::string(c.name), std::move(label), c.icon, first_cap(screen, id)};
  item.usable = enabled(id, screen.session);
  return item;
}

bool matches(const std::string& name, const std::string& typed) {
  const auto at = std::search(name.begin(), name.end(), typed.begin(), typed.end(),
                              [](char a, char b) { return lower(a) == lower(b); });
  return at != name.end() || typed.empty();
}

}  // namespace maskpoint::ui
