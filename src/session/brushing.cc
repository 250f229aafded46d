#include "session/brushing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "session/actions.h"
#include "session/hand_edits.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

constexpr double kPerStep = 1.2;
constexpr double kSnapped = 3;  // brushes below this keep to pixels' centres

// Kept with the person's other settings.
void set_diameter(SessionState& state, double diameter) {
  Settings next = state.settings;
  next.brush_size = float(std::round(diameter));
  on(state, action::ChangeSettings{within_limits(next)});
}

}  // namespace

bool is_brush(Tool tool) {
  return tool == Tool::kBrush || tool == Tool::kEraser;
}

double brush_diameter(const SessionState& state) {
  return double(state.settings.brush_size);
}

geom::ImagePoint brush_point(const SessionState& state, geom::ScreenPoint at) {
  const geom::ImagePoint point = state.view.to_image(at);
  return brush_diameter(state) < kSnapped ? geom::centre_of(geom::pixel_under(point)) : point;
}

void start_stroke(SessionState& state, ImageWork& work, const action::PointerPressed& a) {
  ToolState& tools = state.tools;
  const bool other = a.button == action::Button::kRight || a.modifiers.alt;
  const bool erases = (kind_in_hand(state) == mask::StrokeKind::kErases) != other;
  const geom::ImagePoint at = brush_point(state, a.at);
  std::optional<HandEdit> edit =
      begin_hand_edit(state, work, erases ? mask::StrokeKind::kErases : mask::StrokeKind::kAdds, at,
                      erases ? "erase from" : "brush");
  if (!edit) return;
  edit->stroke = std::make_shared<mask::Stroke>(work.size);
  const geom::ImagePoint from = a.modifiers.shift && tools.stroke_end ? *tools.stroke_end : at;
  edit->stroke->add(from, at, brush_diameter(state) / 2);
  tools.stroke = std::move(edit);
  tools.stroke_at = at;
  state.gesture = {};
  state.gesture.kind = GestureKind::kStroke;
  state.gesture.button = a.button;
}

void follow_stroke(SessionState& state, geom::ScreenPoint at) {
  ToolState& tools = state.tools;
  if (!tools.stroke) return;
  const geom::ImagePoint to = brush_point(state, at);
  if (to == tools.stroke_at) return;
  tools.stroke->stroke->add(tools.stroke_at, to, brush_diameter(state) / 2);
  tools.stroke_at = to;
}

void end_stroke(SessionState& state, ImageWork& work) {
  state.gesture = {};
  if (!state.tools.stroke) return;
  state.tools.stroke_end = state.tools.stroke_at;
  HandEdit edit = *std::exchange(state.tools.stroke, std::nullopt);
  finish_hand_edit(state, work, std::move(edit));
}

void on(SessionState& state, const action::ResizeBrush& a) {
  const double before = brush_diameter(state);
  double after = before * std::pow(kPerStep, a.steps);
  // Small ones change by at least a pixel.
  if (a.steps > 0) after = std::max(after, before + 1);
  if (a.steps < 0) after = std::min(after, before - 1);
  set_diameter(state, after);
}

void on(SessionState& state, const action::SetBrushDiameter& a) {
  set_diameter(state, a.pixels);
}

}  // namespace maskpoint::session
