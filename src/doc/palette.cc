#include "doc/palette.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace maskpoint::doc {
namespace {

constexpr std::array<Color, 5> kChosen = {{{0x4d, 0x8d, 0xff},
                                           {0x40, 0xc8, 0xa0},
                                           {0xff, 0x9f, 0x43},
                                           {0xb0, 0x7c, 0xff},
                                           {0xff, 0x6b, 0x8b}}};
constexpr double kGoldenAngle = 137.50776405003785;
constexpr double kSaturation = 0.72;
constexpr double kLightness = 0.64;  // reads on the dark and on the light canvas
constexpr double kFirstHue = 50;     // a hue none of the chosen ones has

// One channel of HSL; `offset` is 0, 8, 4 for red, green, blue (CSS Color 4, "hslToRgb").
std::uint8_t channel(double hue, double offset) {
  const double k = std::fmod(offset + hue / 30, 12);
  const double a = kSaturation * std::min(kLightness, 1 - kLightness);
  const double value = kLightness - a * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}));
  return std::uint8_t(std::lround(value * 255));
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Color palette_color(int index) {
  assert(index >= 0);
  if (index < int(kChosen.size())) return kChosen[std::size_t(index)];
  const double hue = std::fmod(kFirstHue + kGoldenAngle * (index - int(kChosen.size())), 360);
  return {channel(hue, 0), channel(hue, 8), channel(hue, 4)};
}

std::string hex_of(Color color) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "#";
  for (const std::uint8_t c : {color.r, color.g, color.b}) {
    text += kDigits[c >> 4];
    text += kDigits[c & 15];
  }
  return text;
}

std::optional<Color> color_from_hex(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  std::array<std::uint8_t, 3> parts{};
  for (std::size_t i = 0; i < 3; ++i) {
    const int high = nibble(text[1 + 2 * i]);
    const int low = nibble(text[2 + 2 * i]);
    if (high < 0 || low < 0) return std::nullopt;
    parts[i] = std::uint8_t(high * 16 + low);
  }
  return Color{parts[0], parts[1], parts[2]};
}

}  // namespace maskpoint::doc
