// Axis-aligned boxes. Box: a box prompt in SAM's pixel indices, [x0, y0, x1, y1] with x0 ≤ x1.
// Rect: a COCO bbox [x, y, w, h] in whole pixels. A Rect becomes the Box [x, y, x+w, y+h].
#pragma once

#include <algorithm>

#include "geom/points.h"

namespace maskpoint::geom {

struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool operator==(const Box&) const = default;
};

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Rect&) const = default;
};

// The box between two corners in any order.
inline Box box_between(PixelPoint a, PixelPoint b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}
// Whether some pixel is in both. What is empty shares none.
inline bool share_pixels(const Rect& a, const Rect& b) {
  return std::max(a.x, b.x) < std::min(a.x + a.width, b.x + b.width) &&
         std::max(a.y, b.y) < std::min(a.y + a.height, b.y + b.height);
}
inline Box box_of(Rect r) {
  return {double(r.x), double(r.y), double(r.x) + r.width, double(r.y) + r.height};
}

}  // namespace maskpoint::geom
