// What the tools draw over the image: the brush's ring, outlines in the making, the vertices of a
// mask's contours. Every line is light with a dark one round it, so that it can be seen on
// anything.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr Tint kLight{255, 255, 255, 255}, kDark{0, 0, 0, 150};
constexpr float kVertex = 4, kHotVertex = 6;
// A draw list's indices have 16 bits: more vertices than these are marked plainly, or not at all.
constexpr std::size_t kMostMarked = 400, kMostDrawn = 3000;

// Lines of the canvas in device pixels.
class Lines {
 public:
  Lines(const Pen& pen, const session::Scene& scene, float ratio)
      : list_(pen.list()), view_(scene.view), ratio_(ratio) {}

  ImVec2 at(geom::ImagePoint p) const {
    const ScreenPoint s = view_.to_screen(p);
    return {s.x * ratio_, s.y * ratio_};
  }
  void ring(geom::ImagePoint centre, float radius, Tint tint, float width) const {
    list_->AddCircle(at(centre), radius * ratio_, color(tint), 0, width * ratio_);
  }
  void disc(geom::ImagePoint centre, float radius, Tint tint) const {
    list_->AddCircleFilled(at(centre), radius * ratio_, color(tint));
  }
  void square(geom::ImagePoint centre, float half, Tint fill, Tint line) const {
    const ImVec2 m = at(centre);
    const float h = half * ratio_;
    const ImVec2 low = {m.x - h, m.y - h}, high = {m.x + h, m.y + h};
    list_->AddRectFilled({low.x - ratio_, low.y - ratio_}, {high.x + ratio_, high.y + ratio_},
                         color(kDark), 2 * ratio_);
    list_->AddRectFilled(low, high, color(fill), 1.5f * ratio_);
    list_->AddRect(low, high, color(line), 1.5f * ratio_, 0, 1.25f * ratio_);
  }
  void dot(geom::ImagePoint centre, Tint tint) const {
    const ImVec2 m = at(centre);
    const float h = 1.75f * ratio_;
    list_->AddRectFilled({m.x - h, m.y - h}, {m.x + h, m.y + h}, color(tint));
  }
  // Dark under light, as one path each.
  void path(const std::vector<geom::ImagePoint>& points, bool closed, Tint tint) const {
    std::vector<ImVec2> way;
    way.reserve(points.size());
    for (const geom::ImagePoint& p : points)
      way.push_back(at(p));
    const ImDrawFlags flags = closed ? ImDrawFlags_Closed : 0;
    list_->AddPolyline(way.data(), int(way.size()), color(kDark), flags, 3.5f * ratio_);
    list_->AddPolyline(way.data(), int(way.size()), color(tint), flags, 1.5f * ratio_);
  }

 private:
  static ImU32 color(Tint t) { return IM_COL32(t.r, t.g, t.b, t.a); }
  ImDrawList* list_;
  const geom::ViewTransform& view_;
  float ratio_;
};

void draw_brush(const Lines& lines, const session::SceneBrush& brush, double scale, Tint erases) {
  const auto radius = float(std::max(1.0, brush.radius * scale));
  if (brush.straight_from)
    lines.path({*brush.straight_from, brush.at}, false, brush.erases ? erases : kLight);
  lines.ring(brush.at, radius + 1, kDark, 1.5f);
  lines.ring(brush.at, radius, brush.erases ? erases : kLight, 1.5f);
  // A brush too small to see is found by its cross.
  if (radius < 5) {
    const double away = 9 / scale, near = 4 / scale;
    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}})
      lines.path({{brush.at.x + dx * near, brush.at.y + dy * near},
                  {brush.at.x + dx * away, brush.at.y + dy * away}},
                 false, kLight);
  }
}

