// The class names on the canvas: one tag an object, on the outline at its highest point.
#include <algorithm>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kHeight = 18, kAir = 6;
// With more objects than this, only those large enough on the screen carry their name.
constexpr std::size_t kAllNamed = 60;

// The middle of the uppermost row of the mask, in image points. Runs go down the columns, so each
// run's first pixel is its highest; one pass, remembered for as long as the mask lives.
geom::ImagePoint highest_point(const mask::Rle& rle) {
  const std::uint64_t height = std::uint64_t(std::max(1, rle.size.height));
  std::uint64_t at = 0, best = height;
  double first = 0, last = 0;
  for (std::size_t i = 0; i < rle.counts.size(); ++i) {
    const std::uint64_t run = rle.counts[i];
    if (i % 2 == 1 && run > 0) {
      const std::uint64_t top = at % height;
      // A run that goes on into the next column touches row 0 there.
      const std::uint64_t y = top + run > height ? 0 : top;
      const double x = double(at / height) + (y == 0 && top != 0 ? 1 : 0);
      if (y < best) {
        best = y;
        first = x;
      }
      if (y == best) last = x;
    }
    at += run;
  }
  return {(first + last) / 2 + 0.5, double(best)};
}

}  // namespace

void draw_label_tags(Screen& screen) {
  const session::Scene& scene = screen.frame.scene;
  if (scene.image_id == 0 || !scene.pixels_ready) return;
  const Pen p = screen.canvas_pen();
  p.push_clip(scene.canvas);
  auto& cache = screen.memory.tag_points;
  if (cache.size() > 4 * scene.objects.size() + 64) cache.clear();
  for (const session::SceneObject& object : scene.objects) {
    if (!object.mask || object.label.empty()) continue;
    const bool marked = object.selected || object.lit;
    const float wide = float(object.bbox.width * scene.view.scale);
    if (!marked && scene.objects.size() > kAllNamed && wide < 60) continue;
    const auto [entry, is_new] = cache.try_emplace(object.uuid);
    if (is_new || entry->second.mask.lock() != object.mask)
      entry->second = {object.mask, highest_point(*object.mask)};
    const ScreenPoint at = scene.view.to_screen(entry->second.at);
    const float width = std::min(180.0f, p.text_width(FontRole::kTag, object.label) + 2 * kAir);
    // Straddling the outline, and never out of the canvas while any of the object is in it.
    ScreenRect tag = {at.x - width / 2, at.y - kHeight / 2, width, kHeight};
    const ScreenPoint low = scene.view.to_screen(
        {double(object.bbox.x + object.bbox.width), double(object.bbox.y + object.bbox.height)});
    const ScreenPoint high = scene.view.to_screen({double(object.bbox.x), double(object.bbox.y)});
    if (low.x < scene.canvas.x || low.y < scene.canvas.y || high.x > right_of(scene.canvas) ||
        high.y > bottom_of(scene.canvas))
      continue;
    tag.x = std::clamp(tag.x, scene.canvas.x + 4,
                       std::max(scene.canvas.x + 4, right_of(scene.canvas) - width - 4));
    tag.y = std::max(tag.y, scene.canvas.y + 4);
    p.fill(tag, tint_of(object.color), 3);
    p.text(FontRole::kTag, {tag.x + kAir, tag.y + kHeight / 2}, {0x14, 0x16, 0x1a, 255},
           object.label, Align::kLeft, width - 2 * kAir + 1);
  }
  p.pop_clip();
}

}  // namespace maskpoint::ui
