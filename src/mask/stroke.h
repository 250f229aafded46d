// A brush stroke in the making: which pixels it covers, as runs down the columns. It grows by what
// each move of the pointer adds; nothing of the image's size is touched.
//
// A pixel is covered when its centre lies within the radius of the path. For one thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geom/box.h"
#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::mask {

// Rows [top, bottom) of a column.
struct RowSpan {
  int top = 0, bottom = 0;
  bool operator==(const RowSpan&) const = default;
};

class Stroke {
 public:
  explicit Stroke(geom::ImageSize size);

  // The pixels within `radius` of the segment from a to b; a disc where they are the same point.
  void add(geom::ImagePoint a, geom::ImagePoint b, double radius);

  geom::ImageSize size() const { return size_; }
  bool empty() const { return bounds_.width == 0; }
  // The tight columns and the rows of everything covered.
  geom::Rect bounds() const { return bounds_; }
  // What each add() that covered something touched, oldest first.
  const std::vector<geom::Rect>& touched() const { return touched_; }
  // The covered rows of column x: ascending, never touching.
  std::span<const RowSpan> column(int x) const { return columns_[std::size_t(x)]; }

  Rle rle() const;

 private:
  geom::ImageSize size_;
  std::vector<std::vector<RowSpan>> columns_;
  std::vector<geom::Rect> touched_;
  geom::Rect bounds_;
};

enum class StrokeKind { kAdds, kErases };

// `base` with the stroke added or erased; same size (asserted). Only the stroke's columns are
// merged, the counts before and after are copied. Normalised where `base` is.
Rle with_stroke(const Rle& base, const Stroke& stroke, StrokeKind kind);

}  // namespace maskpoint::mask
