// The card under the filter field: states and classes to choose from; nothing chosen shows all.
#include <algorithm>
#include <optional>

#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;
using session::ImageFilter;

constexpr float kRow = 28, kEdge = 6, kTitle = 26;
constexpr int kMostRows = 7;

struct State {
  doc::WorkState state;
  const char* name;
};
constexpr State kStates[] = {{doc::WorkState::kNew, "new"},
                             {doc::WorkState::kInWork, "in work"},
                             {doc::WorkState::kDone, "done"}};

// A row with a check mark; whether it was clicked.
bool check_row(Screen& screen, const std::string& name, ScreenRect r, const std::string& label,
               bool checked, std::optional<Tint> dot) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const Hit h = screen.hit(name, r);
  if (h.hovered) {
    p.fill(r, c.hover, 6);
    screen.pointer_shape("pointer");
  }
  const float y = r.y + r.height / 2;
  const ScreenRect box = {r.x + 8, y - 7, 14, 14};
  p.fill(box, checked ? c.primary : c.raised, 4);
  if (checked)
    p.icon(FontRole::kSmallIcon, centre_of(box), c.on_primary, icon::kCheck);
  else
    p.outline(box, c.dim, 4);
  if (dot) p.dot({r.x + 36, y}, 4, *dot);
  p.text(FontRole::kBody, {r.x + 48, y}, c.text, label, Align::kLeft, right_of(r) - r.x - 56);
  return h.clicked;
}

template <class Value>
void toggle(std::set<Value>& set, Value value) {
  if (set.erase(value) == 0) set.insert(value);
}

Tint dot_of(doc::WorkState state, const Palette& c) {
  if (state == doc::WorkState::kDone) return c.include;
  return state == doc::WorkState::kInWork ? c.in_work : c.faint;
}

void class_rows(Screen& screen, ScreenRect view, ImageFilter& filter) {
  const doc::Categories& classes = screen.session.categories();
  const float offset = screen.begin_scroll("image filter", view, kRow * float(classes.size() + 1));
  const auto row = [&](std::size_t i) {
    return ScreenRect{view.x, view.y + kRow * float(i) - offset, view.width, kRow};
  };
  if (check_row(screen, "filter-class:none", row(0), "without objects",
                filter.classes.contains(session::kNoObjects), std::nullopt))
    toggle(filter.classes, session::kNoObjects);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const doc::Category& category = classes[i];
    const ScreenRect r = row(i + 1);
    if (bottom_of(r) < view.y || r.y > bottom_of(view)) continue;
    if (check_row(screen, "filter-class:" + std::to_string(category.id), r, category.name,
                  filter.classes.contains(category.id), tint_of(category.color)))
      toggle(filter.classes, category.id);
  }
  screen.end_scroll();
}

}  // namespace

void draw_image_filter(Screen& screen) {
  const Palette& c = screen.colors;
  const std::size_t classes = screen.session.categories().size() + 1;
  const float class_height = kRow * float(std::min<std::size_t>(classes, kMostRows));
  const float height =
      2 * (kTitle + kEdge) + kRow * float(std::size(kStates)) + class_height + kEdge;
  const ScreenRect card =
      begin_popover(screen, std::max(208.0f, screen.memory.menu.anchor.width), height);
  const Pen p = screen.pen();
  const float left = card.x + kEdge, width = card.width - 2 * kEdge;
  ImageFilter filter = screen.session.image_filter();
  float y = card.y + kEdge;
  p.text(FontRole::kHeading, {left + 8, y + kTitle / 2}, c.dim, "State");
  y += kTitle;
  for (const State& state : kStates) {
    if (check_row(screen, std::string("filter-state:") + state.name, {left, y, width, kRow},
                  state.name, filter.states.contains(state.state), dot_of(state.state, c)))
      toggle(filter.states, state.state);
    y += kRow;
  }
  p.horizontal_line(card.x, right_of(card), y + kEdge / 2, c.line);
  y += kEdge;
  p.text(FontRole::kHeading, {left + 8, y + kTitle / 2}, c.dim, "With a class");
  y += kTitle;
  class_rows(screen, {left, y, width, class_height}, filter);
  end_popover(screen);
  if (filter != screen.session.image_filter())
    screen.act(action::SetImageFilter{std::move(filter)});
}

}  // namespace maskpoint::ui
