#include "nn/gemm.h"

#include <cassert>
#include <utility>

#include "nn/f32x4.h"

namespace maskpoint::nn {

namespace {

// One tile: `start(row, half)` gives the initial sums, `finish(row, half, sum)` takes the result.
template <int kRows, Order kOrder, class Start, class Finish>
inline void tile(int depth, const float* a, int a_stride, const float* b, int b_stride,
                 const Start& start, const Finish& finish) {
  F32x4 acc[kRows][2];
  for (int r = 0; r < kRows; ++r) {
    acc[r][0] = start(r, 0);
    acc[r][1] = start(r, 1);
  }
  for (int k = 0; k < depth; ++k) {
    const F32x4 b0 = F32x4::load(b);
    const F32x4 b1 = F32x4::load(b + 4);
    for (int r = 0; r < kRows; ++r) {
      const F32x4 x = F32x4::splat_at(kOrder == Order::kRowMajor ? a + r * a_stride : a + r);
      acc[r][0] = madd(x, b0, acc[r][0]);
      acc[r][1] = madd(x, b1, acc[r][1]);
    }
    a += kOrder == Order::kRowMajor ? 1 : a_stride;
    b += b_stride;
  }
  for (int r = 0; r < kRows; ++r) {
    finish(r, 0, acc[r][0]);
    finish(r, 1, acc[r][1]);
  }
}

constexpr int kTileRows = 6;
constexpr int kTileColumns = 8;

// Calls body(integral_constant rows, first row) over all rows: tiles of 6, and a rest that would
// leave one or two rows alone as 4 + 3 or 4 + 4 (7 tokens are the everyday case).
template <class Body>
inline void for_row_tiles(int rows, const Body& body) {
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

// Rows outside, columns inside: a tile's 6 rows of A and all of B stay in the first-level cache.
// `start` and `finish` get (row, column).
template <Order kOrder, class Start, class Finish>
void run(GemmSize size, LeftMatrix a, ConstRows b, const Start& start, const Finish& finish) {
  for_row_tiles(size.rows, [&](auto rows, int row) {
    const float* left = kOrder == Order::kRowMajor ? a.at + row * a.stride : a.at + row;
    for (int column = 0; column < size.columns; column += kTileColumns)
      tile<rows(), kOrder>(
          size.depth, left, a.stride, b.at + column, b.stride,
          [&](int r, int half) { return start(row + r, column + half * 4); },
          [&](int r, int half, F32x4 sum) { finish(row + r, column + half * 4, sum); });
  });
}

template <class Start, class Finish>
void dispatch(GemmSize size, LeftMatrix a, ConstRows b, const Start& start, const Finish& finish) {
  assert(size.columns % kTileColumns == 0);
  if (a.order == Order::kRowMajor) {
    run<Order::kRowMajor>(size, a, b, start, finish);
  } else {
    run<Order::kDepthMajor>(size, a, b, start, finish);
  }
}

struct StartAtZero {
  F32x4 operator()(int, int) const { return F32x4::zero(); }
};
struct Store {
  Rows c;
  void operator()(int row, int column, F32x4 sum) const {
    sum.store(c.at + row * c.stride + column);
  }
};

}  // namespace

void gemm(GemmSize size, LeftMatrix a, ConstRows b, Rows c) {
  dispatch(size, a, b, StartAtZero(), Store{c});
}

void gemm_add(GemmSize size, LeftMatrix a, ConstRows b, Rows c) {
  // The product is summed by itself and added at the end: over thousands of pixels that keeps three
  // more digits than one long chain (DECODER-TRIAL §6).
  dispatch(size, a, b, StartAtZero(), [c](int row, int column, F32x4 sum) {
    float* at = c.at + row * c.stride + column;
    (F32x4::load(at) + sum).store(at);
  });
}

void gemm_bias(GemmSize size, const float* bias, LeftMatrix a, ConstRows b, Rows c) {
  dispatch(size, a, b, [bias](int row, int) { return F32x4::splat_at(bias + row); }, Store{c});
}

void gemm_scaled(GemmSize size, const float* scale, ConstRows base, LeftMatrix a, ConstRows b,
                 Rows c) {
  dispatch(
      size, a, b,
      [scale, base](int row, int column) {
        return F32x4::load(scale + column) * F32x4::load(base.at + row * base.stride + column);
      },
      Store{c});
}

void gemm_weighted(GemmSize size, LeftMatrix a, ConstRows b, ConstRows w, float* sums) {
  dispatch(size, a, b, StartAtZero(), [w, sums](int row, int column, F32x4 sum) {
    madd(F32x4::load(w.at + row * w.stride + column), sum, F32x4::load(sums + column))
        .store(sums + column);
  });
}

void quadratic_form(int n, int columns, const float* g, int stride, ConstRows w, float* sums) {
  assert(columns % kTileColumns == 0);
  // Row j needs only i ≤ j: each tile's depth ends with its last row.
  for_row_tiles(n, [&](auto rows, int row) {
    for (int column = 0; column < columns; column += kTileColumns)
      tile<rows(), Order::kDepthMajor>(
          row + rows(), g + row, stride, w.at + column, w.stride,
          [](int, int) { return F32x4::zero(); },
          [&](int r, int half, F32x4 sum) {
            float* at = sums + column + half * 4;
            madd(F32x4::load(w.at + (row + r) * w.stride + column + half * 4), sum, F32x4::load(at))
                .store(at);
          });
  });
}

void transpose(const float* in, int in_stride, int rows, int columns, float* out, int out_stride) {
  assert(rows % 4 == 0 && columns % 4 == 0);
  for (int r = 0; r < rows; r += 4) {
    for (int c = 0; c < columns; c += 4) {
      const float* from = in + r * in_stride + c;
      F32x4 x0 = F32x4::load(from), x1 = F32x4::load(from + in_stride),
            x2 = F32x4::load(from + 2 * in_stride), x3 = F32x4::load(from + 3 * in_stride);
      transpose(x0, x1, x2, x3);
      float* to = out + c * out_stride + r;
      x0.store(to);
      x1.store(to + out_stride);
      x2.store(to + 2 * out_stride);
      x3.store(to + 3 * out_stride);
    }
  }
}

}  // namespace maskpoint::nn
