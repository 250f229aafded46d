#include "session/tool_pointer.h"

#include "session/brushing.h"
#include "session/drawing.h"
#include "session/outlining.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

bool is_tools(GestureKind kind) {
  return kind == GestureKind::kStroke || kind == GestureKind::kLasso ||
         kind == GestureKind::kVertex;
}

void add_brush(const SessionState& state, Scene& scene) {
  if (!is_brush(state.tool) || !state.pointer || !state.canvas.contains(*state.pointer)) return;
  SceneBrush brush;
  brush.at = brush_point(state, *state.pointer);
  brush.radius = brush_diameter(state) / 2;
  const ToolState& tools = state.tools;
  brush.erases =
      tools.stroke ? tools.stroke->kind == mask::StrokeKind::kErases : state.tool == Tool::kEraser;
  if (!tools.stroke && tools.straight) brush.straight_from = tools.stroke_end;
  scene.brush = brush;
}

void add_shape(const SessionState& state, const ImageWork& work, Scene& scene) {
  if (state.tools.lasso) {
    scene.shape = SceneShape{state.tools.lasso->points, std::nullopt, state.tools.lasso->subtracts,
                             false, false};
  } else if (state.tool == Tool::kPolygon && work.polygon) {
    SceneShape shape{work.polygon->points, std::nullopt, work.polygon->subtracts, true, false};
    if (state.pointer && state.canvas.contains(*state.pointer)) {
      shape.would_close = closes_polygon(state, *state.pointer);
      shape.pointer =
          shape.would_close ? shape.points.front() : state.view.to_image(*state.pointer);
    }
    scene.shape = std::move(shape);
  }
}

void add_outline(const SessionState& state, Scene& scene) {
  const ToolState& tools = state.tools;
  if (!tools.outline) return;
  SceneOutline outline{tools.outline->outline, std::nullopt, tools.active_vertex, std::nullopt};
  if (tools.drag) {
    const mask::VertexPlace place = tools.drag->place;
    outline.outline = std::make_shared<const mask::Outline>(
        mask::with_vertex_moved(*tools.drag->outline, place.ring, place.vertex, tools.drag->to));
    outline.hot = place;
  } else if (state.pointer && state.canvas.contains(*state.pointer) && !state.pan_button) {
    if (const std::optional<OutlineHit> hit = outline_hit(state, *state.pointer)) {
      if (hit->insert_at)
        outline.insert_at = hit->insert_at;
      else
        outline.hot = hit->place;
    }
  }
  scene.outline = std::move(outline);
}

}  // namespace

bool tool_moved(SessionState& state, ImageWork& work, const action::PointerMoved& a) {
  state.tools.straight = a.modifiers.shift;
  switch (state.gesture.kind) {
    case GestureKind::kStroke:
      follow_stroke(state, a.at);
      return true;
    case GestureKind::kLasso:
      follow_lasso(state, a.at);
      return true;
    case GestureKind::kVertex:
      follow_vertex(state, a.at);
      return true;
    default:
      return false;
  }
}

bool tool_pressed(SessionState& state, ImageWork& work, const action::PointerPressed& a) {
  switch (state.tool) {
    case Tool::kBrush:
    case Tool::kEraser:
      start_stroke(state, work, a);
      return true;
    case Tool::kPolygon:
      click_polygon(state, work, a);
      return true;
    case Tool::kLasso:
      start_lasso(state, a);
      return true;
    case Tool::kOutline:
      return press_outline(state, work, a);
    case Tool::kPrompt:
    case Tool::kSelect:
      break;
  }
  return false;
}

bool tool_released(SessionState& state, ImageWork& work, const action::PointerReleased& a) {
  if (!is_tools(state.gesture.kind)) return false;
  if (state.gesture.button != a.button) return true;
  tool_moved(state, work, {a.at, {}});
  switch (state.gesture.kind) {
    case GestureKind::kStroke:
      end_stroke(state, work);
      break;
    case GestureKind::kLasso:
      end_lasso(state, work);
      break;
    default:
      end_vertex(state, work);
      break;
  }
  return true;
}

void add_tools(const SessionState& state, const ImageWork& work, Scene& scene) {
  add_brush(state, scene);
  add_shape(state, work, scene);
  add_outline(state, scene);
}

}  // namespace maskpoint::session
