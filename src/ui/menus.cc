// Which menu is open, and the small ones: zoom and theme. One is open at most; a click outside or
// Esc closes it (Interface sees to that).
#include <cmath>

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
      return draw_class_menu(screen);
    case MenuKind::kClassColor:
      return draw_color_menu(screen);
    case MenuKind::kObject:
      return draw_object_menu(screen);
    case MenuKind::kObjectClass:
      return draw_object_class_menu(screen);
    case MenuKind::kObjectsLook:
      return draw_objects_look(screen);
    case MenuKind::kAttributeChoice:
      return draw_attribute_choices(screen);
    case MenuKind::kHistory:
      return draw_history_menu(screen);
    case MenuKind::kOverlap:
      return draw_overlap_menu(screen);
    case MenuKind::kImageFilter:
      return draw_image_filter(screen);
    case MenuKind::kSaving:
      return draw_save_card(screen);
    case MenuKind::kPhotos:
      return draw_photos_menu(screen);
    case MenuKind::kNone:
      break;
  }
}

}  // namespace maskpoint::ui
