// Polygon → mask as pycocotools does it (cocoapi, common/maskApi.c, rleFrPoly).
//
// Its definition, in our words: the vertices go to a grid five times finer, rounded by adding 0.5
// and cutting the fraction off. Each edge is drawn there as a digital line, one point a step along
// its longer axis, from its left (or upper) end. Wherever consecutive points lie on two sides of
// the middle of a pixel column, the boundary crosses that column, at the upper of the two points'
// rows. A crossing swaps inside and outside for all pixels of the column whose centre is not above
// it.
//
// pycocotools stores every fine point; here each edge is asked only for its crossings, so memory
// goes with the columns crossed and not with how far away a hostile vertex lies.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "mask/polygon.h"
#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

constexpr int kFine = 5;  // fine grid steps a pixel
// Column x is crossed between the fine columns 5x+2 and 5x+3, around its centre.
constexpr int kFineCentre = 2;
// Beyond this pycocotools' own arithmetic begins to lose single fine steps.
constexpr double kMaxCoordinate = 1 << 20;
constexpr std::uint64_t kMaxCrossings = std::uint64_t{1} << 23;  // 64 MB while sorting

struct FinePoint {
  std::int64_t x = 0, y = 0;
};

FinePoint to_fine(double x, double y) {
  return {std::int64_t(kFine * x + 0.5), std::int64_t(kFine * y + 0.5)};
}

// One edge on the fine grid, drawn from its left end when it is flat and from its upper end when it
// is steep, whichever way the ring runs.
class FineEdge {
 public:
  FineEdge(FinePoint from, FinePoint to) : start_(from), end_(to) {
    const std::int64_t dx = std::abs(to.x - from.x);
    const std::int64_t dy = std::abs(to.y - from.y);
    flat_ = dx >= dy;
    if (flat_ ? from.x > to.x : from.y > to.y) std::swap(start_, end_);
    steps_ = flat_ ? dx : dy;
    if (steps_ > 0) {
      slope_ =
          flat_ ? double(end_.y - start_.y) / double(dx) : double(end_.x - start_.x) / double(dy);
    }
  }

  std::int64_t left() const { return std::min(start_.x, end_.x); }
  std::int64_t right() const { return std::max(start_.x, end_.x); }

  // The upper row of the two consecutive points in fine columns x and x + 1; both must lie within
  // [left(), right()].
  std::int64_t upper_row_between(std::int64_t x) const {
    if (flat_) return std::min(row_at(x - start_.x), row_at(x + 1 - start_.x));
    // Steep: rows are steps. The points go right or left monotonically, one column at most a step;
    // find the last point before the change of column.
    const bool rightwards = slope_ > 0;
    const auto before_change = [&](std::int64_t step) {
      return rightwards ? column_at(step) <= x : column_at(step) > x;
    };
    std::int64_t before = 0;
    std::int64_t after = steps_;
    while (after - before > 1) {
      const std::int64_t middle = before + (after - before) / 2;
      (before_change(middle) ? before : after) = middle;
    }
    return start_.y + before;
  }

 private:
  // The fraction is cut off towards zero, as C converts; so also left of and above the image.
  std::int64_t row_at(std::int64_t step) const {
    return std::int64_t(double(start_.y) + slope_ * double(step) + 0.5);
  }
  std::int64_t column_at(std::int64_t step) const {
    return std::int64_t(double(start_.x) + slope_ * double(step) + 0.5);
  }

  FinePoint start_, end_;
  bool flat_ = true;
  std::int64_t steps_ = 0;
  double slope_ = 0;
};

// The pixel columns [first, last) an edge crosses.
struct ColumnSpan {
  std::int64_t first = 0, last = 0;
};

ColumnSpan columns_crossed(const FineEdge& edge, std::int64_t width) {
  // Column x counts when left ≤ 5x+2 and 5x+3 ≤ right.
  const auto ceiling = [](std::int64_t value) {
    return value <= 0 ? std::int64_t{0} : (value + kFine - 1) / kFine;
  };
  const std::int64_t first = ceiling(edge.left() - kFineCentre);
  const std::int64_t last = std::min(width, ceiling(edge.right() - kFineCentre));
  return {first, std::max(first, last)};
}

