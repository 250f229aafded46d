#include "ui/typed_values.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "doc/attributes.h"
#include "doc/palette.h"
#include "ui/attribute_texts.h"
#include "ui/menu_list.h"

namespace maskpoint::ui {
namespace {

using session::Action;
using session::Session;
namespace action = session::action;

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// What follows the prefix, if the field has it.
std::optional<std::string> after(const std::string& field, std::string_view prefix) {
  if (!field.starts_with(prefix)) return std::nullopt;
  return field.substr(prefix.size());
}

const doc::Category* class_of(const Session& session, int id) {
  for (const doc::Category& category : session.categories())
    if (category.id == id) return &category;
  return nullptr;
}

std::optional<doc::Color> typed_color(const std::string& value) {
  const std::string text = trimmed(value);
  std::string hex = text.starts_with('#') ? text : "#" + text;
  // "#abc" as in style sheets.
  if (hex.size() == 4) hex = {'#', hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]};
  return doc::color_from_hex(hex);
}

void filter_typed(Memory& memory, TextEvent event, const std::string& value, const Session& session,
                  std::vector<Action>& out) {
  if (event == TextEvent::kCommitted) {
    const doc::Categories& all = session.categories();
    const auto first =
        std::find_if(all.begin(), all.end(), [&](const auto& c) { return matches(c.name, value); });
    if (!value.empty() && first != all.end()) out.push_back(action::PickCategory{first->id});
  }
  // What was looked for and found, or given up, is over; left alone, it stays.
  const bool over = event == TextEvent::kCommitted || event == TextEvent::kCancelled;
  memory.class_filter = over ? std::string() : value;
}

void menu_filter_typed(Memory& memory, TextEvent event, const std::string& value) {
  memory.menu_filter = value;
  if (event == TextEvent::kCommitted) memory.menu_enter = true;
  if (event == TextEvent::kCancelled) memory.menu = {};
}

// A field of the class editor that speaks of one attribute.
std::optional<doc::AttributeDefinition> edited(const doc::AttributeDefinition& d,
                                               const std::vector<doc::AttributeDefinition>& all,
                                               const std::string& kind, const std::string& value) {
  if (kind == "attribute") {
    const std::string name = trimmed(value);
    if (name.empty() || doc::find(all, name) != nullptr) return std::nullopt;
    doc::AttributeDefinition next = d;
    next.name = name;
    return next;
  }
  if (kind == "choices")
    return value == joined(d.choices) ? std::nullopt : std::optional(with_choices(d, value));
  return with_default(d, value);
}

void editor_typed(const Memory& memory, const std::string& field, const std::string& value,
                  const Session& session, std::vector<Action>& out) {
  const doc::Category* category = class_of(session, std::atoi(memory.dialog.subject.c_str()));
  if (category == nullptr) return;
  if (field == "name") {
    const std::string name = trimmed(value);
    if (!name.empty() && name != category->name)
      out.push_back(action::RenameCategory{category->id, name});
  } else if (field == "supercategory") {
    if (trimmed(value) != category->supercategory)
      out.push_back(action::SetSupercategory{category->id, trimmed(value)});
  } else if (field == "hex") {
    if (const auto color = typed_color(value); color && !(*color == category->color))
      out.push_back(action::RecolorCategory{category->id, *color});
  } else {
    const std::size_t colon = field.find(':');
    if (colon == std::string::npos) return;
    std::vector<doc::AttributeDefinition> next = category->attributes;
    for (doc::AttributeDefinition& d : next) {
      if (d.name != field.substr(colon + 1)) continue;
      if (const auto changed = edited(d, category->attributes, field.substr(0, colon), value))
        d = *changed;
      break;
    }
    if (next != category->attributes)
      out.push_back(action::SetCategoryAttributes{category->id, std::move(next)});
  }
}

// The value of an attribute of the selected objects. What is no number for a number is left as it
// was.
void value_typed(const std::string& name, const std::string& value, const Session& session,
                 std::vector<Action>& out) {
  doc::AttributeType type = doc::AttributeType::kText;
  std::set<std::string> now;  // what they have
  for (const doc::AnnotationPtr& object : session.image_doc()->annotations) {
    if (!session.selection().contains(object->uuid)) continue;
    const auto at = object->attributes.find(name);
    now.insert(at == object->attributes.end() ? std::string() : at->second);
    if (const doc::Category* category = class_of(session, object->category_id))
      if (const auto* definition = doc::find(category->attributes, name)) type = definition->type;
  }
  const std::string text = trimmed(value);
  // Several values are shown as an empty field: left empty it changes nothing.
  if (text.empty() && now.size() != 1) return;
  const std::string json = text.empty() ? std::string() : doc::attribute_value(type, text);
  if (!text.empty() && json.empty()) {
    out.push_back(action::Notice{"\"" + name + "\" is a number; \"" + text + "\" is none."});
    return;
  }
  if (now.size() != 1 || *now.begin() != json) out.push_back(action::SetAttribute{name, json});
}

}  // namespace

bool take_typed(Memory& memory, const std::string& field, TextEvent event, const std::string& value,
                const Session& session, std::vector<Action>& out) {
  if (field == "class-filter") {
    filter_typed(memory, event, value, session, out);
    return true;
  }
  if (field == "menu-filter") {
    menu_filter_typed(memory, event, value);
    return true;
  }
  const bool ended = event == TextEvent::kCommitted || event == TextEvent::kLeft;
  if (field == "class-hex") {
    if (const auto color = typed_color(value); ended && color)
      out.push_back(action::RecolorCategory{memory.menu.category, *color});
    if (event == TextEvent::kCommitted || event == TextEvent::kCancelled) memory.menu = {};
    return true;
  }
  if (const auto rest = after(field, "editor:")) {
    if (ended) editor_typed(memory, *rest, value, session, out);
    return true;
  }
  if (const auto name = after(field, "attribute:")) {
    if (ended) value_typed(*name, value, session, out);
    return true;
  }
  return false;
}

}  // namespace maskpoint::ui
