// Matrix products of 16-bit pairs with 32-bit sums: Σ_k a[k][row]·b[k][column] over pairs k.
//
// Half the multiply-adds of gemm.h for the same depth. The caller scales both sides so that no sum
// leaves 32 bits and turns it back into a float in `finish(row, column, sum)`, which gets four
// columns at a time. Columns must be a multiple of 8. Exact, so the same bits everywhere.
#pragma once

#include <cstdint>

#include "nn/gemm.h"
#include "nn/i32x4.h"
#include "nn/row_tiles.h"

namespace maskpoint::nn {

// Row k starts at at[k · stride]; each element is a pair.
struct PairRows {
  const std::int32_t* at;
  int stride;
};

// In Chromium on a Zen 5 a tile of 4 rows runs at 79 GMAC/s, 6 at 74, 4 rows of 3 registers at 49;
// in Node 20, whose registers are dealt out less well, 55, 40 and 40.
inline constexpr int kInt16TileRows = 4;

template <int kRows, class Finish>
inline void int16_tile(int pairs, const std::int32_t* a, int a_stride, const std::int32_t* b,
                       int b_stride, const Finish& finish) {
  I32x4 sums[kRows][2];
  for (int r = 0; r < kRows; ++r)
    sums[r][0] = sums[r][1] = I32x4::zero();
  for (int k = 0; k < pairs; ++k) {
    const I32x4 b0 = I32x4::load(b), b1 = I32x4::load(b + 4);
    for (int r = 0; r < kRows; ++r) {
      const I32x4 x = I32x4::splat_at(a + r);
      sums[r][0] = add_dot(x, b0, sums[r][0]);
      sums[r][1] = add_dot(x, b1, sums[r][1]);
    }
    a += a_stride;
    b += b_stride;
  }
  for (int r = 0; r < kRows; ++r) {
    finish(r, 0, sums[r][0]);
    finish(r, 4, sums[r][1]);
  }
}

// size.depth counts pairs.
template <class Finish>
void int16_gemm(GemmSize size, PairRows a, PairRows b, const Finish& finish) {
  for_row_tiles<kInt16TileRows>(size.rows, [&](auto rows, int row) {
    for (int column = 0; column < size.columns; column += 8)
      int16_tile<rows()>(size.depth, a.at + row, a.stride, b.at + column, b.stride,
                         [&](int r, int c, I32x4 sum) { finish(row + r, column + c, sum); });
  });
}

}  // namespace maskpoint::nn
