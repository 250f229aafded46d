// The matrix products of gemm.h for one kind of register: V is F32x4, or eight floats where the
// processor has them. Each is a class of functions, so that a file compiled for newer processors
// shares none of its code with the others (V must be of that file alone there).
#pragma once

#include <utility>

#include "nn/gemm.h"
#include "nn/row_tiles.h"

namespace maskpoint::nn {

template <class V>
class GemmTiles {
 public:
  static void gemm(GemmSize size, LeftMatrix a, ConstRows b, Rows c) {
    dispatch(size, a, b, [](int, int) { return V::zero(); }, store_to(c));
  }

  static void gemm_add(GemmSize size, LeftMatrix a, ConstRows b, Rows c) {
    // The product is summed by itself and added at the end: over thousands of pixels that keeps
    // three more digits than one long chain (DECODER-TRIAL §6).
    dispatch(
        size, a, b, [](int, int) { return V::zero(); },
        [c](int row, int column, V sum) {
          float* at = c.at + row * c.stride + column;
          (V::load(at) + sum).store(at);
        });
  }

  static void gemm_bias(GemmSize size, const float* bias, LeftMatrix a, ConstRows b, Rows c) {
    dispatch(size, a, b, [bias](int row, int) { return V::splat_at(bias + row); }, store_to(c));
  }

  static void gemm_scaled(GemmSize size, const float* scale, ConstRows base, LeftMatrix a,
                          ConstRows b, Rows c) {
    dispatch(
        size, a, b,
        [scale, base](int row, int column) {
          return V::load(scale + column) * V::load(base.at + row * base.stride + column);
        },
        store_to(c));
  }

  static void gemm_weighted(GemmSize size, LeftMatrix a, ConstRows b, ConstRows w, float* sums) {
    dispatch(
        size, a, b, [](int, int) { return V::zero(); },
        [w, sums](int row, int column, V sum) {
          madd(V::load(w.at + row * w.stride + column), sum, V::load(sums + column))
              .store(sums + column);
        });
  }

  static void quadratic_form(int n, int columns, const float* g, int stride, ConstRows w,
                             float* sums) {
    // Row j needs only i ≤ j: each tile's depth ends with its last row.
    for_row_tiles(n, [&](auto rows, int row) {
      for_column_tiles(columns, [&](auto vectors, int column) {
        tile<rows(), vectors(), Order::kDepthMajor>(
            row + rows(), g + row, stride, w.at + column, w.stride,
            [](int, int) { return V::zero(); },
            [&](int r, int half, V sum) {
              float* at = sums + column + half * kLanes;
              madd(V::load(w.at + (row + r) * w.stride + column + half * kLanes), sum, V::load(at))
                  .store(at);
            });
      });
    });
  }

 private:
  static constexpr int kLanes = V::kLanes;
  static constexpr int kTileVectors = 2;

  static auto store_to(Rows c) {
    return [c](int row, int column, V sum) { sum.store(c.at + row * c.stride + column); };
  }

  // One tile: `start(row, half)` gives the initial sums, `finish(row, half, sum)` takes the result.
  template <int kRows, int kVectors, Order kOrder, class Start, class Finish>
  static void tile(int depth, const float* a, int a_stride, const float* b, int b_stride,
                   const Start& start, const Finish& finish) {
    V acc[kRows][kVectors];
    for (int r = 0; r < kRows; ++r)
      for (int i = 0; i < kVectors; ++i)
        acc[r][i] = start(r, i);
    for (int k = 0; k < depth; ++k) {
      V right[kVectors];
      for (int i = 0; i < kVectors; ++i)
        right[i] = V::load(b + i * kLanes);
      for (int r = 0; r < kRows; ++r) {
        const V x = V::splat_at(kOrder == Order::kRowMajor ? a + r * a_stride : a + r);
        for (int i = 0; i < kVectors; ++i)
          acc[r][i] = madd(x, right[i], acc[r][i]);
      }
      a += kOrder == Order::kRowMajor ? 1 : a_stride;
      b += b_stride;
    }
    for (int r = 0; r < kRows; ++r)
      for (int i = 0; i < kVectors; ++i)
        finish(r, i, acc[r][i]);
  }

  // Two registers a tile; columns are a multiple of 8, which may leave one of eight floats over.
  template <class Body>
  static void for_column_tiles(int columns, const Body& body) {
    int column = 0;
    for (; column + kTileVectors * kLanes <= columns; column += kTileVectors * kLanes)
      body(std::integral_constant<int, kTileVectors>(), column);
    if constexpr (kLanes == 8) {
      if (column < columns) body(std::integral_constant<int, 1>(), column);
    }
  }

  // Rows outside, columns inside: a tile's 6 rows of A and all of B stay in the first-level cache.
  // `start` and `finish` get (row, column).
  template <Order kOrder, class Start, class Finish>
  static void run(GemmSize size, LeftMatrix a, ConstRows b, const Start& start,
                  const Finish& finish) {
    for_row_tiles(size.rows, [&](auto rows, int row) {
      const float* left = kOrder == Order::kRowMajor ? a.at + row * a.stride : a.at + row;
      for_column_tiles(size.columns, [&](auto vectors, int column) {
        tile<rows(), vectors(), kOrder>(
            size.depth, left, a.stride, b.at + column, b.stride,
            [&](int r, int half) { return start(row + r, column + half * kLanes); },
            [&](int r, int half, V sum) { finish(row + r, column + half * kLanes, sum); });
      });
    });
  }

  template <class Start, class Finish>
  static void dispatch(GemmSize size, LeftMatrix a, ConstRows b, const Start& start,
                       const Finish& finish) {
    if (a.order == Order::kRowMajor) {
      run<Order::kRowMajor>(size, a, b, start, finish);
    } else {
      run<Order::kDepthMajor>(size, a, b, start, finish);
    }
  }
};

}  // namespace maskpoint::nn
