// The class editor: name, supercategory, key, colour and attributes of one class; and what its
// objects become when it is deleted. Every field is an edit of its own as soon as it is left.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/count_of.h"
#include "doc/attributes.h"
#include "doc/palette.h"
#include "ui/attribute_texts.h"
#include "ui/controls.h"
#include "ui/dialog.h"
#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr float kLabel = 116, kLine = 40, kGap = 12;

const doc::Category* subject(const Screen& screen) {
  return category_of(screen.session, std::atoi(screen.memory.dialog.subject.c_str()));
}

void boxed_field(Screen& screen, ScreenRect box, const std::string& id, const std::string& value,
                 const std::string& placeholder) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  p.fill(box, c.raised, 6);
  p.outline(box, c.line, 6);
  screen.name_area(id, box);
  screen.field(
      {id, {box.x + 10, box.y + 1, box.width - 20, box.height - 2}, value, placeholder, false});
}

// The label of a line; what is left of the line.
ScreenRect labelled(Screen& screen, ScreenRect line, std::string_view label) {
  screen.pen().text(FontRole::kBody, {line.x, line.y + size::kControl / 2}, screen.colors.dim,
                    label);
  return {line.x + kLabel, line.y, line.width - kLabel, size::kControl};
}

void color_line(Screen& screen, const doc::Category& category, ScreenRect r) {
  constexpr int kColors = 9;
  const Pen p = screen.pen();
  for (int i = 0; i < kColors; ++i) {
    const doc::Color color = doc::palette_color(i);
    const ScreenRect cell = {r.x + 28.0f * float(i), r.y + 2, 28, 28};
    const Hit h = screen.hit("editor:color:" + std::to_string(i), cell);
    const bool chosen = color == category.color;
    if (h.hovered || chosen)
      p.outline(inset(cell, 2), chosen ? screen.colors.text : screen.colors.dim, 7, 1.5f);
    p.fill(inset(cell, 6), tint_of(color), 4);
    if (h.hovered) screen.pointer_shape("pointer");
    if (h.clicked) screen.act(action::RecolorCategory{category.id, color});
  }
  const float x = r.x + 28.0f * kColors + 10;
  const ScreenRect box = {x, r.y, right_of(r) - x, size::kControl};
  boxed_field(screen, box, "editor:hex", doc::hex_of(category.color), "#rrggbb");
  p.fill({right_of(box) - 22, box.y + 10, 12, 12}, tint_of(category.color), 3);
}

// A digit another class has is taken over.
void key_line(Screen& screen, const doc::Category& category, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  constexpr std::array<const char*, 11> kKeys = {"1", "2", "3", "4", "5", "6",
                                                 "7", "8", "9", "0", ""};
  float x = r.x;
  for (const char* key : kKeys) {
    const std::string text = key[0] == 0 ? "none" : key;
    const ScreenRect cell = {x, r.y + 2, key[0] == 0 ? 48.0f : 26.0f, 28};
    x += cell.width + 4;
    const Hit h = screen.hit("editor:key:" + text, cell);
    const bool chosen = category.key == key;
    const doc::Category* owner = nullptr;
    for (const doc::Category& other : screen.session.categories())
      if (key[0] != 0 && other.key == key && other.id != category.id) owner = &other;
    p.fill(cell, chosen ? c.primary : h.hovered ? c.hover : c.raised, 6);
    p.outline(cell, chosen ? c.primary : c.line, 6);
    p.text(FontRole::kBodyMedium, centre_of(cell),
           chosen             ? c.on_primary
           : owner != nullptr ? c.faint
                              : c.text,
           text, Align::kCentre);
    if (h.hovered) screen.pointer_shape("pointer");
    if (owner != nullptr)
      screen.tip("editor:key:" + text, h, "Now the key of " + owner->name + ": takes it over", {});
    if (h.clicked) screen.act(action::SetCategoryKey{category.id, key});
  }
}

// --- attributes ---

void set_attributes(Screen& screen, const doc::Category& category,
                    std::vector<doc::AttributeDefinition> attributes) {
  screen.act(action::SetCategoryAttributes{category.id, std::move(attributes)});
}

float height_of(const doc::AttributeDefinition& d) {
  return d.type == doc::AttributeType::kChoice ? 3 * kLine + kGap : 2 * kLine + kGap;
}

