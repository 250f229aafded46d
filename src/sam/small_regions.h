// Small holes of a mask filled, small islands removed.
//
// Source: segment-anything utils/amg.py remove_small_regions and automatic_mask_generator.py
// postprocess_small_regions: holes first. Regions hang together over edges and corners both times,
// and ground that touches the image's border counts as a hole like any other.
#pragma once

#include <cstdint>
#include <vector>

#include "mask/rle.h"
#include "sam/generated_mask.h"

namespace maskpoint::sam {

struct TidiedMask {
  mask::Rle rle;
  bool changed = false;  // there was a region too small, even if it is the only one and stays
};

// Regions of fewer than `area_thresh` pixels go; if all islands are that small the largest stays.
TidiedMask remove_small_regions(const mask::Rle& rle, std::uint32_t area_thresh);

// All masks' small regions removed, and of the duplicates by box this makes those kept that did not
// need it, else the first. Boxes and areas are the new masks'.
std::vector<GeneratedMask> postprocess_small_regions(std::vector<GeneratedMask> masks,
                                                     std::uint32_t area_thresh, double nms_thresh);

}  // namespace maskpoint::sam
