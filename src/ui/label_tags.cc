// The class names on the canvas: one tag an object, standing on its highest point. Where many
// objects crowd, the marked and the large ones keep theirs; a tag never covers another one.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kHeight = 18, kAir = 6;
// With more objects than this, only those large enough on the screen carry their name.
constexpr std::size_t kAllNamed = 60;
constexpr float kNamedFrom = 40;           // CSS pixels wide
constexpr std::size_t kFewSelected = 200;  // whose tags come before all others
constexpr float kCell = 6;                 // of the places taken, CSS pixels

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
      const std::uint64_t column = at / height + (y == 0 && top != 0 ? 1 : 0);
      const auto x = double(column);
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

// Which places of the canvas carry a tag already.
class Places {
 public:
  explicit Places(ScreenRect canvas)
      : canvas_(canvas),
        columns_(std::max(1, int(canvas.width / kCell) + 1)),
        rows_(std::max(1, int(canvas.height / kCell) + 1)),
        taken_(std::size_t(columns_) * std::size_t(rows_)) {}

  // Whether there was room.
  bool take(ScreenRect r) {
    const auto cell = [](float v, int count) { return std::clamp(int(v / kCell), 0, count - 1); };
    const int x0 = cell(r.x - canvas_.x, columns_), x1 = cell(right_of(r) - canvas_.x, columns_);
    const int y0 = cell(r.y - canvas_.y, rows_), y1 = cell(bottom_of(r) - canvas_.y, rows_);
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x)
        if (taken_[place(x, y)] != 0) return false;
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x)
        taken_[place(x, y)] = 1;
    return true;
  }

 private:
  std::size_t place(int x, int y) const {
    return std::size_t(y) * std::size_t(columns_) + std::size_t(x);
  }

  ScreenRect canvas_;
  int columns_, rows_;
  std::vector<char> taken_;
};

class Tags {
 public:
  explicit Tags(Screen& screen)
      : screen_(screen),
        scene_(screen.frame.scene),
        pen_(screen.canvas_pen()),
        places_(scene_.canvas) {}

  void draw(const session::SceneObject& object) {
    if (!object.mask || object.label.empty() || !in_view(object)) return;
    const ScreenPoint at = scene_.view.to_screen(point_of(object));
    const float width = width_of(object.label);
    // Above the object: what is highest is often a head, and a small object would be covered whole.
    // Never out of the canvas while any of the object is in it.
    const ScreenRect& canvas = scene_.canvas;
    ScreenRect tag = {at.x - width / 2, at.y - kHeight - 1, width, kHeight};
    tag.x = std::clamp(tag.x, canvas.x + 4, std::max(canvas.x + 4, right_of(canvas) - width - 4));
    // Where another tag is, a little higher or lower.
    const float wanted = tag.y;
    bool placed = false;
    for (const float shift : {0.0f, -kHeight - kCell, kHeight + kCell}) {
      tag.y = std::max(wanted + shift, canvas.y + 4);
      placed = places_.take(tag);
      if (placed) break;
    }
    if (!placed) return;
    pen_.fill(tag, tint_of(object.color), 3);
    pen_.text(FontRole::kTag, {tag.x + kAir, tag.y + kHeight / 2}, {0x14, 0x16, 0x1a, 255},
              object.label, Align::kLeft, width - 2 * kAir + 1);
  }

 private:
  bool in_view(const session::SceneObject& object) const {
    const geom::Rect& b = object.bbox;
    const ScreenPoint high = scene_.view.to_screen({double(b.x), double(b.y)});
    const ScreenPoint low = scene_.view.to_screen({double(b.x) + b.width, double(b.y) + b.height});
    return low.x >= scene_.canvas.x && low.y >= scene_.canvas.y &&
           high.x <= right_of(scene_.canvas) && high.y <= bottom_of(scene_.canvas);
  }

  geom::ImagePoint point_of(const session::SceneObject& object) {
    const auto [entry, is_new] = screen_.memory.tag_points.try_emplace(std::string(object.uuid));
    if (is_new || entry->second.mask.lock() != object.mask)
      entry->second = {object.mask, highest_point(*object.mask)};
    return entry->second.at;
  }

  // Thousands of objects have a few names.
  float width_of(std::string_view label) {
    const auto [entry, is_new] = widths_.try_emplace(label.data());
    if (is_new) entry->second = std::min(180.0f, pen_.text_width(FontRole::kTag, label) + 2 * kAir);
    return entry->second;
  }

  Screen& screen_;
  const session::Scene& scene_;
  const Pen pen_;
  Places places_;
  std::unordered_map<const char*, float> widths_;
};

}  // namespace

void draw_label_tags(Screen& screen) {
  const session::Scene& scene = screen.frame.scene;
  if (scene.image_id == 0 || !scene.pixels_ready || scene.objects.empty()) return;
  const Pen p = screen.canvas_pen();
  p.push_clip(scene.canvas);
  auto& cache = screen.memory.tag_points;
  if (cache.size() > 4 * scene.objects.size() + 64) cache.clear();
  // The marked first: their tags are wanted most. Then from the top down.
  Tags tags(screen);
  const bool few_selected = screen.session.selection().size() <= kFewSelected;
  const auto first = [&](const session::SceneObject& object) {
    return object.lit || (object.selected && few_selected);
  };
  for (std::size_t i = scene.objects.size(); i-- > 0;)
    if (first(scene.objects[i])) tags.draw(scene.objects[i]);
  const bool many = scene.objects.size() > kAllNamed;
  for (std::size_t i = scene.objects.size(); scene.labels && i-- > 0;) {
    const session::SceneObject& object = scene.objects[i];
    if (first(object)) continue;
    if (many && float(object.bbox.width * scene.view.scale) < kNamedFrom) continue;
    tags.draw(object);
  }
  p.pop_clip();
}

// The frame being drawn round what is to be selected.
void draw_band(Screen& screen) {
  const session::Scene& scene = screen.frame.scene;
  if (!scene.band) return;
  const ScreenPoint a = scene.view.to_screen(scene.band->from);
  const ScreenPoint b = scene.view.to_screen(scene.band->to);
  const ScreenRect r = {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x),
                        std::abs(a.y - b.y)};
  const Pen p = screen.canvas_pen();
  p.push_clip(scene.canvas);
  p.fill(r, faded(screen.colors.accent, 0.12f));
  p.outline(r, screen.colors.accent);
  p.pop_clip();
}

}  // namespace maskpoint::ui
