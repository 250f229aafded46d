// The classes: colour, name, objects of this image, key. A click picks one; its colour, name and
// removal are behind the dots that appear under the pointer and behind a right click.
#include <algorithm>
#include <map>

#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"
#include "ui/row_drag.h"

namespace maskpoint::ui {
namespace {

constexpr float kHeader = 39, kFoot = 8, kFilter = 36;
constexpr char kScroll[] = "classes";

bool adding(const Screen& screen) {
  return screen.memory.typing == Typing::kNewClass;
}

void name_field(Screen& screen, ScreenRect row, const std::string& id, const std::string& value) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const ScreenRect box = {row.x + 34, row.y + 2, row.width - 34 - size::kPadding, row.height - 4};
  p.fill(box, c.raised, 6);
  p.outline(box, c.accent, 6);
  screen.field({id, {box.x + 8, box.y + 1, box.width - 16, box.height - 2}, value, "Name", false});
}

void open_menu(Screen& screen, MenuKind kind, ScreenRect anchor, int category) {
  open_popover(screen, kind, anchor);
  screen.memory.menu.category = category;
}

// With this many classes a field narrows the list.
constexpr std::size_t kFiltered = 11;

bool has_filter(const Screen& screen) {
  return screen.session.categories().size() >= kFiltered;
}

// Positions of the classes that are shown.
std::vector<int> shown_classes(const Screen& screen) {
  const doc::Categories& all = screen.session.categories();
  const std::string& typed = has_filter(screen) ? screen.memory.class_filter : std::string();
  std::vector<int> shown;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (matches(all[i].name, typed)) shown.push_back(int(i));
  return shown;
}

void filter_field(Screen& screen, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  p.fill(r, c.raised, 6);
  p.outline(r, c.line, 6);
  p.icon(FontRole::kSmallIcon, {r.x + 15, r.y + r.height / 2}, c.dim, icon::kSearch);
  screen.name_area("class-filter", r);
  screen.field({"class-filter",
                {r.x + 30, r.y + 1, r.width - 38, r.height - 2},
                screen.memory.class_filter,
                "Find a class, Enter takes it",
                false});
}

void class_row(Screen& screen, const doc::Category& category, ScreenRect r, int count) {
  const Palette& c = screen.colors;
  const std::string name = "class:" + std::to_string(category.id);
  const Pen p = screen.pen();
  const bool current = category.id == screen.session.current_category();
  const bool renaming =
      screen.memory.typing == Typing::kClassName && screen.memory.typing_category == category.id;
  const bool under_pointer = r.contains(screen.pointer());
  const ScreenRect swatch = {r.x + size::kPadding - 3, r.y + 6, 18, 18};
  const ScreenRect more = {right_of(r) - size::kPadding - 22, r.y + 4, 22, 22};
  const Hit swatch_hit = screen.hit(name + ":color", swatch);
  const Hit more_hit = under_pointer ? screen.hit(name + ":more", more) : Hit{};
  const Hit h = screen.hit(name, r);
  const bool hovered = h.hovered || swatch_hit.hovered || more_hit.hovered;
  if (current)
    p.fill(r, c.selection);
  else if (hovered)
    p.fill(r, faded(c.hover, 0.6f));
  if (swatch_hit.hovered) p.outline(inset(swatch, 0.5f), c.dim, 5, 1.5f);
  p.fill(inset(swatch, 3), tint_of(category.color), 3);
  if (renaming) {
    name_field(screen, r, name, category.name);
    return;
  }
  float right = right_of(r) - size::kPadding;
  if (more_hit.rect.width > 0 && hovered) {
    if (more_hit.hovered) p.fill(more, c.hover, 5);
    p.icon(FontRole::kSmallIcon, centre_of(more), c.dim, icon::kMore);
    right = more.x - 4;
  } else if (!category.key.empty()) {
    const std::vector<std::string> caps = screen.class_caps(category.key);
    for (auto cap = caps.rbegin(); cap != caps.rend(); ++cap)
      right -= p.key_cap({right, r.y + 15}, *cap, Align::kRight) + 4;
    right -= 4;
  }
  const std::string number = std::to_string(count);
  const float width = p.text(FontRole::kSmall, {right, r.y + 15}, c.dim, number, Align::kRight);
  p.text(FontRole::kBody, {r.x + 32, r.y + 15}, c.text, category.name, Align::kLeft,
         right - width - 8 - r.x - 32);
  if (hovered) screen.pointer_shape("pointer");
  screen.tip(name + ":color", swatch_hit, "Change the colour", {});
  screen.tip(name + ":more", more_hit, "Edit, rename, colour, delete", {});
  if (swatch_hit.clicked) {
    open_menu(screen, MenuKind::kClassColor, swatch, category.id);
  } else if (more_hit.clicked || h.context) {
    open_menu(screen, MenuKind::kClass, more, category.id);
  } else if (h.double_clicked) {
    screen.memory.typing = Typing::kClassName;
    screen.memory.typing_category = category.id;
    screen.memory.focus_field = name;
  } else if (h.clicked && !screen.memory.row_drag.moving) {
    screen.act(session::action::PickCategory{category.id});
  }
  if (h.held || h.let_go) drag_row(screen, kScroll, std::to_string(category.id), h);
}

// Counted once for each document.
const std::map<int, int>& counts_of(Screen& screen) {
  Memory& memory = screen.memory;
  const doc::ImageDocPtr& image = screen.session.image_doc();
  if (memory.counted == image) return memory.class_counts;
  memory.counted = image;
  memory.class_counts.clear();
  for (const doc::AnnotationPtr& object : image->annotations)
    ++memory.class_counts[object->category_id];
  return memory.class_counts;
}

// The class that became the current one, by its key or on another image, is scrolled into view.
void reveal_current(Screen& screen, const std::vector<int>& shown, float height) {
  const int current = screen.session.current_category();
  if (screen.memory.shown_class == current) return;
  screen.memory.shown_class = current;
  for (std::size_t i = 0; i < shown.size(); ++i)
    if (screen.session.categories()[std::size_t(shown[i])].id == current)
      screen.reveal(kScroll, float(i) * size::kRow, size::kRow, height);
}

// Where the dragged class would come to lie.
void draw_drag(Screen& screen, ScreenRect view, float offset) {
  const RowDrag drag = screen.memory.row_drag;
  if (drag.list != kScroll || !drag.moving) return;
  const doc::Categories& all = screen.session.categories();
  const float y = screen.pointer().y - view.y + offset;
  const int place = std::clamp(int(y / size::kRow + 0.5f), 0, int(all.size()));
  const float line = view.y + float(place) * size::kRow - offset;
  screen.pen().fill({view.x + 8, line - 1, view.width - 16, 2}, screen.colors.accent, 1);
  screen.pointer_shape("grabbing");
  if (!row_dropped(screen)) return;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (std::to_string(all[i].id) == drag.row)
      screen.act(session::action::MoveCategory{all[i].id, place > int(i) ? place - 1 : place});
}

}  // namespace

