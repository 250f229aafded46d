// The palette: a field, and below it what the typed letters name. Arrow keys choose, Enter does it.
#include "ui/command_palette.h"

#include <algorithm>
#include <utility>

#include "ui/fuzzy.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kWidth = 560, kField = 48, kItem = 36, kFoot = 8;
constexpr int kRows = 9;
constexpr std::size_t kMost = 200;
constexpr char kScroll[] = "palette";

using Kind = PaletteItem::Kind;

void add(std::vector<PaletteItem>& items, std::string_view typed, PaletteItem item) {
  const auto score = match_score(typed, item.label);
  if (!score) return;
  item.score = *score;
  items.push_back(item);
}

std::string_view kind_of(const PaletteItem& item) {
  switch (item.kind) {
    case Kind::kClass:
      return "class";
    case Kind::kImage:
      return "image";
    case Kind::kCommand:
      break;
  }
  return section_title(command(item.command).section);
}

void draw_icon(const Screen& screen, const Pen& p, const PaletteItem& item, ScreenPoint at) {
  if (item.kind == Kind::kClass) {
    const doc::Category* category = category_of(screen.session, int(item.id));
    if (category != nullptr) p.fill({at.x - 6, at.y - 6, 12, 12}, tint_of(category->color), 3);
    return;
  }
  const char* glyph = item.kind == Kind::kImage ? icon::kImage : command(item.command).icon;
  p.icon(FontRole::kButtonIcon, at, screen.colors.dim, glyph[0] != 0 ? glyph : icon::kArrowRight);
}

std::vector<std::string> caps_of(const Screen& screen, const PaletteItem& item) {
  if (item.kind == Kind::kCommand) return screen.caps(item.command);
  const doc::Category* category =
      item.kind == Kind::kClass ? category_of(screen.session, int(item.id)) : nullptr;
  return category != nullptr ? screen.class_caps(category->key) : std::vector<std::string>{};
}

bool item_row(Screen& screen, const PaletteItem& item, int position, ScreenRect r) {
  const Palette& c = screen.colors;
  const Hit h = screen.hit("palette:" + std::to_string(position), r);
  const Pen p = screen.pen();
  // The pointer chooses when it moves, not when the list moves under it.
  if (h.hovered && screen.memory.palette.pointer_moved) screen.memory.palette.chosen = position;
  const bool chosen = screen.memory.palette.chosen == position;
  if (chosen) p.fill(r, c.selection, 6);
  if (h.hovered) screen.pointer_shape("pointer");
  const float y = r.y + r.height / 2;
  draw_icon(screen, p, item, {r.x + 20, y});
  float right = right_of(r) - 12;
  const std::vector<std::string> caps = caps_of(screen, item);
  for (auto cap = caps.rbegin(); cap != caps.rend(); ++cap)
    right -= p.key_cap({right, y}, *cap, Align::kRight) + 4;
  right -= 4;
  right -= p.text(FontRole::kMeta, {right, y}, c.faint, kind_of(item), Align::kRight) + 12;
  p.text(FontRole::kBody, {r.x + 40, y}, c.text, item.label, Align::kLeft, right - r.x - 40);
  return h.clicked;
}

void steer(PaletteMemory& palette, int count) {
  palette.chosen += std::exchange(palette.steps, 0);
  palette.chosen = std::clamp(palette.chosen, 0, std::max(0, count - 1));
}

}  // namespace

std::vector<PaletteItem> palette_items(const session::Session& session, std::string_view typed) {
  std::vector<PaletteItem> items;
  for (const Command& c : commands()) {
    // Classes are there by their names.
    const bool class_key = c.id >= CommandId::kClass1 && c.id <= CommandId::kClass0;
    if (c.id != CommandId::kPalette && !class_key && enabled(c.id, session))
      add(items, typed, {Kind::kCommand, c.id, 0, c.label, 0});
  }
  for (const doc::Category& category : session.categories())
    add(items, typed, {Kind::kClass, {}, category.id, category.name, 0});
  if (!typed.empty())
    for (const session::ImageRow& row : session.images())
      if (row.error.empty()) add(items, typed, {Kind::kImage, {}, row.id, row.file_name, 0});
  std::stable_sort(items.begin(), items.end(),
                   [](const PaletteItem& a, const PaletteItem& b) { return a.score > b.score; });
  if (items.size() > kMost) items.resize(kMost);
  return items;
}

void draw_palette(Screen& screen) {
  PaletteMemory& palette = screen.memory.palette;
  if (!palette.open) return;
  const Palette& c = screen.colors;
  const geom::ScreenSize all = screen.frame.viewport;
  const std::vector<PaletteItem> items = palette_items(screen.session, palette.text);
  steer(palette, int(items.size()));
  const float width = std::min(kWidth, all.width - 32);
  const float rows = std::clamp(float(items.size()), 1.0f, float(kRows));
  const float list = std::min(rows * kItem, all.height - 96 - kField);
  const ScreenRect card = {(all.width - width) / 2,
                           std::max(16.0f, std::min(96.0f, all.height / 8)), width,
                           kField + list + 2 * kFoot};
  screen.memory.menu_rect = card;
  const Pen p = screen.begin("palette", {0, 0, all.width, all.height}, Layer::kTop);
  p.fill({0, 0, all.width, all.height}, faded(c.scrim, 0.6f));
  p.shadow(card, 12, 32);
  p.fill(card, c.panel, 12);
  p.outline(card, c.line, 12);
  p.icon(FontRole::kButtonIcon, {card.x + 24, card.y + kField / 2}, c.dim, icon::kSearch);
  p.horizontal_line(card.x, right_of(card), card.y + kField, c.line);
  TextField field{"palette",
                  {card.x + 44, card.y + 8, card.width - 60, kField - 16},
                  palette.text,
                  "Search commands, classes and images",
                  palette.fresh};
  field.steers_list = true;
  screen.field(std::move(field));
  palette.fresh = false;
  screen.name_area("palette", card);

  const ScreenRect view = {card.x, card.y + kField + kFoot, card.width, list};
  if (items.empty())
    p.text(FontRole::kBody, {view.x + 44, view.y + kItem / 2}, c.dim,
           "Nothing is called that. Try fewer letters.");
  screen.reveal(kScroll, kItem * float(palette.chosen), kItem, view.height);
  const float offset =
      screen.begin_scroll(kScroll, view, std::max(kItem, kItem * float(items.size())));
  std::optional<int> clicked;
  const int first = int(offset / kItem);
  const int last = std::min(int(items.size()), first + kRows + 2);
  for (int i = first; i < last; ++i)
    if (item_row(screen, items[std::size_t(i)], i,
                 {view.x + 8, view.y + kItem * float(i) - offset, view.width - 16, kItem}))
      clicked = i;
  screen.end_scroll();
  palette.pointer_moved = false;
  screen.end();
  if (clicked) {
    palette.chosen = *clicked;
    palette.clicked = true;
  }
}

}  // namespace maskpoint::ui
