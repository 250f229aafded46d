// Where a mask changes, for a few neighbouring columns scanned together row by row.
//
// Row-major data is read in rows, run lengths go down columns: a scan keeps kColumns columns open,
// notes the rows at which each changes, and hands them over column by column. For one thread; reuse
// one object for all blocks of a mask, its memory stays.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mask/run_builder.h"

namespace maskpoint::mask {

template <int kColumns>
class ColumnToggles {
 public:
  // From `row` on, `column` of the block is the other colour; columns begin as background. Rows
  // ascend within a column.
  void toggle(int column, int row) { rows_[std::size_t(column)].push_back(row); }

  // Writes the block's first `columns` columns, which are x, x + 1, … of the mask, and starts
  // afresh.
  void flush(RunBuilder& builder, int x, int columns, int height) {
    for (int column = 0; column < columns; ++column) {
      std::vector<int>& rows = rows_[std::size_t(column)];
      if (rows.size() % 2 == 1) rows.push_back(height);
      const std::uint64_t start = std::uint64_t(x + column) * std::uint64_t(height);
      for (std::size_t i = 0; i < rows.size(); i += 2) {
        builder.add_foreground(start + std::uint64_t(rows[i]), start + std::uint64_t(rows[i + 1]));
      }
    }
    for (std::vector<int>& rows : rows_)
      rows.clear();
  }

 private:
  std::array<std::vector<int>, kColumns> rows_;
};

}  // namespace maskpoint::mask
