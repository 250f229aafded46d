// What the automatic mask generator is asked for. Names and defaults are the official ones
// (segment-anything automatic_mask_generator.py, SamAutomaticMaskGenerator.__init__).
#pragma once

#include <cstdint>

namespace maskpoint::sam {

enum class GridVisit {
  kEveryPoint,  // the official definition
  kAdaptive,    // coarse first, then only where the answers differ: adaptive_grid.h
};

struct GeneratorOptions {
  int points_per_side = 32;
  float pred_iou_thresh = 0.88f;
  float stability_score_thresh = 0.95f;
  float stability_score_offset = 1.0f;
  double box_nms_thresh = 0.7;
  int crop_n_layers = 0;
  double crop_nms_thresh = 0.7;
  double crop_overlap_ratio = 512.0 / 1500;
  int crop_n_points_downscale_factor = 1;
  std::uint32_t min_mask_region_area = 0;  // pixels; 0 leaves pieces and holes as they are

  GridVisit visit = GridVisit::kEveryPoint;
};

}  // namespace maskpoint::sam
