#include "ui/menu_list.h"

#include <algorithm>

#include "ui/icons.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

constexpr float kItem = 30, kEdge = 6;

bool item_row(Screen& screen, const MenuItem& item, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const Hit h = screen.hit(item.name, r);
  if (h.hovered && item.usable) {
    p.fill(r, c.hover, 6);
    screen.pointer_shape("pointer");
  }
  const Tint ink = !item.usable ? c.faint : item.ink.a != 0 ? item.ink : c.text;
  const float y = r.y + r.height / 2;
  if (item.swatch)
    p.fill({r.x + 10, y - 6, 12, 12}, tint_of(*item.swatch), 3);
  else if (item.glyph[0] != 0)
    p.icon(FontRole::kSmallIcon, {r.x + 16, y}, item.ink.a != 0 ? ink : c.dim, item.glyph);
  float right = right_of(r) - 10;
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

}  // namespace

int menu_list(Screen& screen, const std::vector<MenuItem>& items, float width) {
  const float content = kItem * float(items.size());
  const float height = std::min(content, std::min(360.0f, screen.frame.viewport.height - 120));
  const ScreenRect card = begin_popover(screen, width, height + 2 * kEdge);
  const ScreenRect view = {card.x, card.y + kEdge, card.width, height};
  const float offset = screen.begin_scroll("menu", view, content);
  int chosen = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const float y = view.y + kItem * float(i) - offset;
    if (y + kItem < view.y || y > bottom_of(view)) continue;
    if (item_row(screen, items[i], {view.x + kEdge, y, view.width - 2 * kEdge, kItem}))
      chosen = int(i);
  }
  screen.end_scroll();
  end_popover(screen);
  return chosen;
}

std::string first_cap(const Screen& screen, CommandId id) {
  std::string joined;
  for (const std::string& cap : screen.caps(id))
    joined += (joined.empty() ? "" : " ") + cap;
  return joined;
}

}  // namespace maskpoint::ui
