#include "session/drawing.h"

#include <cmath>
#include <span>
#include <utility>

#include "mask/winding_fill.h"
#include "session/actions.h"
#include "session/hand_edits.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

using action::Button;

constexpr float kCloseReach = 9;    // CSS pixels from the first corner
constexpr float kSamePlace = 3;     // a second click within it closes
constexpr float kLassoStep = 1.5f;  // CSS pixels between the points of a lasso

float distance(const SessionState& state, geom::ImagePoint corner, geom::ScreenPoint at) {
  const geom::ScreenPoint on_screen = state.view.to_screen(corner);
  return std::hypot(on_screen.x - at.x, on_screen.y - at.y);
}

bool subtracts(const SessionState& state, const action::Modifiers& modifiers) {
  return (kind_in_hand(state) == mask::StrokeKind::kErases) != modifiers.alt;
}

void finish_shape(SessionState& state, ImageWork& work, const DrawnShape& shape,
                  const std::string& what) {
  const base::Result<mask::Rle> filled = mask::fill_rings(std::span(&shape.points, 1), work.size);
  if (!filled.ok()) {
    show_error(state, filled.status().message());
    return;
  }
  const mask::StrokeKind kind =
      shape.subtracts ? mask::StrokeKind::kErases : mask::StrokeKind::kAdds;
  std::optional<HandEdit> edit =
      begin_hand_edit(state, work, kind, shape.points.front(),
                      shape.subtracts ? "take a " + what + " from" : "add a " + what + " to");
  if (!edit) return;
  edit->shape = std::make_shared<const mask::Rle>(*filled);
  if (edit->makes_object) edit->label = what;
  finish_hand_edit(state, work, *std::move(edit));
}

void close_polygon(SessionState& state, ImageWork& work) {
  const DrawnShape shape = *std::exchange(work.polygon, std::nullopt);
  if (shape.points.size() < 3) {
    show_info(state, "A polygon needs at least three corners.");
    work.polygon = shape;
    return;
  }
  finish_shape(state, work, shape, "polygon");
}

}  // namespace

bool closes_polygon(const SessionState& state, geom::ScreenPoint at) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->polygon || work->polygon->points.size() < 3) return false;
  const std::vector<geom::ImagePoint>& points = work->polygon->points;
  return distance(state, points.front(), at) <= kCloseReach ||
         distance(state, points.back(), at) <= kSamePlace;
}

void click_polygon(SessionState& state, ImageWork& work, const action::PointerPressed& a) {
  if (a.button == Button::kRight) {
    if (work.polygon) on(state, action::TakeBackPrompt{});
    return;
  }
  const geom::ImagePoint at = state.view.to_image(a.at);
  if (!work.polygon) {
    work.polygon = DrawnShape{{at}, subtracts(state, a.modifiers)};
    return;
  }
  if (closes_polygon(state, a.at)) {
    close_polygon(state, work);
    return;
  }
  if (distance(state, work.polygon->points.back(), a.at) <= kSamePlace) return;
  work.polygon->points.push_back(at);
}

void start_lasso(SessionState& state, const action::PointerPressed& a) {
  if (a.button != Button::kLeft) return;
  state.tools.lasso = DrawnShape{{state.view.to_image(a.at)}, subtracts(state, a.modifiers)};
  state.gesture = {};
  state.gesture.kind = GestureKind::kLasso;
  state.gesture.button = a.button;
}

void follow_lasso(SessionState& state, geom::ScreenPoint at) {
  if (!state.tools.lasso) return;
  std::vector<geom::ImagePoint>& points = state.tools.lasso->points;
  if (distance(state, points.back(), at) >= kLassoStep) points.push_back(state.view.to_image(at));
}

void end_lasso(SessionState& state, ImageWork& work) {
  state.gesture = {};
  if (!state.tools.lasso) return;
  const DrawnShape shape = *std::exchange(state.tools.lasso, std::nullopt);
  if (shape.points.size() >= 3) finish_shape(state, work, shape, "lasso");
}

void on(SessionState& state, const action::SetShapeMode& a) {
  state.tools.shape_mode = a.subtracts ? ShapeMode::kSubtracts : ShapeMode::kAdds;
}

void on(SessionState& state, const action::FinishShape&) {
  ImageWork* work = state.open_work();
  if (work != nullptr && work->polygon && state.tool == Tool::kPolygon) close_polygon(state, *work);
}

}  // namespace maskpoint::session