void default_line(Screen& screen, const doc::Category& category, std::size_t i, ScreenRect line) {
  const doc::AttributeDefinition& d = category.attributes[i];
  const std::string id = "editor:default:" + d.name;
  if (d.type == doc::AttributeType::kCheckbox) {
    if (checkbox(screen, id, line, "Ticked unless it is changed", d.default_json == "true")) {
      std::vector<doc::AttributeDefinition> next = category.attributes;
      next[i].default_json = d.default_json == "true" ? "false" : "true";
      set_attributes(screen, category, std::move(next));
    }
    return;
  }
  const ScreenRect box = labelled(screen, line, "Default");
  boxed_field(screen, box, id,
              d.default_json.empty() ? std::string() : doc::attribute_text(d.default_json), "None");
}

void attribute_block(Screen& screen, const doc::Category& category, std::size_t i, ScreenRect r) {
  const doc::AttributeDefinition& d = category.attributes[i];
  std::vector<doc::AttributeDefinition> next = category.attributes;
  const std::string end = ":" + d.name;
  screen.pen().horizontal_line(r.x, right_of(r), r.y, screen.colors.line);
  ScreenRect line = {r.x, r.y + kGap - 4, r.width, size::kControl};
  boxed_field(screen, {line.x, line.y, 150, size::kControl}, "editor:attribute" + end, d.name,
              "Name");
  const Segment types[] = {{"editor:type:text" + end, "Text"},
                           {"editor:type:number" + end, "Number"},
                           {"editor:type:choice" + end, "Choice"},
                           {"editor:type:checkbox" + end, "Tick"}};
  const auto type = segmented(screen, {line.x + 160, line.y, line.width - 200, size::kControl},
                              types, int(d.type));
  if (type && int(d.type) != *type) {
    next[i] = with_type(d, doc::AttributeType(*type));
    set_attributes(screen, category, next);
  }
  if (screen.icon_button("editor:remove" + end, {right_of(line) - 30, line.y + 1, 30, 30},
                         icon::kTrash, "Remove the attribute")) {
    next = category.attributes;
    next.erase(next.begin() + std::ptrdiff_t(i));
    set_attributes(screen, category, next);
  }
  line.y += kLine;
  if (d.type == doc::AttributeType::kChoice) {
    boxed_field(screen, labelled(screen, line, "Choices"), "editor:choices" + end,
                joined(d.choices), "red, green, blue");
    line.y += kLine;
  }
  default_line(screen, category, i, line);
}

float attributes_height(const doc::Category& category) {
  float height = kLine;
  for (const doc::AttributeDefinition& d : category.attributes)
    height += height_of(d);
  return height;
}

void attribute_blocks(Screen& screen, const doc::Category& category, ScreenRect view) {
  const float offset =
      screen.begin_scroll("class editor", view, attributes_height(category) - kLine);
  float y = view.y - offset;
  for (std::size_t i = 0; i < category.attributes.size(); ++i) {
    const float height = height_of(category.attributes[i]);
    // A field half under the edge would lie over what is beside the list: the DOM is not clipped.
    if (y >= view.y - 1 && y + height <= bottom_of(view) + 1)
      attribute_block(screen, category, i, {view.x, y, view.width - 12, height});
    y += height;
  }
  screen.end_scroll();
}

}  // namespace