void draw_shape(const Lines& lines, const session::SceneShape& shape, const Palette& c) {
  const Tint tint = shape.subtracts ? c.exclude : kLight;
  std::vector<geom::ImagePoint> way = shape.points;
  if (shape.pointer) way.push_back(*shape.pointer);
  lines.path(way, false, tint);
  if (!shape.clicked) return;
  for (std::size_t i = 0; i < shape.points.size(); ++i) {
    const bool closes = i == 0 && shape.would_close;
    lines.square(shape.points[i], closes ? kHotVertex : kVertex, closes ? c.accent : kLight,
                 c.accent);
  }
}

// What of a ring lies on the canvas, as the box of its corners.
bool on_canvas(const session::Scene& scene, const mask::OutlineRing& ring) {
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const mask::OutlineVertex& vertex : ring.vertices) {
    const ScreenPoint p = scene.view.to_screen(vertex.at);
    left = std::min(left, p.x);
    right = std::max(right, p.x);
    top = std::min(top, p.y);
    bottom = std::max(bottom, p.y);
  }
  const ScreenRect& c = scene.canvas;
  return left < right_of(c) && right > c.x && top < bottom_of(c) && bottom > c.y;
}

// The rings that can be seen, as many as one draw list takes.
std::vector<std::size_t> drawn_rings(const session::Scene& scene) {
  std::vector<std::size_t> rings;
  std::size_t points = 0;
  const std::vector<mask::OutlineRing>& all = scene.outline->outline->rings;
  for (std::size_t r = 0; r < all.size(); ++r) {
    if (!on_canvas(scene, all[r])) continue;
    points += all[r].vertices.size();
    if (points > kMostDrawn) break;
    rings.push_back(r);
  }
  return rings;
}

void draw_vertices(const Lines& lines, const session::Scene& scene,
                   const std::vector<std::size_t>& rings, const Palette& c) {
  const session::SceneOutline& shown = *scene.outline;
  std::vector<mask::VertexPlace> places;
  for (const std::size_t r : rings)
    for (std::size_t v = 0; v < shown.outline->rings[r].vertices.size(); ++v)
      if (scene.canvas.contains(scene.view.to_screen(shown.outline->rings[r].vertices[v].at)))
        places.push_back({r, v});
  const bool plainly = places.size() > kMostMarked;
  for (const mask::VertexPlace& place : places) {
    const geom::ImagePoint at = shown.outline->rings[place.ring].vertices[place.vertex].at;
    const bool hot = shown.hot == place, active = shown.active == place;
    if (plainly && !hot && !active)
      lines.dot(at, kLight);
    else
      lines.square(at, hot ? kHotVertex : kVertex, active ? c.accent : kLight, c.accent);
  }
}

void draw_outline(const Lines& lines, const session::Scene& scene, const Palette& c) {
  const session::SceneOutline& shown = *scene.outline;
  const std::vector<std::size_t> rings = drawn_rings(scene);
  for (const std::size_t r : rings) {
    std::vector<geom::ImagePoint> way;
    for (const mask::OutlineVertex& vertex : shown.outline->rings[r].vertices)
      way.push_back(vertex.at);
    lines.path(way, true, c.accent);
  }
  draw_vertices(lines, scene, rings, c);
  if (shown.insert_at) {
    lines.disc(*shown.insert_at, 5.5f, kDark);
    lines.disc(*shown.insert_at, 4.5f, c.accent);
  }
}

}  // namespace

void draw_tool_marks(Screen& screen) {
  const session::Scene& scene = screen.frame.scene;
  if (scene.image_id == 0 || (!scene.brush && !scene.shape && !scene.outline)) return;
  const Pen p = screen.canvas_pen();
  p.push_clip(scene.canvas);
  const Lines lines(p, scene, screen.frame.device_pixel_ratio);
  if (scene.outline) draw_outline(lines, scene, screen.colors);
  if (scene.shape) draw_shape(lines, *scene.shape, screen.colors);
  if (scene.brush) draw_brush(lines, *scene.brush, scene.view.scale, screen.colors.exclude);
  p.pop_clip();
}

}  // namespace maskpoint::ui
