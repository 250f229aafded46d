// The menus: zoom, theme, a class, a class's colour, an object, an object's class. One is open at
// most; a click outside or Esc closes it (Interface sees to that).
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "doc/palette.h"
#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

void close(Screen& screen) {
  screen.memory.menu = {};
}

void zoom_menu(Screen& screen) {
  const int percent = int(std::lround(screen.session.view().scale * 100));
  std::vector<MenuItem> items;
  items.push_back({"fit", "Fit the image", icon::kFit, first_cap(screen, CommandId::kFit)});
  constexpr int kScales[] = {50, 100, 200, 400};
  for (const int scale : kScales)
    items.push_back({"zoom:" + std::to_string(scale), std::to_string(scale) + " %", "",
                     scale == 100 ? first_cap(screen, CommandId::kFullSize) : "",
                     percent == scale});
  items.push_back({"zoom-in", "Zoom in", "", first_cap(screen, CommandId::kZoomIn)});
  items.push_back({"zoom-out", "Zoom out", "", first_cap(screen, CommandId::kZoomOut)});
  const int chosen = menu_list(screen, items, 190);
  if (chosen < 0) return;
  if (chosen == 0)
    screen.act(CommandId::kFit);
  else if (chosen <= int(std::size(kScales)))
    screen.act(action::ZoomTo{kScales[chosen - 1] / 100.0});
  else
    screen.act(chosen == int(items.size()) - 1 ? CommandId::kZoomOut : CommandId::kZoomIn);
  close(screen);
}

void theme_menu(Screen& screen) {
  using session::Theme;
  const Theme now = screen.session.settings().theme;
  const std::vector<MenuItem> items = {
      {"theme:system", "As the system", icon::kMonitor, "", now == Theme::kSystem},
      {"theme:light", "Light", icon::kSun, "", now == Theme::kLight},
      {"theme:dark", "Dark", icon::kMoon, "", now == Theme::kDark}};
  const int chosen = menu_list(screen, items, 176);
  if (chosen < 0) return;
  constexpr Theme kThemes[] = {Theme::kSystem, Theme::kLight, Theme::kDark};
  screen.act(action::SetTheme{kThemes[chosen]});
  close(screen);
}

void class_menu(Screen& screen) {
  const Menu menu = screen.memory.menu;
  const std::vector<MenuItem> items = {
      {"menu:rename", "Rename", icon::kPencil},
      {"menu:color", "Colour", icon::kPalette},
      {"menu:delete", "Delete the class", icon::kTrash, "", false, true, screen.colors.exclude}};
  switch (menu_list(screen, items, 180)) {
    case 0:
      close(screen);
      screen.memory.typing = Typing::kClassName;
      screen.memory.typing_category = menu.category;
      screen.memory.focus_field = "class:" + std::to_string(menu.category);
      break;
    case 1:
      screen.memory.menu.kind = MenuKind::kClassColor;
      break;
    case 2:
      close(screen);
      screen.act(action::DeleteCategory{menu.category});
      break;
    default:
      break;
  }
}

doc::Color color_at(float hue, float saturation, float value) {
  float r = 0, g = 0, b = 0;
  ImGui::ColorConvertHSVtoRGB(hue, saturation, value, r, g, b);
  const auto byte = [](float v) { return std::uint8_t(std::lround(v * 255)); };
  return {byte(r), byte(g), byte(b)};
}

