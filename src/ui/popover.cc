#include "ui/popover.h"

#include <algorithm>

#include "ui/icons.h"

namespace maskpoint::ui {
namespace {

ScreenRect place(const Screen& screen, float width, float height) {
  const ScreenRect anchor = screen.memory.menu.anchor;
  const geom::ScreenSize all = screen.frame.viewport;
  float x = anchor.x, y = bottom_of(anchor) + 4;
  if (x + width > all.width - 8) x = right_of(anchor) - width;
  if (y + height > all.height - 8) y = anchor.y - height - 4;
  return {std::clamp(x, 8.0f, std::max(8.0f, all.width - width - 8)),
          std::clamp(y, 8.0f, std::max(8.0f, all.height - height - 8)), width, height};
}

}  // namespace

ScreenRect begin_popover(Screen& screen, float width, float height) {
  const ScreenRect r = place(screen, width, height);
  const Pen p = screen.begin("menu", r, Layer::kTop);
  p.push_no_clip();
  p.shadow(r, size::kRadius, 24);
  p.pop_clip();
  p.fill(r, screen.colors.panel, size::kRadius);
  p.outline(r, screen.colors.line, size::kRadius);
  screen.memory.menu_rect = r;
  return r;
}

void end_popover(Screen& screen) {
  // Whatever lies between the controls is the card's too.
  screen.quiet_hit("popover:card", screen.memory.menu_rect);
  screen.end();
}

void open_popover(Screen& screen, MenuKind kind, ScreenRect anchor) {
  screen.memory.menu = {kind, anchor, {}, 0};
  screen.memory.menu_filter.clear();
  screen.memory.menu_enter = false;
  screen.memory.menu_height = 0;
  screen.memory.scrolls.erase("menu");
}

void close_popover(Screen& screen) {
  screen.memory.menu = {};
}

void popover_button(Screen& screen, const std::string& name, ScreenRect r, std::string_view label,
                    std::string_view tip, MenuKind kind, bool usable) {
  const Palette& c = screen.colors;
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  const bool open = screen.memory.menu.kind == kind;
  p.fill(r, (h.hovered && usable) || open ? c.hover : c.raised, size::kRadius);
  p.outline(r, c.line, size::kRadius);
  p.text(FontRole::kBodyMedium, {r.x + 12, r.y + r.height / 2}, usable ? c.text : c.faint, label,
         Align::kLeft, r.width - 40);
  p.icon(FontRole::kSmallIcon, {right_of(r) - 19, r.y + r.height / 2}, c.dim, icon::kChevronDown);
  if (h.hovered && usable) screen.pointer_shape("pointer");
  screen.tip(name, h, tip, {});
  if (h.clicked && usable) open_popover(screen, kind, r);
}

}  // namespace maskpoint::ui
