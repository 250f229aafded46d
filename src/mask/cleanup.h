// What the sliders of "This mask" do to a mask: a value that is kept with an object beside the mask
// it was applied to, so that it can be changed later.
#pragma once

#include <cstdint>

#include "mask/rle.h"

namespace maskpoint::mask {

struct Cleanup {
  static constexpr std::uint32_t kMostPixels = 1u << 30;
  static constexpr int kMostRadius = 500;

  std::uint32_t drop_specks = 0;  // pieces of fewer pixels go
  std::uint32_t fill_holes = 0;   // holes of fewer pixels are filled
  int grow = 0;                   // pixels; negative shrinks
  int smooth = 0;                 // radius in pixels

  bool operator==(const Cleanup&) const = default;
  bool nothing() const { return *this == Cleanup{}; }
};

// In the order of the members. The result may be empty.
Rle cleaned(const Rle& rle, const Cleanup& cleanup);

}  // namespace maskpoint::mask
