// Non-maximum suppression of boxes, as torchvision.ops.nms has it: from the best scored down, a box
// goes that overlaps a kept one with an IoU above the threshold.
#pragma once

#include <span>
#include <vector>

#include "geom/box.h"

namespace maskpoint::sam {

// The corners of a mask's tight box as the official batched_mask_to_box gives them: first and last
// pixel, so that a box of one pixel has no area. An empty mask's is all zeros.
geom::Box box_for_suppression(const geom::Rect& mask_box);

// Indices of the kept boxes, the best scored first, in the order given among equals. In float32, as
// torchvision computes it; two boxes without area never suppress each other.
std::vector<int> suppress_boxes(std::span<const geom::Box> boxes, std::span<const float> scores,
                                double iou_threshold);

}  // namespace maskpoint::sam
