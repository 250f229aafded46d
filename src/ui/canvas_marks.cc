// Lines over the image: its edge, the pixel grid when pixels are large enough, and the crosshair.
#include <algorithm>
#include <cmath>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr double kGridFrom = 12;  // CSS pixels an image pixel measures

// Every pixel's edge that is on the canvas: a few hundred lines at most.
void pixel_grid(const Screen& screen, const session::Scene& scene) {
  const double scale = scene.view.scale;
  if (scale < kGridFrom) return;
  const geom::ImagePoint low = scene.view.to_image({scene.canvas.x, scene.canvas.y});
  const geom::ImagePoint high =
      scene.view.to_image({right_of(scene.canvas), bottom_of(scene.canvas)});
  const auto within = [](double v, int most) { return std::clamp(v, 0.0, double(most)); };
  const int x0 = int(std::ceil(within(low.x, scene.image.width)));
  const int x1 = int(std::floor(within(high.x, scene.image.width)));
  const int y0 = int(std::ceil(within(low.y, scene.image.height)));
  const int y1 = int(std::floor(within(high.y, scene.image.height)));
  if (x1 < x0 || y1 < y0) return;
  const ScreenPoint from =
      scene.view.to_screen({within(low.x, scene.image.width), within(low.y, scene.image.height)});
  const ScreenPoint to =
      scene.view.to_screen({within(high.x, scene.image.width), within(high.y, scene.image.height)});
  const Pen p = screen.canvas_pen();
  // It comes in gently, and is seen on light and on dark pixels.
  const float strength = std::min(1.0f, float((scale - kGridFrom) / kGridFrom) + 0.35f);
  const Tint ink = {128, 128, 128, std::uint8_t(110 * strength)};
  for (int x = x0; x <= x1; ++x)
    p.vertical_line(scene.view.to_screen({double(x), 0}).x, from.y, to.y, ink);
  for (int y = y0; y <= y1; ++y)
    p.horizontal_line(from.x, to.x, scene.view.to_screen({0, double(y)}).y, ink);
}

void crosshair(const Screen& screen, const session::Scene& scene) {
  const ScreenPoint at = screen.memory.pointer;
  if (!scene.canvas.contains(at) || !screen.session.cursor()) return;
  const Pen p = screen.canvas_pen();
  const ScreenRect& c = scene.canvas;
  // A dark line beside the light one: one of them is seen on any image. A gap leaves the place
  // itself free.
  constexpr float kFree = 9;
  const Tint dark = {0, 0, 0, 110}, light = {255, 255, 255, 190};
  for (const auto& [shift, ink] : {std::pair{1.0f, dark}, std::pair{0.0f, light}}) {
    p.horizontal_line(c.x, at.x - kFree, at.y + shift, ink);
    p.horizontal_line(at.x + kFree, right_of(c), at.y + shift, ink);
    p.vertical_line(at.x + shift, c.y, at.y - kFree, ink);
    p.vertical_line(at.x + shift, at.y + kFree, bottom_of(c), ink);
  }
}

// A black image ends somewhere too.
void edge(const Screen& screen, const session::Scene& scene) {
  const ScreenPoint low = scene.view.to_screen({0, 0});
  const ScreenPoint high =
      scene.view.to_screen({double(scene.image.width), double(scene.image.height)});
  screen.canvas_pen().outline({low.x - 1, low.y - 1, high.x - low.x + 2, high.y - low.y + 2},
                              screen.colors.line);
}

}  // namespace

void draw_canvas_marks(Screen& screen) {
  const session::Scene& scene = screen.frame.scene;
  if (scene.image_id == 0 || !scene.pixels_ready) return;
  const session::Settings& settings = screen.session.settings();
  const Pen p = screen.canvas_pen();
  p.push_clip(scene.canvas);
  edge(screen, scene);
  if (settings.pixel_grid && settings.sampling != session::Sampling::kSmooth)
    pixel_grid(screen, scene);
  if (settings.crosshair) crosshair(screen, scene);
  p.pop_clip();
}

}  // namespace maskpoint::ui
