// A mask's outlines as rings without holes: each hole and each part that must share a ring is cut
// open along a line of no width to what lies left of it (a bridge, walked there and back). By even
// and odd the ring fills the very same pixels (mask/polygon.h).
#pragma once

#include <cstddef>
#include <vector>

#include "formats/export_types.h"
#include "mask/polygon.h"

namespace maskpoint::formats {

struct Rings {
  std::vector<mask::Ring> rings;  // one for each part, along pixel edges
  std::size_t holes = 0;          // the mask has
};
// With Holes::kFill the rings are the outer ones alone.
Rings rings_of(const mask::Rle& rle, Holes holes);

// All of them as one ring.
mask::Ring joined(const std::vector<mask::Ring>& rings);

}  // namespace maskpoint::formats
