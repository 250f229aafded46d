#include "mask/stroke.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

// Whether a point lies within the radius of a segment. The one definition of coverage: the spans
// below are found by formula and then moved until they agree with it.
class Capsule {
 public:
  Capsule(geom::ImagePoint a, geom::ImagePoint b, double radius)
      : a_(a), b_(b), dx_(b.x - a.x), dy_(b.y - a.y), radius_(radius) {
    length2_ = dx_ * dx_ + dy_ * dy_;
  }

  bool covers(double x, double y) const {
    const double px = x - a_.x, py = y - a_.y;
    double t = length2_ > 0 ? (px * dx_ + py * dy_) / length2_ : 0;
    t = std::clamp(t, 0.0, 1.0);
    const double ex = px - t * dx_, ey = py - t * dy_;
    return ex * ex + ey * ey <= radius_ * radius_;
  }

  // Where the vertical line at x meets it, about: the hull of what it shares with the two discs and
  // the strip between them. Nothing when high < low.
  void meet(double x, double& low, double& high) const {
    low = std::numeric_limits<double>::infinity();
    high = -low;
    for (const geom::ImagePoint& end : {a_, b_}) {
      const double d = x - end.x, rest = radius_ * radius_ - d * d;
      // A centre on the very rim is not lost to rounding.
      if (rest < -1e-6 * (1 + radius_ * radius_)) continue;
      const double reach = std::sqrt(std::max(0.0, rest));
      low = std::min(low, end.y - reach);
      high = std::max(high, end.y + reach);
    }
    // The strip's two sides run parallel to the segment, a radius away.
    if (length2_ <= 0 || dx_ == 0) return;
    const double length = std::sqrt(length2_);
    for (const double side : {radius_, -radius_}) {
      const double sx = a_.x - side * dy_ / length, sy = a_.y + side * dx_ / length;
      const double t = (x - sx) / dx_;
      if (t < 0 || t > 1) continue;
      const double y = sy + t * dy_;
      low = std::min(low, y);
      high = std::max(high, y);
    }
  }

 private:
  geom::ImagePoint a_, b_;
  double dx_, dy_, radius_, length2_ = 0;
};

// The rows of column x, exactly. What a vertical line shares with a capsule is one piece.
RowSpan rows_of(const Capsule& capsule, int x, int height) {
  const double cx = x + 0.5;
  double low = 0, high = 0;
  capsule.meet(cx, low, high);
  const auto covers = [&](int y) { return capsule.covers(cx, y + 0.5); };
  if (!(low <= high)) return {0, 0};
  const double first = std::clamp(std::ceil(low - 0.5), -2.0, double(height) + 2);
  const double last = std::clamp(std::floor(high - 0.5), -2.0, double(height) + 2);
  int top = int(first), bottom = int(last) + 1;
  while (top < bottom && !covers(top))
    ++top;
  if (top == bottom) {
    // Rounding may have moved both ends past a single centre.
    for (const int y : {int(first) - 1, int(last) + 1})
      if (covers(y)) return {std::clamp(y, 0, height), std::clamp(y + 1, 0, height)};
    return {0, 0};
  }
  while (top > 0 && covers(top - 1))
    --top;
  while (!covers(bottom - 1))
    --bottom;
  while (bottom < height && covers(bottom))
    ++bottom;
  return {std::clamp(top, 0, height), std::clamp(bottom, 0, height)};
}

// Joins `span` with every span of the column it meets or touches.
void insert(std::vector<RowSpan>& column, RowSpan span) {
  const auto first = std::lower_bound(column.begin(), column.end(), span.top,
                                      [](const RowSpan& s, int top) { return s.bottom < top; });
  auto last = first;
  while (last != column.end() && last->top <= span.bottom) {
    span.top = std::min(span.top, last->top);
    span.bottom = std::max(span.bottom, last->bottom);
    ++last;
  }
  if (first == last) {
    column.insert(first, span);
    return;
  }
  *first = span;
  column.erase(first + 1, last);
}

geom::Rect united(const geom::Rect& a, const geom::Rect& b) {
  if (a.width == 0) return b;
  const int left = std::min(a.x, b.x), top = std::min(a.y, b.y);
  return {left, top, std::max(a.x + a.width, b.x + b.width) - left,
          std::max(a.y + a.height, b.y + b.height) - top};
}

}  // namespace

Stroke::Stroke(geom::ImageSize size) : size_(size), columns_(std::size_t(size.width)) {
}

