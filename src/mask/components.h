// Connected pieces of a mask and its holes, by runs: cleaning without a bitmap.
//
// Foreground hangs together over edges and corners (kEight) unless said otherwise, background then
// over edges only, so that a piece and the ground around it never cross. Values in, values out.
#pragma once

#include <cstdint>
#include <vector>

#include "mask/column_runs.h"
#include "mask/rle.h"

namespace maskpoint::mask {

// The piece with the most pixels, the first by columns among equals; nothing stays nothing.
Rle keep_largest(const Rle& rle, Connectivity connectivity = Connectivity::kEight);

// Every piece as a mask of its own, the largest first, then by columns; none for an empty mask.
std::vector<Rle> split_pieces(const Rle& rle, Connectivity connectivity = Connectivity::kEight);

// Without the pieces of fewer than `min_pixels` pixels.
Rle drop_specks(const Rle& rle, std::uint64_t min_pixels,
                Connectivity connectivity = Connectivity::kEight);

// With the holes of fewer than `min_pixels` pixels filled. A hole is background that does not touch
// the image's border; `connectivity` is the foreground's.
Rle fill_holes(const Rle& rle, std::uint64_t min_pixels,
               Connectivity connectivity = Connectivity::kEight);

}  // namespace maskpoint::mask
