// What is asked of the selected objects: whether they are a crowd, and the attributes of their
// class. Values no class defines, as imported files have them, are shown and kept.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "doc/attributes.h"
#include "ui/controls.h"
#include "ui/icons.h"
#include "ui/menu_list.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr char kName[] = "attributes";
constexpr float kRow = 36, kFoot = 8, kLabelShare = 0.4f;
constexpr std::size_t kMostRows = 5;  // without scrolling

struct Row {
  std::string name;
  std::optional<doc::AttributeDefinition> definition;  // none: no class defines it
};

// What the classes of all selected objects ask for.
std::vector<doc::AttributeDefinition> common_definitions(const session::Session& session,
                                                         const std::set<int>& classes) {
  std::vector<doc::AttributeDefinition> common;
  bool first = true;
  for (const int id : classes) {
    const doc::Category* category = category_of(session, id);
    if (category == nullptr) return {};
    if (std::exchange(first, false)) {
      common = category->attributes;
      continue;
    }
    std::erase_if(common, [&](const doc::AttributeDefinition& d) {
      const doc::AttributeDefinition* other = doc::find(category->attributes, d.name);
      return other == nullptr || other->type != d.type || other->choices != d.choices;
    });
  }
  return common;
}

std::vector<Row> rows_of(const session::Session& session, const SelectedFacts& facts) {
  std::vector<Row> rows;
  std::set<std::string> known;
  for (doc::AttributeDefinition& d : common_definitions(session, facts.classes)) {
    known.insert(d.name);
    std::string name = d.name;
    rows.push_back({std::move(name), std::move(d)});
  }
  for (const auto& [name, value] : facts.values)
    if (!known.contains(name)) rows.push_back({name, std::nullopt});
  return rows;
}

const SelectedFacts& facts_of(const Screen& screen) {
  look_at_selection(screen.memory.selected, screen.session);
  return screen.memory.selected;
}

void choice_button(Screen& screen, const Row& row, const std::optional<std::string>& value,
                   ScreenRect box) {
  const Palette& c = screen.colors;
  const std::string name = "attribute:" + row.name;
  const Hit h = screen.hit(name, box);
  const Pen p = screen.pen();
  p.fill(box, h.hovered ? c.hover : c.raised, 6);
  p.outline(box, c.line, 6);
  const std::string text = !value           ? "several"
                           : value->empty() ? "choose"
                                            : doc::attribute_text(*value);
  p.text(FontRole::kBody, {box.x + 10, box.y + box.height / 2},
         value && !value->empty() ? c.text : c.faint, text, Align::kLeft, box.width - 36);
  p.icon(FontRole::kSmallIcon, {right_of(box) - 16, box.y + box.height / 2}, c.dim,
         icon::kChevronDown);
  if (h.hovered) screen.pointer_shape("pointer");
  if (!h.clicked) return;
  open_popover(screen, MenuKind::kAttributeChoice, box);
  screen.memory.menu.object = row.name;
}

void attribute_row(Screen& screen, const Row& row, const std::optional<std::string>& value,
                   ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const doc::AttributeType type = row.definition ? row.definition->type : doc::AttributeType::kText;
  const float left = r.x + size::kPadding;
  const float width = r.width - 2 * size::kPadding;
  if (row.definition && type == doc::AttributeType::kCheckbox) {
    const bool on = value == "true";
    if (checkbox(screen, "attribute:" + row.name, {left, r.y + 3, width, size::kRow}, row.name, on))
      screen.act(action::SetAttribute{row.name, on ? "false" : "true"});
    return;
  }
  const float label = width * kLabelShare;
  p.text(FontRole::kBody, {left, r.y + kRow / 2}, row.definition ? c.dim : c.faint, row.name,
         Align::kLeft, label - 8);
  const ScreenRect box = {left + label, r.y + 2, width - label, size::kControl};
  if (!row.definition) {
    const std::string text = !value ? "several" : doc::attribute_text(*value);
    p.text(FontRole::kBody, {box.x + 10, r.y + kRow / 2}, c.dim, text, Align::kLeft,
           box.width - 40);
    if (screen.icon_button("attribute:" + row.name + ":remove",
                           {right_of(box) - 24, box.y + 4, 24, 24}, icon::kClose,
                           "Take this value away"))
      screen.act(action::SetAttribute{row.name, ""});
    return;
  }
  if (type == doc::AttributeType::kChoice) return choice_button(screen, row, value, box);
  p.fill(box, c.raised, 6);
  p.outline(box, c.line, 6);
  screen.name_area("attribute:" + row.name, box);
  const std::string shown = value && !value->empty() ? doc::attribute_text(*value) : std::string();
  screen.field({"attribute:" + row.name,
                {box.x + 10, box.y + 1, box.width - 20, box.height - 2},
                shown,
                !value                                ? "several"
                : type == doc::AttributeType::kNumber ? "a number"
                                                      : "text",
                false});
}

