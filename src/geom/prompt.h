// A point prompt: where, in SAM's pixel indices, and whether it includes or excludes.
#pragma once

#include "geom/points.h"

namespace maskpoint::geom {

enum class PointLabel { kExclude = 0, kInclude = 1 };  // SAM's own numbers

struct PromptPoint {
  PixelPoint at;
  PointLabel label = PointLabel::kInclude;
  bool operator==(const PromptPoint&) const = default;
};

}  // namespace maskpoint::geom
