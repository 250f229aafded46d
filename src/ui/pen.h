// Draws on one ImDrawList in CSS pixels: every edge is rounded to the device's pixel grid, so that
// lines and fills are sharp at any ratio. A value made per window and frame; keeps nothing.
#pragma once

#include <functional>
#include <string_view>

#include "geom/view_transform.h"
#include "ui/font_atlas.h"
#include "ui/interface.h"
#include "ui/theme.h"

struct ImDrawList;

namespace maskpoint::ui {

using geom::ScreenPoint;
using geom::ScreenRect;

inline float right_of(ScreenRect r) {
  return r.x + r.width;
}
inline float bottom_of(ScreenRect r) {
  return r.y + r.height;
}
inline ScreenPoint centre_of(ScreenRect r) {
  return {r.x + r.width / 2, r.y + r.height / 2};
}
inline ScreenRect inset(ScreenRect r, float by) {
  return {r.x + by, r.y + by, r.width - 2 * by, r.height - 2 * by};
}

enum class Align { kLeft, kCentre, kRight };

class Pen {
 public:
  Pen(ImDrawList* list, const FontAtlas& fonts, const Palette& colors, const Frame& frame)
      : list_(list), fonts_(fonts), colors_(colors), frame_(frame) {}

  const Palette& colors() const { return colors_; }
  ImDrawList* list() const { return list_; }
  float px(float css) const;  // on the device's grid

  void fill(ScreenRect rect, Tint tint, float radius = 0) const;
  void outline(ScreenRect rect, Tint tint, float radius = 0, float width = 1) const;
  void horizontal_line(float x0, float x1, float y, Tint tint) const;
  void vertical_line(float x, float y0, float y1, Tint tint) const;
  void dot(ScreenPoint centre, float radius, Tint tint) const;
  void shadow(ScreenRect rect, float radius, float spread) const;
  // Scaled and cropped to cover the rectangle.
  void picture(const Picture& picture, ScreenRect rect, float radius, Tint tint) const;

  // The middle of the capitals lies on `y`; x is the left edge, middle or right edge. Returns the
  // width drawn. With `max_width` the text is cut with an ellipsis where it would be longer.
  float text(FontRole role, ScreenPoint at, Tint tint, std::string_view utf8,
             Align align = Align::kLeft, float max_width = 1e9f) const;
  float text_width(FontRole role, std::string_view utf8) const;
  void icon(FontRole role, ScreenPoint centre, Tint tint, const char* glyph) const;

  // A small key cap, centred on at.y; returns its width.
  float key_cap(ScreenPoint at, std::string_view cap, Align align) const;
  float key_cap_width(std::string_view cap) const;

  void push_clip(ScreenRect rect) const;  // within the clip that is on
  void push_no_clip() const;              // for shadows round a window
  void pop_clip() const;

 private:
  std::string_view fitting(FontRole role, std::string_view utf8, float max_width) const;
  bool foreign_text(FontRole role, ScreenPoint at, Tint tint, std::string_view utf8, Align align,
                    float max_width, float& width) const;

  ImDrawList* list_;
  const FontAtlas& fonts_;
  const Palette& colors_;
  const Frame& frame_;
};

}  // namespace maskpoint::ui
