// What "everything" has found in the open image, and how it is offered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geom/box.h"
#include "geom/points.h"
#include "mask/operation.h"

namespace maskpoint::session {

// A mask found without being asked for: one of the decoder's outputs for one point of a grid.
struct FoundMask {
  int id = 0;          // of its run
  mask::MaskPtr mask;  // of the whole image
  geom::Rect bbox;
  std::uint64_t area = 0;
  float predicted_iou = 0, stability_score = 0;
  geom::PixelPoint point;
  int output = 0;  // 1–3
};

inline constexpr double kLowestFoundScore = 0.8, kFoundScore = 0.88;  // predicted IoU

struct EverythingView {
  bool waiting = false;  // for the image to be ready
  bool running = false;
  double progress = 0;      // 0…1
  double seconds_left = 0;  // 0 while not known
  double floor = kFoundScore;
  std::vector<const FoundMask*> offered;  // not covered by an object, the most confident first
  int lit = -1;                           // a click or Enter keeps this one; -1: none
  std::size_t nested = 0;                 // how many lie one in the other under the pointer
};

}  // namespace maskpoint::session
