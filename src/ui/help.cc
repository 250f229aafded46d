// The `?` overlay: every command with its keys, by section, and what the mouse does.
#include <algorithm>
#include <array>
#include <numeric>

#include "ui/dialog.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kLine = 28, kTitle = 34, kGap = 14, kColumnGap = 36;

struct Line {
  std::string label;
  std::vector<std::vector<std::string>> strokes;  // alternatives, each a list of caps
};
struct Block {
  std::string title;
  std::vector<Line> lines;
  float height() const { return kTitle + kLine * float(lines.size()) + kGap; }
};

// Said in one line with the first class's, unless a person has changed it.
bool is_usual_class_key(const Keymap& keymap, CommandId id) {
  return id > CommandId::kClass1 && id <= CommandId::kClass0 && !keymap.is_changed(id);
}

Block mouse_block() {
  return {"Mouse",
          {{"Preview the mask", {{"Move"}}},
           {"Include", {{"Click"}}},
           {"Exclude", {{"Right click"}, {"Alt", "Click"}}},
           {"Box", {{"Drag"}}},
           {"Remove a point", {{"Click it"}}},
           {"Brush size", {{"Alt", "Wheel"}}},
           {"Straight stroke", {{"Shift", "Click"}}},
           {"Erase with the brush", {{"Right drag"}, {"Alt", "Drag"}}},
           {"Zoom", {{"Wheel"}}},
           {"Move the image", {{"Space", "Drag"}, {"Middle drag"}}}}};
}

std::vector<Block> blocks(const Screen& screen) {
  std::vector<Block> all = {mouse_block()};
  for (int s = 0; s <= int(Section::kProject); ++s) {
    Block block{std::string(section_title(Section(s))), {}};
    for (const Command& c : commands()) {
      const std::vector<Binding>& strokes = screen.keymap().of(c.id);
      if (c.section != Section(s) || strokes.empty()) continue;
      if (is_usual_class_key(screen.keymap(), c.id)) continue;
      Line line{std::string(c.label), {}};
      for (const Binding& binding : strokes)
        line.strokes.push_back(key_caps(binding, screen.frame.mac_keys));
      if (c.id == CommandId::kClass1 && !screen.keymap().is_changed(c.id))
        line = {"Pick a class", {{"1"}, {"\u2026"}, {"9"}, {"0"}}};
      block.lines.push_back(std::move(line));
    }
    all.push_back(std::move(block));
  }
  return all;
}

float keys_width(const Pen& p, const Line& line) {
  float width = 0;
  for (const auto& stroke : line.strokes)
    for (const std::string& cap : stroke)
      width += p.key_cap_width(cap) + 4;
  return width + 6 * float(line.strokes.size() - 1);
}

void draw_line(const Pen& p, Line line, ScreenRect r) {
  const float y = r.y + r.height / 2;
  // Where there is no room for every key of a command, its words come first.
  const float label = p.text_width(FontRole::kBody, line.label);
  while (line.strokes.size() > 1 && label + keys_width(p, line) + 12 > r.width)
    line.strokes.pop_back();
  const float keys = keys_width(p, line);
  p.text(FontRole::kBody, {r.x, y}, p.colors().dim, line.label, Align::kLeft, r.width - keys - 10);
  float x = right_of(r) - keys + 4;
  for (const auto& stroke : line.strokes) {
    for (const std::string& cap : stroke)
      x += p.key_cap({x, y}, cap, Align::kLeft) + 4;
    x += 6;
  }
}

// The tallest first, each into the shortest column; the blocks and the columns in reading order.
std::vector<std::vector<Block>> in_columns(std::vector<Block> all, std::size_t count) {
  std::vector<std::size_t> by_height(all.size());
  std::iota(by_height.begin(), by_height.end(), 0);
  std::stable_sort(by_height.begin(), by_height.end(),
                   [&](std::size_t a, std::size_t b) { return all[a].height() > all[b].height(); });
  std::vector<float> filled(count, 0.0f);
  std::vector<std::vector<std::size_t>> places(count);
  for (const std::size_t block : by_height) {
    const auto shortest = std::min_element(filled.begin(), filled.end());
    *shortest += all[block].height();
    places[std::size_t(shortest - filled.begin())].push_back(block);
  }
  for (std::vector<std::size_t>& column : places)
    std::sort(column.begin(), column.end());
  std::sort(places.begin(), places.end());
  std::vector<std::vector<Block>> columns;
  for (const std::vector<std::size_t>& column : places) {
    columns.emplace_back();
    for (const std::size_t block : column)
      columns.back().push_back(std::move(all[block]));
  }
  return columns;
}

}  // namespace

void draw_help(Screen& screen) {
  if (!screen.memory.help_open) return;
  const Palette& c = screen.colors;
  const geom::ScreenSize all = screen.frame.viewport;
  const ScreenRect page = {0, 0, all.width, all.height};
  const Pen back = screen.begin("scrim", page, Layer::kTop);
  back.fill(page, c.scrim);

  const std::size_t count = all.width >= 1000 ? 3 : all.width >= 700 ? 2 : 1;
  const auto columns = in_columns(blocks(screen), count);
  float content = 0;
  for (const auto& column : columns) {
    float height = 0;
    for (const Block& b : column)
      height += b.height();
    content = std::max(content, height);
  }
  const float width = std::min(all.width - 32, count == 3 ? 1080.0f : 330.0f * float(count) + 48);
  const float height = std::min(all.height - 32, content + 76);
  const ScreenRect card = {(all.width - width) / 2, (all.height - height) / 2, width, height};
  // Outside the card a click closes the overlay; inside it does nothing.
  const ScreenRect close_box = {right_of(card) - 44, card.y + 12, 32, 32};
  back.shadow(card, 14, 32);
  back.fill(card, c.panel, 14);
  back.outline(card, c.line, 14);
  back.text(FontRole::kTitle, {card.x + 24, card.y + 28}, c.text, "Shortcuts");
  const ScreenRect change = {close_box.x - 8 - 156, card.y + 12, 156, 32};
  if (screen.button("help:change", change, "Change shortcuts", icon::kKeyboard,
                    ButtonStyle::kRaised))
    open_dialog(screen, DialogKind::kShortcuts);
  if (screen.icon_button("help:close", close_box, icon::kClose, "Close", CommandId::kCancel))
    screen.memory.help_open = false;

  const ScreenRect view = {card.x, card.y + 56, card.width, card.height - 68};
  const float offset = screen.begin_scroll("help", view, content);
  const float column_width =
      (card.width - 48 - kColumnGap * float(columns.size() - 1)) / float(columns.size());
  float x = card.x + 24;
  for (const auto& column : columns) {
    float y = view.y - offset;
    for (const Block& block : column) {
      back.text(FontRole::kHeading, {x, y + kTitle / 2}, c.text, block.title);
      back.horizontal_line(x, x + column_width, y + kTitle - 3, c.line);
      y += kTitle;
      for (const Line& line : block.lines) {
        draw_line(back, line, {x, y, column_width, kLine});
        y += kLine;
      }
      y += kGap;
    }
    x += column_width + kColumnGap;
  }
  screen.end_scroll();
  const Hit card_hit = screen.quiet_hit("help:card", card);
  const Hit outside = screen.quiet_hit("help:outside", page);
  if (outside.clicked && !card_hit.hovered) screen.memory.help_open = false;
  screen.end();
}

}  // namespace maskpoint::ui
