// Masks for property tests: the same on every platform and run.
#pragma once

#include <cstdint>
#include <vector>

#include "mask/bitmap.h"

namespace maskpoint::mask {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
  std::uint32_t bits() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return std::uint32_t(state_ >> 33);
  }
  // In [low, high], both included.
  int between(int low, int high) { return low + int(bits() % std::uint32_t(high - low + 1)); }
  // In [0, 1).
  double unit() { return bits() / 2147483648.0; }

 private:
  std::uint64_t state_;
};

// Every pixel set with this probability: corners meet everywhere.
Bitmap noise(geom::ImageSize size, double density, Random& random);
// Overlapping rectangles, some set and some cleared: holes, parts, islands in holes.
Bitmap rectangles(geom::ImageSize size, int count, Random& random);
// All kinds and many sizes, among them empty, full, 1×1, one row and one column.
std::vector<Bitmap> assorted_masks();

// A mask drawn as text, '.' background and '#' foreground.
Bitmap drawn(std::initializer_list<const char*> rows);

}  // namespace maskpoint::mask