float class_list_height(const Screen& screen) {
  const std::size_t rows = screen.session.categories().size() + (adding(screen) ? 1 : 0);
  return kHeader + kFoot + (has_filter(screen) ? kFilter : 0) +
         size::kRow * float(rows > 0 ? rows : 2);
}

float draw_class_list(Screen& screen, ScreenRect column, float top, float max_height) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const float right = right_of(column) - size::kPadding;
  p.text(FontRole::kHeading, {column.x + size::kPadding, top + 21}, c.text, "Classes");
  if (screen.icon_button("add-class", {right - 20, top + 9, 24, 24}, icon::kPlus, "Add a class",
                         CommandId::kAddClass)) {
    screen.memory.typing = Typing::kNewClass;
    screen.memory.focus_field = "class-new";
  }
  const doc::Categories& all = screen.session.categories();
  const std::vector<int> shown = shown_classes(screen);
  const std::size_t rows = shown.size() + (adding(screen) ? 1 : 0);
  float head = kHeader;
  if (has_filter(screen)) {
    filter_field(screen, {column.x + size::kPadding, top + head - 2,
                          column.width - 2 * size::kPadding, size::kRow});
    head += kFilter;
  }
  const ScreenRect view = {column.x, top + head, column.width, max_height - head - kFoot};
  if (rows == 0) {
    const bool none = all.empty();
    p.text(FontRole::kSmall, {column.x + size::kPadding, view.y + 14}, c.dim,
           none ? "Name what you are looking for," : "No class has this in its name.");
    if (none)
      p.text(FontRole::kSmall, {column.x + size::kPadding, view.y + 32}, c.dim,
             "then click it in the image.");
    return top + max_height;
  }
  const float content = float(rows) * size::kRow;
  if (screen.memory.focus_field == "class-new")
    screen.reveal(kScroll, content - size::kRow, size::kRow, view.height);
  reveal_current(screen, shown, view.height);
  const std::map<int, int>& counts = counts_of(screen);
  const float offset = screen.begin_scroll(kScroll, view, content);
  const int first = int(offset / size::kRow);
  const int last = std::min(int(shown.size()), first + int(view.height / size::kRow) + 2);
  for (int i = first; i < last; ++i) {
    const doc::Category& category = all[std::size_t(shown[std::size_t(i)])];
    const auto count = counts.find(category.id);
    class_row(screen, category,
              {view.x, view.y + float(i) * size::kRow - offset, view.width, size::kRow},
              count == counts.end() ? 0 : count->second);
  }
  if (shown.size() == all.size()) draw_drag(screen, view, offset);
  if (adding(screen)) {
    const ScreenRect r = {view.x, view.y + float(shown.size()) * size::kRow - offset, view.width,
                          size::kRow};
    p.outline({r.x + size::kPadding, r.y + 9, 12, 12}, c.faint, 3);
    name_field(screen, r, "class-new", "");
  }
  screen.end_scroll();
  return top + max_height;
}

}  // namespace maskpoint::ui
