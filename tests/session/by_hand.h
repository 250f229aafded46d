// What the tests of the tools share: masks by name, and a slow painter.
#pragma once

#include <cmath>
#include <string>

#include "doc/edits.h"
#include "mask/bitmap.h"
#include "session/desk.h"

namespace maskpoint::session {

inline doc::AnnotationPtr object_of(const Desk& desk, const std::string& uuid) {
  doc::AnnotationPtr object = doc::find(desk.doc(), uuid);
  EXPECT_NE(object, nullptr) << uuid;
  static const doc::AnnotationPtr kNone = [] {
    auto none = std::make_shared<doc::Annotation>();
    none->mask = std::make_shared<const mask::Rle>(mask::empty_rle({100, 80}));
    return none;
  }();
  return object ? object : kNone;
}

inline mask::Bitmap bitmap_of(const Desk& desk, const std::string& uuid) {
  return mask::decode(*object_of(desk, uuid)->mask);
}

// Discs of the brush's size along the way, so close that nothing is left out between them.
inline void paint(mask::Bitmap& bitmap, double x0, double y0, double x1, double y1, double diameter,
                  int value) {
  for (int y = 0; y < bitmap.size.height; ++y)
    for (int x = 0; x < bitmap.size.width; ++x) {
      const double dx = x1 - x0, dy = y1 - y0, length = dx * dx + dy * dy;
      double t = length > 0 ? ((x - x0) * dx + (y - y0) * dy) / length : 0;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      if (std::hypot(x - x0 - t * dx, y - y0 - t * dy) <= diameter / 2)
        bitmap.at(x, y) = std::uint8_t(value);
    }
}

inline action::Modifiers with_alt() {
  action::Modifiers m;
  m.alt = true;
  return m;
}
inline action::Modifiers with_shift() {
  action::Modifiers m;
  m.shift = true;
  return m;
}

}  // namespace maskpoint::session
