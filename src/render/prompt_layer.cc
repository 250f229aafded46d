#include "render/prompt_layer.h"

#include <cmath>

#include "render/shader_sources.h"

namespace maskpoint::render {
namespace {

// CSS pixels.
constexpr float kPointRadius = 7, kHotPointRadius = 8.5f, kPointRing = 2, kHalo = 2.5f;
constexpr float kBoxLine = 1.5f, kHandle = 9, kHandleRadius = 2.5f, kHandleLine = 1.5f;
constexpr float kHotHandle = 12, kHotLine = 3;
constexpr float kHeldRadius = 30, kHeldRing = 3, kHeldTint = 0.14f;  // round a fingertip
constexpr float kDraggedBoxTint = 0.08f;
constexpr Rgb kWhite = {1, 1, 1};

}  // namespace

// Device pixels; the border lies inside the shape.
struct PromptLayer::Shape {
  float x = 0, y = 0;  // the centre
  float half_width = 0, half_height = 0;
  float radius = 0, border = 0, halo = 0;
  Rgb fill;
  float fill_alpha = 1;
  Rgb line;
};

base::Status PromptLayer::build_program() {
  return program_.build("shape", shader::quad_vert, shader::shape_frag);
}

void PromptLayer::draw_shape(const View& view, const Shape& s) {
  program_.set("u_half_size", s.half_width, s.half_height);
  program_.set("u_radius", s.radius);
  program_.set("u_border", s.border);
  program_.set("u_halo", s.halo);
  program_.set("u_fill", s.fill.r, s.fill.g, s.fill.b, s.fill_alpha);
  program_.set("u_border_color", s.line.r, s.line.g, s.line.b, 1);
  const float margin = s.halo + 1;
  const float w = s.half_width + margin, h = s.half_height + margin;
  draw_quad(program_, view, {s.x - w, s.y - h, 2 * w, 2 * h}, {-w, -h, 2 * w, 2 * h});
}

void PromptLayer::draw_box(const View& view, const session::SceneBox& box,
                           const CanvasColors& colors) {
  const DeviceRect r =
      view.device(box.box.x0, box.box.y0, box.box.x1 - box.box.x0, box.box.y1 - box.box.y0);
  Shape frame;
  frame.x = r.x + r.width / 2;
  frame.y = r.y + r.height / 2;
  frame.half_width = r.width / 2;
  frame.half_height = r.height / 2;
  frame.radius = view.ratio;
  frame.border = kBoxLine * view.ratio;
  frame.fill = frame.line = colors.accent;
  frame.fill_alpha = box.dragging ? kDraggedBoxTint : 0;
  draw_shape(view, frame);
  if (!box.dragging) draw_handles(view, box, colors);
}

// A square on each corner; the edge or corner under the pointer is drawn stronger.
void PromptLayer::draw_handles(const View& view, const session::SceneBox& box,
                               const CanvasColors& colors) {
  const DeviceRect r =
      view.device(box.box.x0, box.box.y0, box.box.x1 - box.box.x0, box.box.y1 - box.box.y0);
  const session::BoxGrip& hot = box.hot;
  const bool across = hot.left || hot.right, along = hot.top || hot.bottom;
  if (across != along) {
    Shape edge;
    edge.x = hot.left ? r.x : hot.right ? r.x + r.width : r.x + r.width / 2;
    edge.y = hot.top ? r.y : hot.bottom ? r.y + r.height : r.y + r.height / 2;
    edge.half_width = across ? kHotLine * view.ratio / 2 : r.width / 2;
    edge.half_height = across ? r.height / 2 : kHotLine * view.ratio / 2;
    edge.fill = edge.line = colors.accent;
    draw_shape(view, edge);
  }
  Shape handle;
  handle.border = kHandleLine * view.ratio;
  handle.halo = 1.5f * view.ratio;
  handle.fill = kWhite;
  handle.line = colors.accent;
  for (const bool right : {false, true}) {
    for (const bool low : {false, true}) {
      const bool lit = across && along && hot.right == right && hot.bottom == low;
      handle.half_width = handle.half_height = (lit ? kHotHandle : kHandle) * view.ratio / 2;
      handle.radius = kHandleRadius * view.ratio;
      handle.x = right ? r.x + r.width : r.x;
      handle.y = low ? r.y + r.height : r.y;
      draw_shape(view, handle);
    }
  }
}

// Larger than the fingertip that hides the place.
void PromptLayer::draw_held(const View& view, geom::ImagePoint at, const CanvasColors& colors) {
  const DeviceRect centre = view.device(at.x, at.y, 0, 0);
  Shape ring;
  ring.x = centre.x;
  ring.y = centre.y;
  ring.half_width = ring.half_height = ring.radius = kHeldRadius * view.ratio;
  ring.border = kHeldRing * view.ratio;
  ring.halo = kHalo * view.ratio;
  ring.fill = ring.line = colors.exclude;
  ring.fill_alpha = kHeldTint;
  draw_shape(view, ring);
  draw_point(view, {at, geom::PointLabel::kExclude, false}, colors);
}

void PromptLayer::draw_point(const View& view, const session::ScenePoint& point,
                             const CanvasColors& colors) {
  const DeviceRect at = view.device(point.at.x, point.at.y, 0, 0);
  Shape disc;
  disc.x = at.x;
  disc.y = at.y;
  disc.half_width = disc.half_height = disc.radius =
      (point.hot ? kHotPointRadius : kPointRadius) * view.ratio;
  disc.border = kPointRing * view.ratio;
  disc.halo = kHalo * view.ratio;
  disc.fill = point.label == geom::PointLabel::kInclude ? colors.include : colors.exclude;
  disc.line = kWhite;
  draw_shape(view, disc);
}

void PromptLayer::draw(const View& view, const session::Scene& scene, const CanvasColors& colors) {
  program_.use();
  if (scene.box) draw_box(view, *scene.box, colors);
  for (const session::ScenePoint& point : scene.points)
    draw_point(view, point, colors);
  if (scene.held) draw_held(view, *scene.held, colors);
}

}  // namespace maskpoint::render
