// The minimap: the whole image small in the corner while it does not fit the canvas, with the part
// in view framed. Pressing or dragging in it moves the view there.
#include <algorithm>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kLongest = 130, kShortest = 24, kFromEdge = 12;

// The part of the image that is on the canvas, as shares of its width and height.
ScreenRect share_in_view(const session::Scene& scene) {
  const geom::ImagePoint low = scene.view.to_image({scene.canvas.x, scene.canvas.y});
  const geom::ImagePoint high =
      scene.view.to_image({right_of(scene.canvas), bottom_of(scene.canvas)});
  const auto share = [](double v, int size) { return float(std::clamp(v / size, 0.0, 1.0)); };
  const float x0 = share(low.x, scene.image.width), x1 = share(high.x, scene.image.width);
  const float y0 = share(low.y, scene.image.height), y1 = share(high.y, scene.image.height);
  return {x0, y0, x1 - x0, y1 - y0};
}

void go_to(Screen& screen, ScreenRect map) {
  const session::Scene& scene = screen.frame.scene;
  const ScreenPoint at = screen.pointer();
  const double x = std::clamp((at.x - map.x) / map.width, 0.0f, 1.0f) * scene.image.width;
  const double y = std::clamp((at.y - map.y) / map.height, 0.0f, 1.0f) * scene.image.height;
  const ScreenPoint now = scene.view.to_screen({x, y});
  const ScreenPoint middle = centre_of(scene.canvas);
  const double dx = double(middle.x) - now.x, dy = double(middle.y) - now.y;
  if (dx * dx + dy * dy < 0.25) return;
  screen.act(session::action::Pinch{middle, 1, dx, dy});
}

}  // namespace

void draw_minimap(Screen& screen, ScreenRect canvas) {
  const session::Scene& scene = screen.frame.scene;
  if (!screen.session.settings().minimap) return;
  if (scene.image_id == 0 || !scene.pixels_ready || !screen.frame.thumbnail) return;
  if (scene.image.width <= 0 || scene.image.height <= 0) return;
  const ScreenRect seen = share_in_view(scene);
  if ((seen.width > 0.97f && seen.height > 0.97f) || canvas.width < 560) return;
  const Picture picture = screen.frame.thumbnail(scene.image_id);
  if (picture.texture == 0) return;
  const float scale = kLongest / float(std::max(scene.image.width, scene.image.height));
  const float width = std::max(kShortest, float(scene.image.width) * scale);
  const float height = std::max(kShortest, float(scene.image.height) * scale);
  const ScreenRect map = {right_of(canvas) - kFromEdge - width,
                          bottom_of(canvas) - kFromEdge - height, width, height};
  const Pen p = screen.begin("minimap", map, Layer::kFloating);
  p.push_no_clip();
  p.shadow(map, size::kRadius, 16);
  p.pop_clip();
  p.picture(picture, map, 6, {255, 255, 255, 255});
  p.outline(map, screen.colors.line, 6);
  const ScreenRect frame = {map.x + seen.x * width, map.y + seen.y * height,
                            std::max(6.0f, seen.width * width),
                            std::max(6.0f, seen.height * height)};
  p.outline({frame.x - 1, frame.y - 1, frame.width + 2, frame.height + 2}, {0, 0, 0, 90}, 2);
  p.outline(frame, {255, 255, 255, 255}, 1.5f, 1.5f);
  const Hit h = screen.hit("minimap", map);
  if (h.hovered) screen.pointer_shape("pointer");
  if (h.held) go_to(screen, map);
  screen.end();
}

}  // namespace maskpoint::ui
