// The floating bar of the tools that change masks by hand: the brush's size, adding or taking away,
// and what the next move would be.
#include <cmath>

#include "ui/controls.h"
#include "ui/floating_bar.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

using session::Tool;

constexpr float kControlHeight = 32, kAir = 7, kTextAir = 6;
constexpr float kSizeWidth = 236, kModeWidth = 132, kShapeModeWidth = 148;

// What the next stroke or shape goes to.
std::string target_of(const session::Session& s) {
  switch (s.hand_target()) {
    case session::HandTarget::kPending:
      return "on the mask in the making";
    case session::HandTarget::kSelected:
      return "on the selected object";
    case session::HandTarget::kUnderPointer:
      return "on the object under it";
    case session::HandTarget::kNewObject:
      break;
  }
  return "makes a new object";
}

std::string hint_of(const session::Session& s) {
  switch (s.tool()) {
    case Tool::kBrush:
    case Tool::kEraser:
      return target_of(s);
    case Tool::kPolygon:
      if (s.polygon() == nullptr) return "Click the corners \u00B7 " + target_of(s);
      return s.polygon()->points.size() < 3 ? "Backspace takes a corner back"
                                            : "Enter or the first corner closes";
    case Tool::kLasso:
      return "Draw round it \u00B7 " + target_of(s);
    case Tool::kOutline:
      if (!s.tools().outline) return "Click an object to see its outline";
      return "Drag a corner \u00B7 press an edge for a new one \u00B7 right click takes one out";
    default:
      return {};
  }
}

void size_slider(Screen& screen, ScreenRect r) {
  const auto diameter = float(screen.session.brush_diameter());
  SliderSpec spec;
  const std::string value = std::to_string(int(std::lround(diameter))) + " px";
  spec.value_text = value;
  spec.low = session::kSmallestBrush;
  spec.high = session::kLargestBrush;
  spec.logarithmic = true;
  spec.default_value = session::Settings{}.brush_size;
  const Pen p = screen.pen();
  const float label =
      10 + p.text(FontRole::kBody, {r.x, r.y + r.height / 2}, screen.colors.dim, "Size");
  r = {r.x + label, r.y, r.width - label, r.height};
  const SliderEvent event = slider(screen, "brush-size", r, diameter, spec);
  const float chosen = std::round(event.value);
  if (event.changed && chosen != diameter) screen.act(session::action::SetBrushDiameter{chosen});
}

void brush_mode(Screen& screen, ScreenRect r) {
  const Segment parts[] = {{"mode:paint", "Paint", "", "Right button or Alt erases"},
                           {"mode:erase", "Erase", "", "Right button or Alt paints"}};
  const int chosen = screen.session.tool() == Tool::kBrush ? 0 : 1;
  if (const auto clicked = segmented(screen, r, parts, chosen))
    screen.act(*clicked == 0 ? CommandId::kBrushTool : CommandId::kEraserTool);
}

void shape_mode(Screen& screen, ScreenRect r) {
  const Segment parts[] = {{"mode:add", "Add", "", "With Alt it takes away"},
                           {"mode:subtract", "Subtract", "", "With Alt it adds"}};
  const bool subtracts = screen.session.tools().shape_mode == session::ShapeMode::kSubtracts;
  if (const auto clicked = segmented(screen, r, parts, subtracts ? 1 : 0))
    screen.act(session::action::SetShapeMode{*clicked == 1});
}

}  // namespace

void draw_tool_options(Screen& screen, ScreenRect canvas) {
  const session::Session& s = screen.session;
  const Tool tool = s.tool();
  if (tool == Tool::kPrompt || tool == Tool::kSelect || s.open_image() == nullptr) return;
  const bool brush = tool == Tool::kBrush || tool == Tool::kEraser;
  const bool shape = tool == Tool::kPolygon || tool == Tool::kLasso;
  const Pen measure = screen.canvas_pen();
  const std::string hint = hint_of(s);
  const float controls = brush ? kModeWidth + 16 + kSizeWidth : shape ? kShapeModeWidth : 0;
  float words = hint.empty() ? 0 : measure.text_width(FontRole::kBody, hint) + 26;
  const bool fits = 2 * kAir + controls + words <= bar_room(canvas);
  // The figure the brush's controls end with keeps the same distance from the edge as words.
  if (!fits && controls > 0) words = brush ? kTextAir : 0;
  const ScreenRect bar = begin_bar(screen, "tool-options", canvas, 2 * kAir + controls + words);
  const Pen p = screen.pen();
  float x = bar.x + kAir;
  const float y = bar.y + (kBarHeight - kControlHeight) / 2;
  if (brush) {
    brush_mode(screen, {x, y, kModeWidth, kControlHeight});
    x += kModeWidth + 16;
    size_slider(screen, {x, y, kSizeWidth, kControlHeight});
    x += kSizeWidth;
  }
  if (shape) {
    shape_mode(screen, {x, y, kShapeModeWidth, kControlHeight});
    x += kShapeModeWidth;
  }
  if (words > kTextAir)
    p.text(FontRole::kBody, {x + 13, bar.y + kBarHeight / 2}, screen.colors.dim, hint, Align::kLeft,
           right_of(bar) - x - 26);
  screen.end();
}

}  // namespace maskpoint::ui