void Stroke::add(geom::ImagePoint a, geom::ImagePoint b, double radius) {
  const Capsule capsule(a, b, radius);
  const auto column_at = [&](double x) {
    return int(std::clamp(std::floor(x), -1.0, double(size_.width)));
  };
  const int from = std::max(0, column_at(std::min(a.x, b.x) - radius - 0.5));
  const int to = std::min(size_.width - 1, column_at(std::max(a.x, b.x) + radius + 0.5));
  int left = size_.width, right = 0, top = size_.height, bottom = 0;
  for (int x = from; x <= to; ++x) {
    const RowSpan rows = rows_of(capsule, x, size_.height);
    if (rows.top >= rows.bottom) continue;
    insert(columns_[std::size_t(x)], rows);
    left = std::min(left, x);
    right = std::max(right, x + 1);
    top = std::min(top, rows.top);
    bottom = std::max(bottom, rows.bottom);
  }
  if (left >= right) return;
  touched_.push_back({left, top, right - left, bottom - top});
  bounds_ = united(bounds_, touched_.back());
}

Rle Stroke::rle() const {
  RunBuilder builder(size_);
  for (int x = bounds_.x; x < bounds_.x + bounds_.width; ++x) {
    const std::uint64_t start = std::uint64_t(x) * std::uint64_t(size_.height);
    for (const RowSpan& span : column(x))
      builder.add_foreground(start + std::uint64_t(span.top), start + std::uint64_t(span.bottom));
  }
  return std::move(builder).finish();
}

namespace {

// Writes the counts of a mask whose colour is told stretch by stretch, in order from the start.
class CountsWriter {
 public:
  explicit CountsWriter(std::size_t expected) { counts_.reserve(expected); }

  void add(std::uint64_t pixels, bool foreground) {
    if (pixels == 0) return;
    if (foreground == foreground_) {
      run_ += pixels;
      return;
    }
    counts_.push_back(std::uint32_t(run_));
    run_ = pixels;
    foreground_ = foreground;
  }
  // Whole runs copied; `counts` begins with one of the colour `foreground`.
  void copy(std::span<const std::uint32_t> counts, bool foreground) {
    if (counts.empty()) return;
    add(counts[0], foreground);
    if (counts.size() == 1) return;
    if (foreground_ != foreground) {
      // An empty run inside, from elsewhere: what follows it joins what came before.
      for (std::size_t i = 1; i < counts.size(); ++i)
        add(counts[i], foreground == (i % 2 == 0));
      return;
    }
    counts_.push_back(std::uint32_t(run_));
    counts_.insert(counts_.end(), counts.begin() + 1, counts.end() - 1);
    run_ = counts.back();
    foreground_ = foreground == (counts.size() % 2 == 1);
  }
  std::vector<std::uint32_t> finish() && {
    counts_.push_back(std::uint32_t(run_));
    return std::move(counts_);
  }

 private:
  std::vector<std::uint32_t> counts_;
  std::uint64_t run_ = 0;  // not written yet
  bool foreground_ = false;
};

// Walks `base` from run `run`, of which `left` pixels are left, over `pixels`, painting them all
// `paint` or passing on what is there.
struct BaseCursor {
  std::span<const std::uint32_t> counts;
  std::size_t run = 0;
  std::uint64_t left = 0;

  template <class Visit>
  void advance(std::uint64_t pixels, Visit visit) {
    while (pixels > 0) {
      const std::uint64_t step = std::min(pixels, left);
      if (step > 0) visit(step, run % 2 == 1);
      pixels -= step;
      left -= step;
      if (left == 0 && run + 1 < counts.size()) left = counts[++run];
    }
  }
};

}  // namespace

Rle with_stroke(const Rle& base, const Stroke& stroke, StrokeKind kind) {
  assert(base.size == stroke.size());
  if (stroke.empty()) return base;
  const auto height = std::uint64_t(base.size.height);
  const geom::Rect bounds = stroke.bounds();
  const std::uint64_t first = std::uint64_t(bounds.x) * height;

  CountsWriter writer(base.counts.size() + 2 * std::size_t(bounds.width));
  // The runs that end before the first column.
  std::size_t whole = 0;
  std::uint64_t at = 0;
  while (at + base.counts[whole] <= first && whole + 1 < base.counts.size())
    at += base.counts[whole++];
  writer.copy(std::span(base.counts).first(whole), false);
  BaseCursor cursor{base.counts, whole, base.counts[whole]};
  const auto keep = [&](std::uint64_t pixels, bool foreground) { writer.add(pixels, foreground); };
  const auto paint = [&](std::uint64_t pixels, bool) {
    writer.add(pixels, kind == StrokeKind::kAdds);
  };
  for (int x = bounds.x; x < bounds.x + bounds.width; ++x) {
    const std::uint64_t start = std::uint64_t(x) * height;
    for (const RowSpan& span : stroke.column(x)) {
      cursor.advance(start + std::uint64_t(span.top) - at, keep);
      cursor.advance(std::uint64_t(span.bottom - span.top), paint);
      at = start + std::uint64_t(span.bottom);
    }
  }
  keep(cursor.left, cursor.run % 2 == 1);
  const std::size_t next = cursor.run + 1;
  if (next < base.counts.size()) writer.copy(std::span(base.counts).subspan(next), next % 2 == 1);
  return {base.size, std::move(writer).finish()};
}

}  // namespace maskpoint::mask
