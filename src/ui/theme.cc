#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace maskpoint::ui {
namespace {

constexpr Tint rgb(std::uint32_t hex, std::uint8_t alpha = 255) {
  return {std::uint8_t(hex >> 16), std::uint8_t(hex >> 8), std::uint8_t(hex), alpha};
}

constexpr Palette kDark = {
    .page = rgb(0x0f1115),
    .panel = rgb(0x171a20),
    .raised = rgb(0x1f232b),
    .hover = rgb(0x272c36),
    .line = rgb(0x2a2f39),
    .text = rgb(0xe8eaee),
    .dim = rgb(0x98a1b0),
    .faint = rgb(0x636c7a),
    .accent = rgb(0x4d8dff),
    .selection = rgb(0x4d8dff, 41),  // 16 %
    .primary = rgb(0x2b6aea),        // white on the accent itself is 3.2 : 1
    .on_primary = rgb(0xffffff),
    .canvas = rgb(0x0b0c0f),
    .include = rgb(0x34c77b),
    .exclude = rgb(0xff5c5c),
    .in_work = rgb(0xf0b429),
    .danger = rgb(0xd83a3a),
    .shadow = rgb(0x000000, 140),
    .scrim = rgb(0x000000, 140),
};

constexpr Palette kLight = {
    .page = rgb(0xeef0f3),
    .panel = rgb(0xffffff),
    .raised = rgb(0xf4f6f8),
    .hover = rgb(0xe8ebf0),
    .line = rgb(0xdde1e8),
    .text = rgb(0x191c22),
    .dim = rgb(0x586272),
    .faint = rgb(0x8b94a3),
    .accent = rgb(0x2563eb),
    .selection = rgb(0x2563eb, 26),  // 10 %
    .primary = rgb(0x2563eb),
    .on_primary = rgb(0xffffff),
    .canvas = rgb(0xd9dde3),
    .include = rgb(0x34c77b),
    .exclude = rgb(0xff5c5c),
    .in_work = rgb(0xf0b429),
    .danger = rgb(0xd32f2f),
    .shadow = rgb(0x191c22, 56),
    .scrim = rgb(0x191c22, 90),
};

// WCAG 2, "relative luminance".
double luminance(Tint t) {
  const auto linear = [](std::uint8_t v) {
    const double s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(t.r) + 0.7152 * linear(t.g) + 0.0722 * linear(t.b);
}

Palette strong(Palette p, Tint line, Tint text, Tint dim) {
  p.line = line;
  p.text = text;
  p.dim = dim;
  p.faint = dim;
  p.selection.a = 90;
  return p;
}

}  // namespace

const Palette& palette(session::Theme theme, bool more_contrast) {
  static const Palette strong_dark = strong(kDark, rgb(0x7d8696), rgb(0xffffff), rgb(0xd3d9e3));
  static const Palette strong_light = strong(kLight, rgb(0x6b7483), rgb(0x000000), rgb(0x2b323d));
  if (theme == session::Theme::kLight) return more_contrast ? strong_light : kLight;
  return more_contrast ? strong_dark : kDark;
}

Tint blended(Tint over, Tint under) {
  const auto mix = [a = over.a](std::uint8_t o, std::uint8_t u) {
    return std::uint8_t((o * a + u * (255 - a) + 127) / 255);
  };
  return {mix(over.r, under.r), mix(over.g, under.g), mix(over.b, under.b), 255};
}

double contrast(Tint a, Tint b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace maskpoint::ui
