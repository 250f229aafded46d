// A binary mask as COCO run lengths: the document's truth for every mask.
//
// Runs go down the columns (column-major), alternate background and foreground and start with
// background (the first count may be 0; zeros elsewhere are allowed on input and removed by
// `normalised`). The counts sum to width·height. A value type; no thread owns it.
// Source: cocodataset/cocoapi common/maskApi.h, the vocabulary kept and the input checked.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "geom/box.h"
#include "geom/points.h"

namespace maskpoint::mask {

struct Rle {
  geom::ImageSize size;
  std::vector<std::uint32_t> counts;
  bool operator==(const Rle&) const = default;
};

// No foreground at all.
Rle empty_rle(geom::ImageSize size);

// Whether a mask may have this size: both sides at least 1, width·height below 2^32 as COCO's
// 32-bit counts need. A sentence if not.
base::Status check_size(geom::ImageSize size);
// check_size, and the counts sum to width·height. Everything read from outside goes through this or
// through decode_counts; every other function here takes it for granted.
base::Status check(const Rle& rle);

// Without zero-length runs inside; the same mask.
Rle normalised(Rle rle);

// COCO's compressed "counts" string (LEB128-like, 5 bits + '0', deltas from the third run on).
std::string encode_counts(const Rle& rle);
base::Result<Rle> decode_counts(std::string_view counts, geom::ImageSize size);

std::uint64_t area(const Rle& rle);
// As pycocotools' toBbox: the tight box of the foreground; all zeros when there is none.
geom::Rect bbox(const Rle& rle);

enum class MergeKind { kUnion, kIntersection };
// All masks must have the same size (asserted). An empty list is a caller's mistake.
Rle merge(std::span<const Rle> masks, MergeKind kind);
// Foreground of `a` that is not in `b`; same size (asserted).
Rle subtract(const Rle& a, const Rle& b);
// Foreground and background exchanged.
Rle inverted(const Rle& rle);
// Intersection over union, 0 when they do not meet; with kCrowd over the detection's area alone, as
// COCO's iscrowd has it. Same size (asserted).
enum class IouKind { kPlain, kCrowd };
double iou(const Rle& detection, const Rle& truth, IouKind kind = IouKind::kPlain);

}  // namespace maskpoint::mask
