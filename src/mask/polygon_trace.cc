// Mask → rings along pixel edges, from column runs: work and memory go with the runs, not the
// pixels.
//
// A column run has two horizontal unit edges on the boundary: its top, walked rightwards, and its
// bottom, walked leftwards, so that foreground is always on the right hand. On a grid line between
// two columns the rows where runs of either column begin or end, taken in order, pair up: each of
// them switches whether the two columns differ, and where they differ the boundary runs along the
// line. A pair is one edge that arrives at the line and the one that leaves it. Where two pixels
// meet only at a corner, the two rows there are equal; an end sorts before a beginning, which keeps
// the two apart (foreground is 4-connected).
#include <cassert>
#include <utility>

#include "mask/column_runs.h"
#include "mask/polygon.h"

namespace maskpoint::mask {
namespace {

// Edge 2i is the top of run i, edge 2i + 1 its bottom.
using Edge = std::size_t;
Edge top_of(std::size_t run) {
  return 2 * run;
}
bool is_top(Edge edge) {
  return edge % 2 == 0;
}

class Boundary {
 public:
  explicit Boundary(const ColumnRuns& runs) : runs_(runs), next_(2 * runs.count()) {
    for (int line = 0; line <= runs.size().width; ++line)
      link_across(line);
  }

  Edge next(Edge edge) const { return next_[edge]; }
  int row(Edge edge) const {
    const ColumnRun& run = runs_.all()[edge / 2];
    return is_top(edge) ? run.top : run.bottom;
  }
  // The grid line at which an edge ends.
  int line_after(Edge edge) const { return runs_.all()[edge / 2].x + (is_top(edge) ? 1 : 0); }

 private:
  // The horizontal edges of one column from the top: run after run, its top, then its bottom.
  struct Column {
    Edge edge, end;
    bool done() const { return edge == end; }
  };
  Column column(int x) const {
    if (x < 0 || x >= runs_.size().width) return {0, 0};
    return {top_of(runs_.first_of(x)), top_of(runs_.first_of(x + 1))};
  }

  // Whether the left column's edge comes before the right one's going down the line.
  bool left_first(const Column& left, const Column& right) const {
    if (right.done()) return true;
    if (left.done()) return false;
    const int left_row = row(left.edge);
    const int right_row = row(right.edge);
    if (left_row != right_row) return left_row < right_row;
    return !is_top(left.edge);
  }

  void link_across(int line) {
    Column left = column(line - 1);
    Column right = column(line);
    const auto take = [&]() -> std::pair<Edge, bool> {
      if (left_first(left, right)) {
        const Edge edge = left.edge++;
        return {edge, is_top(edge)};  // a top of the left column is walked towards the line
      }
      const Edge edge = right.edge++;
      return {edge, !is_top(edge)};
    };
    while (!left.done() || !right.done()) {
      const auto [first, first_arrives] = take();
      const auto [second, second_arrives] = take();
      assert(first_arrives != second_arrives);
      static_cast<void>(second_arrives);
      if (first_arrives) {
        next_[first] = second;
      } else {
        next_[second] = first;
      }
    }
  }

  const ColumnRuns& runs_;
  std::vector<Edge> next_;
};

// Twice the area, positive when clockwise on screen (y down). Exact: a term is below 2^32.
std::int64_t doubled_area(const Ring& ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < ring.size(); i += 2) {
    const std::size_t j = (i + 2) % ring.size();
    sum += std::int64_t(ring[i]) * std::int64_t(ring[j + 1]);
    sum -= std::int64_t(ring[j]) * std::int64_t(ring[i + 1]);
  }
  return sum;
}

}  // namespace

std::vector<PolygonPart> polygons_from_rle(const Rle& rle) {
  const ColumnRuns runs(rle);
  const Boundary boundary(runs);
  const Labels labels = label_components(runs, Connectivity::kFour);
  std::vector<PolygonPart> parts(labels.count);
  std::vector<bool> walked(2 * runs.count(), false);
  for (Edge start = 0; start < walked.size(); ++start) {
    if (walked[start]) continue;
    Ring ring;
    Edge edge = start;
    do {
      walked[edge] = true;
      const Edge next = boundary.next(edge);
      const double line = boundary.line_after(edge);
      const int arriving = boundary.row(edge);
      const int leaving = boundary.row(next);
      if (arriving != leaving)
        ring.insert(ring.end(), {line, double(arriving), line, double(leaving)});
      edge = next;
    } while (edge != start);
    PolygonPart& part = parts[labels.of_run[start / 2]];
    if (doubled_area(ring) > 0) {
      assert(part.outer.empty());
      part.outer = std::move(ring);
    } else {
      part.holes.push_back(std::move(ring));
    }
  }
  return parts;
}

}  // namespace maskpoint::mask
