// Classes, objects, this mask, and the button that finishes an image; or the rail they fold into.
#include <algorithm>

#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kFooter = 56;
constexpr float kListEnds = 47;  // of a list: its header and foot
constexpr float kLines = 3;      // between the sections
constexpr float kLeastClasses = kListEnds + 2 * size::kRow, kLeastMask = 96;

// Three rows, or as many as there are.
float least_objects(const Screen& screen) {
  const doc::ImageDocPtr& image = screen.session.image_doc();
  const auto count = image ? image->annotations.size() : 0;
  return kListEnds + size::kRow * float(std::clamp<std::size_t>(count, 1, 3));
}

void done_button(Screen& screen, ScreenRect panel) {
  const session::ImageRow* open = screen.session.open_image();
  if (open == nullptr) return;
  const Palette& c = screen.colors;
  const bool done = open->state == doc::WorkState::kDone;
  const Pen p = screen.pen();
  const float top = bottom_of(panel) - kFooter;
  p.horizontal_line(panel.x, right_of(panel), top, c.line);
  const ScreenRect r = {panel.x + size::kPadding, top + 12, panel.width - 2 * size::kPadding,
                        size::kControl};
  const Hit h = screen.hit("mark-done", r);
  p.fill(r, h.hovered ? c.hover : c.raised, size::kRadius);
  p.outline(r, c.line, size::kRadius);
  const std::string label = done ? "Done" : "Mark image done";
  const float width = p.text_width(FontRole::kBodyMedium, label) + 24;
  const float x = r.x + (r.width - width) / 2;
  p.icon(FontRole::kButtonIcon, {x + 8, r.y + 16}, done ? c.include : c.dim, icon::kDone);
  p.text(FontRole::kBodyMedium, {x + 24, r.y + 16}, c.text, label);
  if (h.hovered) screen.pointer_shape("pointer");
  screen.tip("mark-done", h, done ? "Mark as not done" : "Mark as done",
             screen.caps(CommandId::kMarkDone));
  if (h.clicked) screen.act(CommandId::kMarkDone);
}

}  // namespace

const doc::Category* category_of(const session::Session& session, int id) {
  const doc::Categories& all = session.categories();
  const auto at = std::find_if(all.begin(), all.end(), [id](const auto& c) { return c.id == id; });
  return at == all.end() ? nullptr : &*at;
}

void draw_right_panel(Screen& screen, ScreenRect panel) {
  const Palette& c = screen.colors;
  const Pen p = screen.begin("right panel", panel, Layer::kPanel);
  p.fill(panel, c.panel);
  p.vertical_line(panel.x, panel.y, bottom_of(panel), c.line);
  const ScreenRect column = {panel.x + 1, panel.y, panel.width - 1, panel.height};
  const bool has_image = screen.session.open_image() != nullptr;
  const float footer = has_image ? kFooter : 0;

  // The sections of what is selected have their height while a few classes and objects can be seen
  // beside them, else what they show of the mask is scrolled. Of the rest classes take at most
  // half, objects what is left.
  const float wanted = class_list_height(screen);
  const float asked = attribute_section_height(screen);
  const float whole = mask_section_height(screen);
  const float room = panel.height - footer - asked;
  const float least = std::min(wanted, kLeastClasses) + least_objects(screen) + kLines;
  const float mask = std::min(whole, std::max(kLeastMask, room - least));
  // Under the pointer the tightness stays where it is, for a double click: the first press reopens
  // the object, and there is less to say about a prompt.
  float& reserved = screen.memory.sections_height;
  reserved = screen.memory.uncertainty_told ? std::max(reserved, mask + asked) : mask + asked;
  const float rest = panel.height - footer - reserved;
  const float classes = std::min(wanted, std::max(kLeastClasses, rest * 0.5f));
  float y = draw_class_list(screen, column, panel.y, classes);
  p.horizontal_line(column.x, right_of(column), y, c.line);
  y = draw_object_list(screen, column, y + 1, panel.y + rest - y - kLines);
  if (whole > 0) {
    p.horizontal_line(column.x, right_of(column), y, c.line);
    const ScreenRect view = {column.x, y + 1, column.width, mask};
    const float offset = screen.begin_scroll("mask", view, whole);
    draw_mask_section(screen, column, view.y - offset);
    screen.end_scroll();
    y = view.y + mask;
  } else {
    leave_tightness_row(screen);
  }
  if (asked > 0) {
    p.horizontal_line(column.x, right_of(column), y, c.line);
    draw_attribute_section(screen, column, y + 1);
  }
  done_button(screen, column);
  screen.end();
}

void draw_right_rail(Screen& screen, ScreenRect rail) {
  const Palette& c = screen.colors;
  const Pen p = screen.begin("right rail", rail, Layer::kPanel);
  p.fill(rail, c.panel);
  p.vertical_line(rail.x, rail.y, bottom_of(rail), c.line);
  if (screen.icon_button("rail:classes", {rail.x + 6, rail.y + 8, 32, 32}, icon::kTag,
                         "Show classes and objects"))
    screen.memory.right =
        screen.memory.right == PanelState::kOpen ? PanelState::kAutomatic : PanelState::kOpen;
  float y = rail.y + 48;
  for (const doc::Category& category : screen.session.categories()) {
    if (y + 30 > bottom_of(rail)) break;
    const ScreenRect r = {rail.x + 7, y, 30, 30};
    const std::string name = "rail:class:" + std::to_string(category.id);
    const Hit h = screen.hit(name, r);
    const bool current = category.id == screen.session.current_category();
    if (current || h.hovered) p.fill(r, current ? c.selection : c.hover, 6);
    p.fill({r.x + 9, r.y + 9, 12, 12}, tint_of(category.color), 3);
    if (h.hovered) screen.pointer_shape("pointer");
    screen.tip(name, h, category.name, screen.class_caps(category.key));
    if (h.clicked) screen.act(session::action::PickCategory{category.id});
    y += 32;
  }
  screen.end();
}

}  // namespace maskpoint::ui
