// The menus of a class: what can be done to it, and its colour.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "doc/palette.h"
#include "ui/dialog.h"
#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {

namespace action = session::action;

void draw_class_menu(Screen& screen) {
  const Menu menu = screen.memory.menu;
  const doc::Categories& all = screen.session.categories();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const doc::Category& c) { return c.id == menu.category; });
  if (at == all.end()) return close_popover(screen);
  const int place = int(at - all.begin());
  MenuItem up{"menu:up", "Move up", icon::kForward};
  up.usable = place > 0;
  MenuItem down{"menu:down", "Move down", icon::kBackward};
  down.usable = place + 1 < int(all.size());
  MenuItem undo{"menu:undo-classes", "Undo class change", icon::kUndo};
  undo.usable = enabled(CommandId::kUndoClasses, screen.session);
  undo.starts_group = true;
  MenuItem redo{"menu:redo-classes", "Redo class change", icon::kRedo};
  redo.usable = enabled(CommandId::kRedoClasses, screen.session);
  const int chosen = menu_list(
      screen,
      {{"menu:edit", "Edit the class\u2026", icon::kTag},
       {"menu:rename", "Rename", icon::kPencil},
       {"menu:color", "Colour", icon::kPalette},
       up,
       down,
       undo,
       redo,
       {"menu:delete", "Delete the class", icon::kTrash, "", false, true, screen.colors.exclude}},
      190);
  if (chosen < 0) return;
  close_popover(screen);
  switch (chosen) {
    case 0:
      open_dialog(screen, DialogKind::kClassEditor, std::to_string(menu.category));
      break;
    case 1:
      screen.memory.typing = Typing::kClassName;
      screen.memory.typing_category = menu.category;
      screen.memory.focus_field = "class:" + std::to_string(menu.category);
      break;
    case 2:
      screen.memory.menu = menu;
      screen.memory.menu.kind = MenuKind::kClassColor;
      break;
    case 3:
    case 4:
      screen.act(action::MoveCategory{menu.category, chosen == 3 ? place - 1 : place + 1});
      break;
    case 5:
    case 6:
      screen.act(chosen == 5 ? CommandId::kUndoClasses : CommandId::kRedoClasses);
      break;
    default:
      delete_class(screen, menu.category);
  }
}

namespace {

doc::Color color_at(float hue, float saturation, float value) {
  float r = 0, g = 0, b = 0;
  ImGui::ColorConvertHSVtoRGB(hue, saturation, value, r, g, b);
  const auto byte = [](float v) { return std::uint8_t(std::lround(v * 255)); };
  return {byte(r), byte(g), byte(b)};
}

}  // namespace

void draw_color_menu(Screen& screen) {
  const int id = screen.memory.menu.category;
  const doc::Category* category = category_of(screen.session, id);
  if (category == nullptr) {
    close_popover(screen);
    return;
  }
  constexpr int kColumns = 6, kRows = 3;
  constexpr float kCell = 30, kHueRows = 4, kHueColumns = 12;
  const float width = kColumns * kCell + 2 * 10;
  const float height = 34 + kRows * kCell + 10 + 64 + 12 + size::kControl + 12;
  const ScreenRect card = begin_popover(screen, width, height);
  const Pen p = screen.pen();
  p.text(FontRole::kHeading, {card.x + 14, card.y + 20}, screen.colors.text, "Colour");
  for (int i = 0; i < kColumns * kRows; ++i) {
    const doc::Color color = doc::palette_color(i);
    const int column = i % kColumns, row = i / kColumns;
    const ScreenRect cell = {card.x + 10 + kCell * float(column), card.y + 34 + kCell * float(row),
                             kCell, kCell};
    const Hit h = screen.hit("color:" + std::to_string(i), cell);
    if (h.hovered || color == category->color)
      p.outline(inset(cell, 2), color == category->color ? screen.colors.text : screen.colors.dim,
                7, 1.5f);
    p.fill(inset(cell, 6), tint_of(color), 4);
    if (h.hovered) screen.pointer_shape("pointer");
    if (h.clicked) {
      screen.act(action::RecolorCategory{id, color});
      close_popover(screen);
    }
  }
  // Below the chosen ones every hue in a few strengths.
  const float cell_width = kColumns * kCell / kHueColumns;
  const ScreenRect field = {card.x + 10, card.y + 34 + kRows * kCell + 10, kColumns * kCell, 64};
  const Hit h = screen.hit("color:field", field);
  for (int row = 0; row < int(kHueRows); ++row) {
    for (int column = 0; column < int(kHueColumns); ++column) {
      const doc::Color color =
          color_at(float(column) / kHueColumns, 0.45f + 0.18f * float(row), 1 - 0.07f * float(row));
      const ScreenRect cell = {field.x + cell_width * float(column), field.y + 16 * float(row),
                               cell_width, 16};
      p.fill(inset(cell, 1), tint_of(color), 2);
      if (h.hovered && cell.contains(screen.pointer())) {
        p.outline(cell, screen.colors.text, 3, 1.5f);
        screen.pointer_shape("pointer");
        if (h.clicked) {
          screen.act(action::RecolorCategory{id, color});
          close_popover(screen);
        }
      }
    }
  }
  // What the eye does not find is typed.
  const ScreenRect box = {field.x, bottom_of(field) + 12, field.width, size::kControl};
  p.fill(box, screen.colors.raised, 6);
  p.outline(box, screen.colors.line, 6);
  p.fill({box.x + 10, box.y + 10, 12, 12}, tint_of(category->color), 3);
  screen.field({"class-hex",
                {box.x + 32, box.y + 1, box.width - 40, box.height - 2},
                doc::hex_of(category->color),
                "#rrggbb",
                false});
  end_popover(screen);
}

}  // namespace maskpoint::ui
