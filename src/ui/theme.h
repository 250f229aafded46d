// The design's tokens (LOOK.md) as values: colours of both themes, sizes, type. Everything that
// draws takes them from here; sRGB, straight alpha, exactly as the designer wrote them.
#pragma once

#include <cstdint>

#include "doc/types.h"
#include "session/action.h"

namespace maskpoint::ui {

struct Tint {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Tint&) const = default;
};

struct Palette {
  Tint page, panel, raised, hover, line;
  Tint text, dim, faint;
  Tint accent, selection;
  Tint primary, on_primary;  // of buttons and what is chosen: the accent, dark enough for white
  Tint canvas;
  Tint include, exclude, in_work;
  Tint danger;  // of a button that takes away, with on_primary
  Tint shadow;  // of what floats, at its darkest
  Tint scrim;   // over the page while an overlay is open
};

// kSystem is resolved by the session before it comes here; it counts as dark.
// With more contrast, lines and quiet text stand out.
const Palette& palette(session::Theme theme, bool more_contrast = false);

// What is seen of `over` on an opaque `under`.
Tint blended(Tint over, Tint under);
// WCAG 2's ratio of two opaque colours, 1 to 21: text wants 4.5, the edge of a control 3.
double contrast(Tint a, Tint b);

// A veil over a button that is pointed at or held. It darkens: white text stays readable.
inline constexpr Tint kHoveredVeil{0, 0, 0, 28}, kHeldVeil{0, 0, 0, 60};

inline Tint tint_of(doc::Color c, std::uint8_t alpha = 255) {
  return {c.r, c.g, c.b, alpha};
}
inline Tint faded(Tint t, float alpha) {
  return {t.r, t.g, t.b, std::uint8_t(float(t.a) * alpha + 0.5f)};
}

// CSS pixels.
namespace size {
inline constexpr float kTopBar = 48, kImageList = 232, kRightPanel = 288, kStatusLine = 28;
inline constexpr float kRail = 44;      // a collapsed panel
inline constexpr float kPadding = 12;   // of panels
inline constexpr float kRow = 30;       // list rows
inline constexpr float kImageRow = 52;  // rows with a thumbnail
inline constexpr float kControl = 32;   // buttons and fields
inline constexpr float kRadius = 8, kSmallRadius = 5;
inline constexpr float kDrawerBelow = 1100;  // viewport width at which the right panel floats
inline constexpr float kRailBelow = 900;     // and at which the image list starts as a rail
}  // namespace size

}  // namespace maskpoint::ui
