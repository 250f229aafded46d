// Where the image lies on the screen: a uniform scale and an offset. A value; every method is pure.
#pragma once

#include <algorithm>

#include "geom/points.h"

namespace maskpoint::geom {

struct ScreenRect {
  float x = 0, y = 0, width = 0, height = 0;
  bool operator==(const ScreenRect&) const = default;
  bool contains(ScreenPoint p) const {
    return p.x >= x && p.y >= y && p.x < x + width && p.y < y + height;
  }
};

struct ViewTransform {
  double scale = 1;                   // CSS pixels per image pixel
  double offset_x = 0, offset_y = 0;  // CSS position of the image's top left corner
  bool operator==(const ViewTransform&) const = default;

  ScreenPoint to_screen(ImagePoint p) const {
    return {float(p.x * scale + offset_x), float(p.y * scale + offset_y)};
  }
  ImagePoint to_image(ScreenPoint p) const {
    return {(p.x - offset_x) / scale, (p.y - offset_y) / scale};
  }

  // Scales by `factor` so that the image point under `anchor` stays under it.
  ViewTransform zoomed(ScreenPoint anchor, double factor, double min_scale,
                       double max_scale) const {
    const double s = std::clamp(scale * factor, min_scale, max_scale);
    const double f = s / scale;
    return {s, anchor.x - (anchor.x - offset_x) * f, anchor.y - (anchor.y - offset_y) * f};
  }
  ViewTransform panned(double dx, double dy) const { return {scale, offset_x + dx, offset_y + dy}; }

  // The whole image centred in `canvas` with `margin` CSS pixels of air; never enlarged past
  // max_scale.
  static ViewTransform fit(ImageSize image, ScreenRect canvas, float margin, double max_scale) {
    const double w = std::max(1.0f, canvas.width - 2 * margin);
    const double h = std::max(1.0f, canvas.height - 2 * margin);
    const double s =
        std::min({w / std::max(1, image.width), h / std::max(1, image.height), max_scale});
    return {s, canvas.x + (canvas.width - image.width * s) / 2,
            canvas.y + (canvas.height - image.height * s) / 2};
  }
};

}  // namespace maskpoint::geom
