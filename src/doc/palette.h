// Class colours: five chosen ones (LOOK.md), then the golden angle round the hue circle, which
// never comes close to a hue it has just used. The same in every theme.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doc/types.h"

namespace maskpoint::doc {

// The colour of the n-th class, n ≥ 0. The same bits on every platform.
Color palette_color(int index);

// "#rrggbb", lower case, and back; nothing when the text is not that.
std::string hex_of(Color color);
std::optional<Color> color_from_hex(std::string_view text);

}  // namespace maskpoint::doc
