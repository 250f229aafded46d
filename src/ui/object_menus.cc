// The menus of objects: what can be done to the selected ones, their class, how all are shown.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "ui/controls.h"
#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

// With more classes than this a field narrows the list.
constexpr std::size_t kListed = 10;

// The commands of the menu in their order; kAddClass stands for the list of classes.
constexpr CommandId kChangeClass = CommandId::kAddClass;
constexpr std::array kOfObjects = {
    kChangeClass,         CommandId::kReopen,    CommandId::kHide,    CommandId::kSolo,
    CommandId::kLock,     CommandId::kCrowd,     CommandId::kToFront, CommandId::kForward,
    CommandId::kBackward, CommandId::kToBack,    CommandId::kCopy,    CommandId::kCut,
    CommandId::kPaste,    CommandId::kDuplicate, CommandId::kCopyOn,  CommandId::kDelete};
constexpr std::array kOfNothing = {CommandId::kPaste, CommandId::kSelectAll, CommandId::kHideAll};

MenuItem item_for(const Screen& screen, CommandId id, const SelectedFacts& s) {
  switch (id) {
    case kChangeClass: {
      MenuItem item{"menu:class", "Change the class", icon::kTag};
      item.usable = !screen.session.categories().empty();
      item.opens_more = true;
      return item;
    }
    case CommandId::kReopen:
      return command_item(screen, id, "Edit its prompts");
    case CommandId::kHide: {
      const bool all_hidden =
          std::all_of(s.selection.begin(), s.selection.end(),
                      [&](const std::string& uuid) { return screen.session.is_hidden(uuid); });
      MenuItem item = command_item(screen, id, all_hidden ? "Show" : "Hide");
      item.name = "menu:eye";
      item.glyph = all_hidden ? icon::kEye : icon::kEyeOff;
      item.starts_group = true;
      return item;
    }
    case CommandId::kCopyOn:
      return command_item(screen, id, "Copy to the next image");
    case CommandId::kSolo:
      return command_item(screen, id, screen.session.solo() ? "Show all again" : "Show alone");
    case CommandId::kLock: {
      MenuItem item = command_item(screen, id, s.all_locked ? "Unlock" : "Lock");
      item.glyph = s.all_locked ? icon::kUnlock : icon::kLock;
      return item;
    }
    case CommandId::kCrowd: {
      MenuItem item = command_item(screen, id, "Is a crowd");
      item.checked = s.all_crowd && s.objects > 0;
      return item;
    }
    case CommandId::kDelete: {
      MenuItem item = command_item(screen, id, "Delete");
      item.ink = screen.colors.exclude;
      item.starts_group = true;
      return item;
    }
    default:
      break;
  }
  constexpr std::pair<CommandId, const char*> kLabels[] = {
      {CommandId::kToFront, "Bring to the front"},
      {CommandId::kForward, "Bring forward"},
      {CommandId::kBackward, "Send backward"},
      {CommandId::kToBack, "Send to the back"},
      {CommandId::kCopy, "Copy"},
      {CommandId::kCut, "Cut"},
      {CommandId::kPaste, "Paste"},
      {CommandId::kDuplicate, "Duplicate"},
      {CommandId::kSelectAll, "Select all"},
      {CommandId::kHideAll, "Hide or show all"}};
  const auto* label = std::find_if(std::begin(kLabels), std::end(kLabels),
                                   [id](const auto& entry) { return entry.first == id; });
  MenuItem item = command_item(screen, id, label->second);
  item.starts_group = id == CommandId::kToFront || (id == CommandId::kCopy && s.objects > 0);
  return item;
}

}  // namespace

void draw_object_menu(Screen& screen) {
  const Menu menu = screen.memory.menu;
  look_at_selection(screen.memory.selected, screen.session);
  const SelectedFacts& s = screen.memory.selected;
  const std::span<const CommandId> ids = s.objects > 0 ? std::span<const CommandId>(kOfObjects)
                                                       : std::span<const CommandId>(kOfNothing);
  std::vector<MenuItem> items;
  for (const CommandId id : ids)
    items.push_back(item_for(screen, id, s));
  const int chosen = menu_list(screen, items, 264);
  if (chosen < 0) return;
  close_popover(screen);
  const CommandId id = ids[std::size_t(chosen)];
  if (id == kChangeClass)
    open_popover(screen, MenuKind::kObjectClass, menu.anchor);
  else
    screen.act(id);
}

void draw_object_class_menu(Screen& screen) {
  const Menu menu = screen.memory.menu;
  const doc::Categories& all = screen.session.categories();
  if (all.empty()) return close_popover(screen);
  const bool many = all.size() > kListed;
  std::vector<MenuItem> items;
  std::vector<int> ids;
  for (const doc::Category& category : all) {
    if (many && !matches(category.name, screen.memory.menu_filter)) continue;
    std::string keys;
    for (const std::string& cap : screen.class_caps(category.key))
      keys += (keys.empty() ? "" : " ") + cap;
    MenuItem item{"menu:class:" + std::to_string(category.id), category.name, "", keys};
    item.swatch = category.color;
    items.push_back(std::move(item));
    ids.push_back(category.id);
  }
  const int chosen =
      many ? filtered_menu_list(screen, items, 236, "Find a class") : menu_list(screen, items, 210);
  if (chosen < 0) return;
  const int id = ids[std::size_t(chosen)];
  // From the swatch of a row it is that object's, from the menu the selected ones'.
  if (menu.object.empty())
    screen.act(action::PickCategory{id});
  else
    screen.act(action::SetObjectCategory{menu.object, id});
  close_popover(screen);
}

void draw_objects_look(Screen& screen) {
  constexpr float kWidth = 288, kEdge = 12;
  session::Settings settings = screen.session.settings();
  const ScreenRect card = begin_popover(screen, kWidth, 2 * kEdge + 5 * size::kRow + 12);
  const Pen p = screen.pen();
  ScreenRect row = {card.x + kEdge, card.y + kEdge, card.width - 2 * kEdge, size::kRow};
  const auto next = [&] { row.y += size::kRow; };
  p.text(FontRole::kHeading, {row.x, row.y + 12}, screen.colors.text, "How objects are shown");
  next();
  const int percent = int(std::lround(settings.object_opacity * 100));
  SliderSpec opacity;
  opacity.label = "Opacity";
  const std::string value = std::to_string(percent) + " %";
  opacity.value_text = value;
  opacity.step = 0.01f;
  opacity.default_value = session::Settings{}.object_opacity;
  opacity.usable = !settings.outline_only;
  settings.object_opacity =
      slider(screen, "objects:opacity", row, settings.object_opacity, opacity).value;
  next();
  if (checkbox(screen, "objects:outline", row, "Outlines only", settings.outline_only))
    settings.outline_only = !settings.outline_only;
  next();
  if (checkbox(screen, "objects:labels", row, "Class names on the image", settings.labels))
    settings.labels = !settings.labels;
  next();
  const Segment parts[] = {{"objects:color:class", "Colour by class"},
                           {"objects:color:object", "by object"}};
  const auto chosen = segmented(screen, {row.x, row.y + 4, row.width, size::kControl}, parts,
                                settings.color_by == session::ColorBy::kClass ? 0 : 1);
  if (chosen)
    settings.color_by = *chosen == 0 ? session::ColorBy::kClass : session::ColorBy::kObject;
  end_popover(screen);
  if (!(settings == screen.session.settings())) screen.act(action::ChangeSettings{settings});
}

}  // namespace maskpoint::ui
