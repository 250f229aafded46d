// How the products' rows are cut into tiles.
#pragma once

#include <type_traits>

namespace maskpoint::nn {

// Calls body(integral_constant rows, first row) over all rows, in nearly equal tiles of at most
// kMost ≤ 6: 7 tokens run as 4 + 3, not 6 + 1.
template <int kMost, class Body>
void for_row_tiles(int rows, const Body& body) {
  static_assert(kMost >= 4 && kMost <= 6);
  for (int row = 0; row < rows;) {
    const int left = rows - row;
    const int tiles = (left + kMost - 1) / kMost;
    const int height = (left + tiles - 1) / tiles;
    switch (height) {
      case 1:
        body(std::integral_constant<int, 1>(), row);
        break;
      case 2:
        body(std::integral_constant<int, 2>(), row);
        break;
      case 3:
        body(std::integral_constant<int, 3>(), row);
        break;
      case 4:
        body(std::integral_constant<int, 4>(), row);
        break;
      case 5:
        if constexpr (kMost >= 5) body(std::integral_constant<int, 5>(), row);
        break;
      default:
        if constexpr (kMost >= 6) body(std::integral_constant<int, 6>(), row);
        break;
    }
    row += height;
  }
}

}  // namespace maskpoint::nn
