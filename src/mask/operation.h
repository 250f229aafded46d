// Everything that may take longer than a frame on a large image, as one request: the worker does
// it, and tests and the worker share what it means.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "geom/box.h"
#include "mask/cleanup.h"
#include "mask/rle.h"

namespace maskpoint::mask {

enum class Operation {
  kClean,        // each mask for itself, as `cleanup` says
  kKeepLargest,  // each mask for itself
  kSplit,        // the first mask into its pieces, largest first; at most kMostPieces of them
  kUnite,        // all into one
  kSubtract,     // the first without the others
  kIntersect,    // what all of them share
};

inline constexpr std::size_t kMostPieces = 1000;

using MaskPtr = std::shared_ptr<const Rle>;

// A mask with what every object says about its own.
struct MeasuredMask {
  MaskPtr mask;
  geom::Rect bbox;
  std::uint64_t area = 0;  // 0: empty
};
MeasuredMask measured(Rle mask);

// All masks have the same size and there is at least one (asserted). Pieces past kMostPieces stay
// together in the last one.
std::vector<MeasuredMask> perform(Operation operation, std::span<const MaskPtr> masks,
                                  const Cleanup& cleanup);

}  // namespace maskpoint::mask