bool open(const Screen& screen) {
  return !screen.memory.folded.contains(kName);
}

}  // namespace

float attribute_section_height(const Screen& screen) {
  if (screen.session.selection().empty() || screen.session.pending()) return 0;
  if (!open(screen)) return kSectionHeader;
  const std::size_t rows = 1 + rows_of(screen.session, facts_of(screen)).size();
  return kSectionHeader + kRow * float(std::min(rows, kMostRows)) + kFoot;
}

float draw_attribute_section(Screen& screen, ScreenRect column, float top) {
  const SelectedFacts& facts = facts_of(screen);
  const std::string note = facts.objects == 1 ? "1 object" : grouped(facts.objects) + " objects";
  if (!section_header(screen, kName, column, top, "Attributes", note)) return top + kSectionHeader;
  const std::vector<Row> rows = rows_of(screen.session, facts);
  const float height = kRow * float(std::min(rows.size() + 1, kMostRows));
  const ScreenRect view = {column.x, top + kSectionHeader, column.width, height};
  const float offset = screen.begin_scroll(kName, view, kRow * float(rows.size() + 1));
  ScreenRect r = {view.x, view.y - offset, view.width, kRow};
  if (checkbox(screen, "attribute-crowd",
               {r.x + size::kPadding, r.y + 3, r.width - 2 * size::kPadding, size::kRow},
               "A crowd: many as one object", facts.all_crowd))
    screen.act(action::ToggleSelectedCrowd{});
  for (const Row& row : rows) {
    r.y += kRow;
    // The DOM is not clipped: a field half outside of the list would lie over its neighbours.
    if (r.y >= view.y - 1 && bottom_of(r) <= bottom_of(view) + 1)
      attribute_row(screen, row, facts.value_of(row.name), r);
  }
  screen.end_scroll();
  return bottom_of(view) + kFoot;
}

void draw_attribute_choices(Screen& screen) {
  const std::string name = screen.memory.menu.object;
  const SelectedFacts& facts = facts_of(screen);
  const std::vector<doc::AttributeDefinition> all =
      common_definitions(screen.session, facts.classes);
  const doc::AttributeDefinition* definition = doc::find(all, name);
  if (definition == nullptr || facts.objects == 0) return close_popover(screen);
  const std::optional<std::string> now = facts.value_of(name);
  std::vector<MenuItem> items;
  std::vector<std::string> values;
  for (const std::string& choice : definition->choices) {
    values.push_back(doc::attribute_value(doc::AttributeType::kChoice, choice));
    items.push_back({"choice:" + choice, choice, "", "", now == values.back()});
  }
  MenuItem none{"choice:", "No value"};
  none.ink = screen.colors.dim;
  none.starts_group = true;
  items.push_back(std::move(none));
  values.emplace_back();
  const int chosen = menu_list(screen, items, 190);
  if (chosen < 0) return;
  close_popover(screen);
  screen.act(action::SetAttribute{name, values[std::size_t(chosen)]});
}

}  // namespace maskpoint::ui