void draw_class_editor(Screen& screen) {
  const doc::Category* category = subject(screen);
  if (category == nullptr) return close_dialog(screen);
  DialogSpec spec;
  spec.name = "class-editor";
  spec.title = "Class \u201C" + category->name + "\u201D";
  spec.width = 560;
  const float fixed = 4 * kLine + kLine;
  spec.content_height = fixed + std::max(kLine, attributes_height(*category) - kLine) + 8;
  spec.buttons = {{"editor:delete", "Delete the class", ButtonStyle::kDanger},
                  {"editor:done", "Done", ButtonStyle::kPrimary}};
  spec.cancel = spec.primary = 1;
  const DialogFrame frame = begin_dialog(screen, spec);
  ScreenRect line = {frame.content.x, frame.content.y, frame.content.width, size::kControl};
  const auto next = [&] { line.y += kLine; };
  boxed_field(screen, labelled(screen, line, "Name"), "editor:name", category->name, "Name");
  next();
  boxed_field(screen, labelled(screen, line, "Supercategory"), "editor:supercategory",
              category->supercategory, "None");
  next();
  color_line(screen, *category, labelled(screen, line, "Colour"));
  next();
  key_line(screen, *category, labelled(screen, line, "Key"));
  next();
  const Pen p = screen.pen();
  p.text(FontRole::kHeading, {line.x, line.y + 18}, screen.colors.text, "Attributes");
  if (screen.button("editor:add", {right_of(line) - 130, line.y + 2, 130, size::kControl},
                    "Add attribute", icon::kPlus, ButtonStyle::kRaised)) {
    std::vector<doc::AttributeDefinition> longer = category->attributes;
    longer.push_back({free_name(longer), doc::AttributeType::kText, {}, {}});
    set_attributes(screen, *category, longer);
  }
  next();
  const ScreenRect rest = {line.x, line.y, line.width, bottom_of(frame.content) - line.y};
  if (category->attributes.empty())
    p.text(FontRole::kBody, {rest.x, rest.y + 16}, screen.colors.dim,
           "Nothing is asked of its objects but the class.");
  else
    attribute_blocks(screen, *category, rest);
  end_dialog(screen);
  if (frame.pressed == 1) close_dialog(screen);
  if (frame.pressed == 0) {
    const int id = category->id;
    close_dialog(screen);
    delete_class(screen, id);
  }
}

void delete_class(Screen& screen, int category_id) {
  // Other images may have objects of it; without any object at all there is nothing to ask.
  const std::vector<session::ImageRow>& images = screen.session.images();
  const bool objects = std::any_of(images.begin(), images.end(),
                                   [](const auto& row) { return row.annotation_count > 0; });
  if (objects && screen.session.categories().size() > 1)
    open_dialog(screen, DialogKind::kReplaceClass, std::to_string(category_id));
  else
    screen.act(action::DeleteCategory{category_id});
}

void draw_replace_class(Screen& screen) {
  const doc::Category* category = subject(screen);
  if (category == nullptr) return close_dialog(screen);
  const doc::Categories& all = screen.session.categories();
  const std::vector<doc::AnnotationPtr>& objects = screen.session.image_doc()->annotations;
  const auto count = std::count_if(objects.begin(), objects.end(), [&](const auto& object) {
    return object->category_id == category->id;
  });
  DialogSpec spec;
  spec.name = "replace-class";
  spec.title = "Delete \u201C" + category->name + "\u201D?";
  spec.text = base::count_of(std::size_t(count), "object") +
              std::string(
                  " of this image, and maybe some of others, have the class. Choose what "
                  "they become, on every image.");
  spec.content_height = std::min(8.0f, float(all.size() - 1)) * size::kRow;
  spec.buttons = {{"replace:delete", "Delete if unused", ButtonStyle::kRaised, count == 0},
                  {"replace:cancel", "Keep the class", ButtonStyle::kRaised}};
  spec.cancel = 1;
  const DialogFrame frame = begin_dialog(screen, spec);
  const ScreenRect view = frame.content;
  const float offset =
      screen.begin_scroll("replace-class", view, size::kRow * float(all.size() - 1));
  const int from = category->id;
  int by = 0;
  float y = view.y - offset;
  for (const doc::Category& other : all) {
    if (other.id == from) continue;
    const ScreenRect r = {view.x, y, view.width - 10, size::kRow};
    y += size::kRow;
    if (bottom_of(r) < view.y || r.y > bottom_of(view)) continue;
    const Hit h = screen.hit("replace:class:" + std::to_string(other.id), r);
    const Pen p = screen.pen();
    if (h.hovered) {
      p.fill(r, screen.colors.hover, 6);
      screen.pointer_shape("pointer");
    }
    p.fill({r.x + 10, r.y + 9, 12, 12}, tint_of(other.color), 3);
    p.text(FontRole::kBody, {r.x + 32, r.y + 15}, screen.colors.text, other.name, Align::kLeft,
           r.width - 44);
    if (h.clicked) by = other.id;
  }
  screen.end_scroll();
  end_dialog(screen);
  if (by != 0) screen.act(action::ReplaceCategory{from, by});
  if (by == 0 && frame.pressed == 0) screen.act(action::DeleteCategory{from});
  if (by != 0 || frame.pressed >= 0) close_dialog(screen);
}

}  // namespace maskpoint::ui
