// Where on a finer grid it is still worth asking: nowhere that the coarser points around agree.
//
// A finer point is passed over if each of the coarser points around it lies in a mask found so far,
// the smallest mask each lies in is the same for all of them, and it holds the finer point too:
// what is there has been found, and nothing smaller has shown itself on either side. Only masks in
// the answer so far count; which they are depends on the stage alone, never on batches or threads.
#pragma once

#include <span>
#include <vector>

#include "mask/rle.h"
#include "sam/point_grid.h"

namespace maskpoint::sam {

// For each point of the grid the smallest of `masks` that holds it, as an index, or −1. A point
// lies in the pixel it falls into. All masks have the image's size.
std::vector<int> smallest_covering(std::span<const mask::Rle* const> masks,
                                   std::span<const GridPoint> grid, geom::ImageSize image);

// Those of `finer` (a stage's indices into the grid) that are worth asking. `spacing` is that of
// the coarser points, all of which have been asked or passed over; `covering` is
// smallest_covering's.
std::vector<int> unsettled(std::span<const int> finer, int spacing, int n_per_side,
                           std::span<const int> covering);

}  // namespace maskpoint::sam
