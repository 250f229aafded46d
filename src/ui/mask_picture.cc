#include "ui/mask_picture.h"

#include <algorithm>
#include <cmath>

namespace maskpoint::ui {

std::vector<ScreenRect> mask_strips(const mask::Rle& mask, geom::Rect frame, ScreenRect into,
                                    float device_pixel_ratio) {
  std::vector<ScreenRect> strips;
  if (frame.width <= 0 || frame.height <= 0 || mask.size.height <= 0) return strips;
  const float scale = std::min(into.width / float(frame.width), into.height / float(frame.height));
  const float left = into.x + (into.width - scale * float(frame.width)) / 2;
  const float top = into.y + (into.height - scale * float(frame.height)) / 2;
  // An edge is computed the same way from both its sides, so that strips meet.
  const auto snapped = [&](float v) {
    return std::floor(v * device_pixel_ratio + 0.5f) / device_pixel_ratio;
  };
  const auto edge = [&](float origin, std::int64_t pixels) {
    return snapped(origin + scale * float(pixels));
  };
  const auto height = std::uint64_t(mask.size.height);
  std::uint64_t at = 0;
  bool inside = false;
  for (const std::uint32_t count : mask.counts) {
    const std::uint64_t end = at + count;
    for (std::uint64_t from = at; inside && from < end;) {
      const std::uint64_t column = from / height;
      const std::uint64_t to = std::min(end, (column + 1) * height);
      const auto across = std::int64_t(column) - frame.x;
      const float x0 = edge(left, across), x1 = edge(left, across + 1);
      if (x1 > x0) {
        const auto down = std::int64_t(from % height) - frame.y;
        const float y0 = edge(top, down);
        // Never less than seen.
        const float y1 =
            std::max(edge(top, down + std::int64_t(to - from)), y0 + 1 / device_pixel_ratio);
        strips.push_back({x0, y0, x1 - x0, y1 - y0});
      }
      from = to;
    }
    at = end;
    inside = !inside;
  }
  return strips;
}

}  // namespace maskpoint::ui
