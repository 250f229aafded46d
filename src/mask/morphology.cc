#include "mask/morphology.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>
#include <vector>

#include "mask/column_runs.h"
#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

// How many rows above and below its middle a disc covers in the column `dx` away.
class Disc {
 public:
  explicit Disc(int radius) : radius_(radius), reach_(std::size_t(radius) + 1) {
    std::int64_t reach = radius;
    const std::int64_t square = std::int64_t(radius) * radius;
    for (std::int64_t dx = 0; dx <= radius; ++dx) {
      while (reach * reach + dx * dx > square)
        --reach;
      reach_[std::size_t(dx)] = int(reach);
    }
  }
  int radius() const { return radius_; }
  int reach(int dx) const { return reach_[std::size_t(std::abs(dx))]; }

 private:
  int radius_;
  std::vector<int> reach_;
};

struct Span {
  int top = 0, bottom = 0;
};

// The columns a column sees through the disc, clipped to the image.
struct Window {
  int first = 0, last = 0;  // both included
};
Window window_at(int x, int radius, int width) {
  return {std::max(0, x - radius), std::min(width - 1, x + radius)};
}

// How many pixels of the disc round each row of a column lie in the image.
void count_disc(const Disc& disc, int x, Window window, int height, int top, int bottom,
                std::vector<int>& count) {
  count.assign(std::size_t(bottom - top), 0);
  for (int c = window.first; c <= window.last; ++c) {
    const int reach = disc.reach(c - x);
    for (int y = top; y < bottom; ++y)
      count[std::size_t(y - top)] += std::min(height - 1, y + reach) - std::max(0, y - reach) + 1;
  }
}

// Counts, for the rows of one column after the other, how much of the disc the mask covers.
//
// In the column `dx` away a run [t, b) is seen by the rows from t − h on, ever more of it until
// b − h, and ever less from t + h + 1 until b + h + 1: four changes of the slope, whatever its
// length.
class Coverage {
 public:
  Coverage(const ColumnRuns& runs, const Disc& disc, int top, int bottom)
      : runs_(runs), disc_(disc), top_(top - 1), bend_(std::size_t(bottom - top) + 3) {}

  // bend()[i] after this: the second difference of the count at row top − 1 + i.
  void look(int x, Window window) {
    std::fill(bend_.begin(), bend_.end(), 0);
    for (int c = window.first; c <= window.last; ++c) {
      const int h = disc_.reach(c - x);
      for (const ColumnRun& run : runs_.column(c)) {
        ++at(run.top - h);
        --at(run.bottom - h);
        --at(run.top + h + 1);
        ++at(run.bottom + h + 1);
      }
    }
  }
  int first_row() const { return top_; }
  const std::vector<int>& bend() const { return bend_; }

 private:
  // Nothing happens above the first row: the box has room for the whole disc round the mask.
  int& at(int row) { return bend_[std::size_t(std::clamp(row - top_, 0, int(bend_.size()) - 1))]; }

  const ColumnRuns& runs_;
  const Disc& disc_;
  int top_;
  std::vector<int> bend_;
};

}  // namespace

Rle grow(const Rle& rle, int radius) {
  assert(radius >= 0);
  if (radius == 0) return normalised(rle);
  const ColumnRuns runs(rle);
  const int height = rle.size.height;
  const Disc disc(radius);
  RunBuilder builder(rle.size);
  std::vector<Span> spans;
  for (int x = 0; x < rle.size.width; ++x) {
    spans.clear();
    const Window window = window_at(x, radius, rle.size.width);
    if (runs.first_of(window.first) == runs.first_of(window.last + 1)) continue;
    for (int c = window.first; c <= window.last; ++c) {
      const int reach = disc.reach(c - x);
      for (const ColumnRun& run : runs.column(c))
        spans.push_back({std::max(0, run.top - reach), std::min(height, run.bottom + reach)});
    }
    std::sort(spans.begin(), spans.end(),
              [](const Span& a, const Span& b) { return a.top < b.top; });
    const std::uint64_t start = std::uint64_t(x) * std::uint64_t(height);
    int written = 0;
    for (const Span& span : spans) {
      const int from = std::max(written, span.top);
      if (from >= span.bottom) continue;
      builder.add_foreground(start + std::uint64_t(from), start + std::uint64_t(span.bottom));
      written = span.bottom;
    }
  }
  return std::move(builder).finish();
}

Rle shrink(const Rle& rle, int radius) {
  return inverted(grow(inverted(rle), radius));
}

Rle smooth(const Rle& rle, int radius) {
  assert(radius >= 0);
  if (radius == 0) return normalised(rle);
  const geom::Rect box = bbox(rle);
  if (box.width == 0) return empty_rle(rle.size);
  const ColumnRuns runs(rle);
  const Disc disc(radius);
  const int height = rle.size.height;
  // Rows and columns from which the mask can be seen; the count starts above all of them.
  const int top = box.y - radius, bottom = box.y + box.height + radius;
  const int from = std::max(0, box.x - radius);
  const int to = std::min(rle.size.width, box.x + box.width + radius);
  Coverage coverage(runs, disc, top, bottom);
  const int first = std::max(0, top), last = std::min(height, bottom);
  std::vector<int> disc_pixels;
  Window counted = {0, -1};
  int counted_at = 0;
  RunBuilder builder(rle.size);
  for (int x = from; x < to; ++x) {
    const Window window = window_at(x, radius, rle.size.width);
    if (window.first - x != counted.first - counted_at ||
        window.last - x != counted.last - counted_at || disc_pixels.empty()) {
      count_disc(disc, x, window, height, first, last, disc_pixels);
      counted = window;
      counted_at = x;
    }
    coverage.look(x, window);
    const std::uint64_t start = std::uint64_t(x) * std::uint64_t(height);
    int slope = 0, count = 0, run_from = -1;
    for (int row = coverage.first_row(); row < last; ++row) {
      slope += coverage.bend()[std::size_t(row - coverage.first_row())];
      count += slope;
      if (row < first) continue;
      const bool inside = 2 * count > disc_pixels[std::size_t(row - first)];
      if (inside == (run_from >= 0)) continue;
      if (inside) {
        run_from = row;
      } else {
        builder.add_foreground(start + std::uint64_t(run_from), start + std::uint64_t(row));
        run_from = -1;
      }
    }
    if (run_from >= 0)
      builder.add_foreground(start + std::uint64_t(run_from), start + std::uint64_t(last));
  }
  return std::move(builder).finish();
}

}  // namespace maskpoint::mask