void color_menu(Screen& screen) {
  const int id = screen.memory.menu.category;
  const doc::Category* category = category_of(screen.session, id);
  if (category == nullptr) {
    close(screen);
    return;
  }
  constexpr int kColumns = 6, kRows = 3;
  constexpr float kCell = 30, kHueRows = 4, kHueColumns = 12;
  const float width = kColumns * kCell + 2 * 10;
  const float height = 34 + kRows * kCell + 10 + 64 + 12;
  const ScreenRect card = begin_popover(screen, width, height);
  const Pen p = screen.pen();
  p.text(FontRole::kHeading, {card.x + 14, card.y + 20}, screen.colors.text, "Colour");
  for (int i = 0; i < kColumns * kRows; ++i) {
    const doc::Color color = doc::palette_color(i);
    const ScreenRect cell = {card.x + 10 + kCell * float(i % kColumns),
                             card.y + 34 + kCell * float(i / kColumns), kCell, kCell};
    const Hit h = screen.hit("color:" + std::to_string(i), cell);
    if (h.hovered || color == category->color)
      p.outline(inset(cell, 2), color == category->color ? screen.colors.text : screen.colors.dim,
                7, 1.5f);
    p.fill(inset(cell, 6), tint_of(color), 4);
    if (h.hovered) screen.pointer_shape("pointer");
    if (h.clicked) {
      screen.act(action::RecolorCategory{id, color});
      close(screen);
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
      if (h.hovered && cell.contains(screen.memory.pointer)) {
        p.outline(cell, screen.colors.text, 3, 1.5f);
        screen.pointer_shape("pointer");
        if (h.clicked) {
          screen.act(action::RecolorCategory{id, color});
          close(screen);
        }
      }
    }
  }
  end_popover(screen);
}

void object_class_menu(Screen& screen) {
  const std::string uuid = screen.memory.menu.object;
  std::vector<MenuItem> items;
  for (const doc::Category& category : screen.session.categories()) {
    MenuItem item{"menu:class:" + std::to_string(category.id), category.name, "", category.key};
    item.swatch = category.color;
    items.push_back(std::move(item));
  }
  if (items.empty()) {
    close(screen);
    return;
  }
  const int chosen = menu_list(screen, items, 210);
  if (chosen < 0) return;
  screen.act(action::SetObjectCategory{uuid, screen.session.categories()[std::size_t(chosen)].id});
  close(screen);
}

void object_menu(Screen& screen) {
  const Menu menu = screen.memory.menu;
  const bool hidden = screen.session.is_hidden(menu.object);
  bool has_prompts = false;
  if (screen.session.image_doc())
    for (const doc::AnnotationPtr& object : screen.session.image_doc()->annotations)
      if (object->uuid == menu.object) has_prompts = object->prompts != nullptr;
  const std::vector<MenuItem> items = {
      {"menu:reopen", "Edit its prompts", icon::kPencil, "", false, has_prompts},
      {"menu:class", "Change the class", icon::kTag},
      {"menu:eye", hidden ? "Show" : "Hide", hidden ? icon::kEye : icon::kEyeOff},
      {"menu:delete", "Delete", icon::kTrash, "", false, true, screen.colors.exclude}};
  const int chosen = menu_list(screen, items, 190);
  if (chosen < 0) return;
  close(screen);
  if (chosen == 0) screen.act(action::ReopenObject{menu.object});
  if (chosen == 1) screen.memory.menu = {MenuKind::kObjectClass, menu.anchor, menu.object, 0};
  if (chosen == 2) screen.act(action::ToggleVisible{menu.object});
  if (chosen == 3) screen.act(action::DeleteObject{menu.object});
}

}  // namespace

void draw_menu(Screen& screen) {
  switch (screen.memory.menu.kind) {
    case MenuKind::kZoom:
      return zoom_menu(screen);
    case MenuKind::kTheme:
      return theme_menu(screen);
    case MenuKind::kView:
      return draw_view_popover(screen);
    case MenuKind::kTools:
      return draw_tools_menu(screen);
    case MenuKind::kMore:
      return draw_more_menu(screen);
    case MenuKind::kClass:
      return class_menu(screen);
    case MenuKind::kClassColor:
      return color_menu(screen);
    case MenuKind::kObject:
      return object_menu(screen);
    case MenuKind::kObjectClass:
      return object_class_menu(screen);
    case MenuKind::kHistory:
      return draw_history_menu(screen);
    case MenuKind::kOverlap:
      return draw_overlap_menu(screen);
    case MenuKind::kNone:
      break;
  }
}

}  // namespace maskpoint::ui
