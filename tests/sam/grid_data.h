// What tests/oracle/grid_answers wrote: ONNX Runtime's answers at every point of a grid.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "geom/box.h"
#include "sam/types.h"

namespace maskpoint::sam {

struct GridAnswer {
  float predicted_iou = 0;
  int place = -1;  // of its logits in the crop's file; −1: far below every threshold
};

struct GridCrop {
  geom::Rect box;
  int layer = 0;
  std::string embedding_file, logits_file;
  std::vector<std::array<GridAnswer, 3>> points;  // outputs 1–3, by point of the grid

  std::vector<float> embedding() const;
  Logits logits(int place) const;
};

struct GridRun {
  std::string name;
  geom::ImageSize size;
  int points_per_side = 0, crop_n_layers = 0, crop_n_points_downscale_factor = 1;
  std::vector<GridCrop> crops;
};

// The everyday grid, or the one MASKPOINT_ORACLE_GRID names (scripts/soak.sh). Missing answers fail
// the test with a sentence.
std::vector<GridRun> grid_runs();

}  // namespace maskpoint::sam
