// How the products' rows are cut into tiles.
#pragma once

#include <type_traits>

namespace maskpoint::nn {

inline constexpr int kTileRows = 6;

// Calls body(integral_constant rows, first row) over all rows: tiles of 6, and a rest that would
// leave one or two rows alone as 4 + 3 or 4 + 4 (7 tokens are the everyday case).
template <class Body>
void for_row_tiles(int rows, const Body& body) {
  int row = 0;
  while (row < rows) {
    const int left = rows - row;
    switch (left == 7 || left == 8 ? 4 : left) {
      case 1:
        body(std::integral_constant<int, 1>(), row);
        return;
      case 2:
        body(std::integral_constant<int, 2>(), row);
        return;
      case 3:
        body(std::integral_constant<int, 3>(), row);
        return;
      case 4:
        body(std::integral_constant<int, 4>(), row);
        row += 4;
        break;
      case 5:
        body(std::integral_constant<int, 5>(), row);
        return;
      default:
        body(std::integral_constant<int, kTileRows>(), row);
        row += kTileRows;
        break;
    }
  }
}

}  // namespace maskpoint::nn
