#include "mask/inside_point.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

#include "mask/column_runs.h"

namespace maskpoint::mask {
namespace {

constexpr int kMostCells = 96;  // along the longer side

bool covered(const ColumnRuns& runs, int x, int y) {
  for (const ColumnRun& run : runs.column(x))
    if (y >= run.top && y < run.bottom) return true;
  return false;
}

// Square cells over the box, with a ring of empty ones round it. A cell is in where the pixel in
// its middle is.
struct Grid {
  int columns = 0, rows = 0, cell = 1;
  geom::Rect box;
  std::vector<int> distance;  // cells to the nearest that is out, across corners too

  int& at(int column, int row) {
    return distance[std::size_t(row + 1) * std::size_t(columns + 2) + std::size_t(column + 1)];
  }
  int x_of(int column) const {
    return std::min(box.x + column * cell + cell / 2, box.x + box.width - 1);
  }
  int y_of(int row) const {
    return std::min(box.y + row * cell + cell / 2, box.y + box.height - 1);
  }
};

Grid grid_of(const ColumnRuns& runs, geom::Rect box) {
  Grid grid;
  grid.box = box;
  grid.cell = (std::max(box.width, box.height) + kMostCells - 1) / kMostCells;
  grid.columns = (box.width + grid.cell - 1) / grid.cell;
  grid.rows = (box.height + grid.cell - 1) / grid.cell;
  grid.distance.assign(std::size_t(grid.columns + 2) * std::size_t(grid.rows + 2), 0);
  for (int column = 0; column < grid.columns; ++column)
    for (int row = 0; row < grid.rows; ++row)
      if (covered(runs, grid.x_of(column), grid.y_of(row)))
        grid.at(column, row) = grid.columns + grid.rows;
  return grid;
}

// Chessboard distances in two passes.
void measure(Grid& grid) {
  const auto lower = [&](int column, int row, int dx, int dy) {
    int& here = grid.at(column, row);
    here = std::min(here, grid.at(column + dx, row + dy) + 1);
  };
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column)
      for (const auto& [dx, dy] : {std::pair{-1, -1}, {0, -1}, {1, -1}, {-1, 0}})
        lower(column, row, dx, dy);
  for (int row = grid.rows - 1; row >= 0; --row)
    for (int column = grid.columns - 1; column >= 0; --column)
      for (const auto& [dx, dy] : {std::pair{1, 1}, {0, 1}, {-1, 1}, {1, 0}})
        lower(column, row, dx, dy);
}

// For masks so thin that no cell's middle lies in them.
geom::PixelPoint middle_of_longest_run(const ColumnRuns& runs) {
  const ColumnRun* longest = nullptr;
  for (const ColumnRun& run : runs.all())
    if (longest == nullptr || run.bottom - run.top > longest->bottom - longest->top) longest = &run;
  const int middle = (longest->top + longest->bottom - 1) / 2;
  return {double(longest->x), double(middle)};
}

}  // namespace

geom::PixelPoint point_inside(const Rle& rle) {
  const ColumnRuns runs(rle);
  assert(runs.count() > 0);
  Grid grid = grid_of(runs, bbox(rle));
  measure(grid);
  int deepest = 0;
  geom::PixelPoint found{};
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column) {
      if (grid.at(column, row) <= deepest) continue;
      deepest = grid.at(column, row);
      found = {double(grid.x_of(column)), double(grid.y_of(row))};
    }
  return deepest > 0 ? found : middle_of_longest_run(runs);
}

}  // namespace maskpoint::mask
