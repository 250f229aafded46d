// A new mask among those that are there, when none may overlap: who keeps the pixels that both
// want.
//
// Where the logits of both are known the seam goes where they are equal, each measured from its own
// threshold. Else the rule decides. Either way the two masks afterwards cover what they covered
// before, each pixel once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mask/packed_logits.h"
#include "mask/rle.h"

namespace maskpoint::mask {

enum class OverlapRule {
  kAllowed,    // masks may overlap
  kNewYields,  // the new mask takes no pixel of those that are there
  kNewCuts,    // it takes theirs
};

// A mask that is there. `key` is the caller's name for it.
struct Neighbour {
  std::string key;
  std::shared_ptr<const Rle> mask;
  geom::Rect bbox;
  PackedLogitsPtr logits;  // those it was made from; null where they are not known
  float threshold = 0;
  bool fixed = false;  // keeps every pixel it has
};

// What a neighbour lost: `mask` is what it has left, perhaps nothing.
struct Cut {
  std::string key;
  std::shared_ptr<const Rle> before, mask;
  geom::Rect bbox;
  std::uint64_t area = 0;
};

struct Parted {
  Rle mask;  // what the new one has
  std::vector<Cut> cuts;
  bool gave_way = false;  // it lost some pixel
};

// `made` is the new mask, resampled from the 256×256 `logits` at `threshold`; without logits, drawn
// by hand. Neighbours have its size.
Parted part(Rle made, std::span<const float> logits, float threshold,
            std::span<const Neighbour> neighbours, OverlapRule rule);

// The same for a mask that was `before` and is changed by hand to `after`: only what it gains is
// parted. What it shared with others already, from a time when that was allowed, is let be.
Parted part_gained(const Rle& before, Rle after, std::span<const Neighbour> neighbours,
                   OverlapRule rule);

// The pixels of `shared` where `a` lies higher above its threshold than `b` does.
Rle where_higher(const Rle& shared, std::span<const float> a, float a_threshold,
                 std::span<const float> b, float b_threshold);

}  // namespace maskpoint::mask
