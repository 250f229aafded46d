#include "mask/winding_fill.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

constexpr std::uint64_t kMostCrossings = std::uint64_t{1} << 23;

// Where a ring crosses the middle of a column: from this pixel of it on, the winding number is
// another.
struct Crossing {
  std::uint64_t position = 0;
  int turn = 0;
  bool operator<(const Crossing& other) const { return position < other.position; }
};

// The columns whose middle lies in [low, high): a vertex on a middle counts once.
struct ColumnRange {
  int first = 0, last = 0;
};
ColumnRange columns_between(double low, double high, int width) {
  const auto column = [&](double x) {
    return int(std::clamp(std::ceil(x - 0.5), 0.0, double(width)));
  };
  const int first = column(low);
  return {first, std::max(first, column(high))};
}

template <class Visit>
void for_each_edge(std::span<const std::vector<geom::ImagePoint>> rings, Visit visit) {
  for (const std::vector<geom::ImagePoint>& ring : rings) {
    if (ring.size() < 3) continue;
    geom::ImagePoint from = ring.back();
    for (const geom::ImagePoint& to : ring) {
      if (from.x != to.x) visit(from, to);
      from = to;
    }
  }
}

}  // namespace

base::Result<Rle> fill_rings(std::span<const std::vector<geom::ImagePoint>> rings,
                             geom::ImageSize size) {
  std::uint64_t count = 0;
  for_each_edge(rings, [&](geom::ImagePoint a, geom::ImagePoint b) {
    const ColumnRange columns = columns_between(std::min(a.x, b.x), std::max(a.x, b.x), size.width);
    count += std::uint64_t(columns.last - columns.first);
  });
  if (count > kMostCrossings)
    return base::Status(base::StatusCode::kTooLarge,
                        "The outline winds too often across the image.");
  std::vector<Crossing> crossings;
  crossings.reserve(std::size_t(count));
  const auto height = double(size.height);
  for_each_edge(rings, [&](geom::ImagePoint a, geom::ImagePoint b) {
    const bool rightwards = a.x < b.x;
    // From the left end, whichever way the ring runs: two rings along one edge agree.
    if (!rightwards) std::swap(a, b);
    const ColumnRange columns = columns_between(a.x, b.x, size.width);
    for (int x = columns.first; x < columns.last; ++x) {
      const double y = a.y + (x + 0.5 - a.x) * ((b.y - a.y) / (b.x - a.x));
      const double row = std::clamp(std::ceil(y - 0.5), 0.0, height);
      crossings.push_back({std::uint64_t(x) * std::uint64_t(size.height) + std::uint64_t(row),
                           rightwards ? 1 : -1});
    }
  });
  std::sort(crossings.begin(), crossings.end());
  RunBuilder builder(size);
  int winding = 0;
  std::uint64_t from = 0;
  for (const Crossing& crossing : crossings) {
    if (winding != 0) builder.add_foreground(from, crossing.position);
    winding += crossing.turn;
    from = crossing.position;
  }
  return std::move(builder).finish();
}

}  // namespace maskpoint::mask
