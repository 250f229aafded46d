// Points and sizes, one type per coordinate system, so that they cannot be mixed up.
//
// - ScreenPoint: CSS pixels of the viewport, x right, y down.
// - ImagePoint: continuous image coordinates of the upright image; pixel i spans [i, i+1).
// - PixelPoint: SAM's prompt coordinates: a pixel *index*, fractions allowed (the centre of pixel i
//   is i here and i + 0.5 as an ImagePoint).
// - ModelPoint: [0, 1]² of the padded 1024×1024 frame, what the positional encoding takes.
// Only ViewTransform and ModelTransform convert between them.
#pragma once

#include <cmath>

namespace maskpoint::geom {

struct ScreenPoint {
  float x = 0, y = 0;
  bool operator==(const ScreenPoint&) const = default;
};
struct ImagePoint {
  double x = 0, y = 0;
  bool operator==(const ImagePoint&) const = default;
};
struct PixelPoint {
  double x = 0, y = 0;
  bool operator==(const PixelPoint&) const = default;
};
struct ModelPoint {
  double x = 0, y = 0;
  bool operator==(const ModelPoint&) const = default;
};

struct ImageSize {
  int width = 0, height = 0;
  bool operator==(const ImageSize&) const = default;
};
struct ScreenSize {
  float width = 0, height = 0;
  bool operator==(const ScreenSize&) const = default;
};

// The pixel under a continuous point, as a click means it (INTERFACES, "Conventions").
inline PixelPoint pixel_under(ImagePoint p) {
  return {std::floor(p.x), std::floor(p.y)};
}
inline ImagePoint centre_of(PixelPoint p) {
  return {p.x + 0.5, p.y + 0.5};
}

}  // namespace maskpoint::geom