base::Status check_ring(std::span<const double> ring) {
  if (ring.size() % 2 != 0) {
    return base::invalid_input("A polygon has " + std::to_string(ring.size()) +
                               " numbers; it needs x and y for every point.");
  }
  if (ring.size() < 6) {
    return base::invalid_input("A polygon has " + std::to_string(ring.size() / 2) +
                               " points; it needs at least 3.");
  }
  for (const double value : ring) {
    if (!std::isfinite(value) || std::abs(value) > kMaxCoordinate) {
      return base::invalid_input(
          "A polygon has a coordinate that is not a number or lies over a million pixels outside.");
    }
  }
  return {};
}

std::vector<FineEdge> edges_of(std::span<const double> ring) {
  std::vector<FineEdge> edges;
  edges.reserve(ring.size() / 2);
  FinePoint from = to_fine(ring[0], ring[1]);
  for (std::size_t i = 2; i < ring.size() + 2; i += 2) {
    const std::size_t j = i % ring.size();
    const FinePoint to = to_fine(ring[j], ring[j + 1]);
    edges.emplace_back(from, to);
    from = to;
  }
  return edges;
}

// The first row whose centre is not above fine row `row`.
std::int64_t first_row_below(std::int64_t row, std::int64_t height) {
  const double pixel_row = (double(row) + 0.5) / kFine - 0.5;
  return std::int64_t(std::ceil(std::clamp(pixel_row, 0.0, double(height))));
}

std::uint64_t crossings_of(std::span<const FineEdge> edges, geom::ImageSize size) {
  std::uint64_t sum = 0;
  for (const FineEdge& edge : edges) {
    const ColumnSpan columns = columns_crossed(edge, size.width);
    sum += std::uint64_t(columns.last - columns.first);
  }
  return sum;
}

base::Status check_crossings(std::uint64_t crossings) {
  if (crossings <= kMaxCrossings) return {};
  return {base::StatusCode::kTooLarge, "A polygon winds too often across the image (" +
                                           std::to_string(crossings) +
                                           " column crossings); simplify it."};
}

Rle fill(std::span<const FineEdge> edges, geom::ImageSize size) {
  // Every crossing as a position in column-major order; foreground lies between each two.
  std::vector<std::uint64_t> positions;
  positions.reserve(std::size_t(crossings_of(edges, size)) + 1);
  for (const FineEdge& edge : edges) {
    const ColumnSpan columns = columns_crossed(edge, size.width);
    for (std::int64_t x = columns.first; x < columns.last; ++x) {
      const std::int64_t row = edge.upper_row_between(kFine * x + kFineCentre);
      positions.push_back(std::uint64_t(x * size.height + first_row_below(row, size.height)));
    }
  }
  std::sort(positions.begin(), positions.end());
  if (positions.size() % 2 == 1) {
    positions.push_back(std::uint64_t(size.width) * std::uint64_t(size.height));
  }
  RunBuilder builder(size);
  for (std::size_t i = 0; i < positions.size(); i += 2) {
    builder.add_foreground(positions[i], positions[i + 1]);
  }
  return std::move(builder).finish();
}

}  // namespace

base::Result<Rle> rle_from_polygon(std::span<const double> ring, geom::ImageSize size) {
  if (base::Status status = check_size(size); !status.ok()) return status;
  if (base::Status status = check_ring(ring); !status.ok()) return status;
  const std::vector<FineEdge> edges = edges_of(ring);
  if (base::Status status = check_crossings(crossings_of(edges, size)); !status.ok()) return status;
  return fill(edges, size);
}

base::Result<Rle> rle_from_polygons(std::span<const Ring> rings, geom::ImageSize size) {
  if (base::Status status = check_size(size); !status.ok()) return status;
  if (rings.empty()) {
    return base::invalid_input("A mask is given as an empty list of polygons.");
  }
  // All rings together stay under the limit, not only each.
  std::uint64_t crossings = 0;
  for (const Ring& ring : rings) {
    if (base::Status status = check_ring(ring); !status.ok()) return status;
    crossings += crossings_of(edges_of(ring), size);
    if (base::Status status = check_crossings(crossings); !status.ok()) return status;
  }
  std::vector<Rle> parts;
  parts.reserve(rings.size());
  for (const Ring& ring : rings)
    parts.push_back(fill(edges_of(ring), size));
  return merge(parts, MergeKind::kUnion);
}

}  // namespace maskpoint::mask
