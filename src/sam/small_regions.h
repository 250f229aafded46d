// Small holes of a mask filled, small islands removed.
//
// Source: segment-anything utils/amg.py remove_small_regions, in the order of
// postprocess_small_regions: holes first. Regions hang together over edges and corners both times,
// and ground that touches the image's border counts as a hole like any other.
#pragma once

#include <cstdint>

#include "mask/rle.h"

namespace maskpoint::sam {

struct TidiedMask {
  mask::Rle rle;
  bool changed = false;  // there was a region too small, even if it is the only one and stays
};

// Regions of fewer than `area_thresh` pixels go; if all islands are that small the largest stays.
TidiedMask remove_small_regions(const mask::Rle& rle, std::uint32_t area_thresh);

}  // namespace maskpoint::sam
