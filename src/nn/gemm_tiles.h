// The matrix products of gemm.h for one kind of register: V is F32x4, or eight floats where the
// processor has them. Each is a class of functions, so that a file compiled for newer processors
// shares none of its code with the others (V must be of that file alone there).
#pragma once

#include <type_traits>

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
    if (a.order == Order::kRowMajor) {
      run_weighted<Order::kRowMajor>(size, a, b, w, sums);
    } else {
      run_weighted<Order::kDepthMajor>(size, a, b, w, sums);
    }
  }

  static void quadratic_form(int n, int columns, const float* g, int stride, ConstRows w,
                             float* sums) {
    // Row j needs only i ≤ j: each tile's depth ends with its last row.
    for_row_tiles<V::kTileRows>(n, [&](auto rows, int row) {
      for_column_tiles<vectors_of(rows())>(columns, [&](auto vectors, int column) {
        Tile<rows(), vectors()> tile;
        tile.clear();
        tile.template add<Order::kDepthMajor>(row + rows(), g + row, stride, w.at + column,
                                              w.stride);
        tile.add_weighted(w.at + row * w.stride + column, w.stride, sums + column);
      });
    });
  }

 private:
  static constexpr int kLanes = V::kLanes;

  static auto store_to(Rows c) {
    return [c](int row, int column, V sum) { sum.store(c.at + row * c.stride + column); };
  }

  template <int kRows, int kVectors>
  struct Tile {
    V acc[kRows][kVectors];

    void clear() {
      for (int r = 0; r < kRows; ++r)
        for (int i = 0; i < kVectors; ++i)
          acc[r][i] = V::zero();
    }
    template <Order kOrder>
    void add(int depth, const float* a, int a_stride, const float* b, int b_stride) {
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
    }
    // sums += Σ_r w[r] ∘ acc[r], summed in registers: one row after the other would wait for its
    // own store.
    void add_weighted(const float* w, int w_stride, float* sums) const {
      for (int i = 0; i < kVectors; ++i) {
        V total = V::load(w + i * kLanes) * acc[0][i];
        for (int r = 1; r < kRows; ++r)
          total = madd(V::load(w + r * w_stride + i * kLanes), acc[r][i], total);
        (V::load(sums + i * kLanes) + total).store(sums + i * kLanes);
      }
    }
  };

  // Registers a row of a tile has: eight sums or so at least, or each waits for the one before it.
  static constexpr int vectors_of(int rows) { return rows == 1 ? 8 : rows == 2 ? 4 : 2; }

  // kMost registers a tile while they last; columns are a multiple of 8 floats.
  template <int kMost, class Body>
  static void for_column_tiles(int columns, const Body& body) {
    int column = 0;
    for (; column + kMost * kLanes <= columns; column += kMost * kLanes)
      body(std::integral_constant<int, kMost>(), column);
    if constexpr (kMost * kLanes > 8) {
      constexpr int kLess = 8 / kLanes;
      for (; column < columns; column += 8)
        body(std::integral_constant<int, kLess>(), column);
    }
  }

  // Rows outside, columns inside: a tile's rows of A and all of B stay in the first-level cache.
  // `start` and `finish` get (row, column).
  template <Order kOrder, class Start, class Finish>
  static void run(GemmSize size, LeftMatrix a, ConstRows b, const Start& start,
                  const Finish& finish) {
    for_row_tiles<V::kTileRows>(size.rows, [&](auto rows, int row) {
      const float* left = kOrder == Order::kRowMajor ? a.at + row * a.stride : a.at + row;
      for_column_tiles<vectors_of(rows())>(size.columns, [&](auto vectors, int column) {
        Tile<rows(), vectors()> tile;
        for (int r = 0; r < rows(); ++r)
          for (int i = 0; i < vectors(); ++i)
            tile.acc[r][i] = start(row + r, column + i * kLanes);
        tile.template add<kOrder>(size.depth, left, a.stride, b.at + column, b.stride);
        for (int r = 0; r < rows(); ++r)
          for (int i = 0; i < vectors(); ++i)
            finish(row + r, column + i * kLanes, tile.acc[r][i]);
      });
    });
  }

  template <Order kOrder>
  static void run_weighted(GemmSize size, LeftMatrix a, ConstRows b, ConstRows w, float* sums) {
    for_row_tiles<V::kTileRows>(size.rows, [&](auto rows, int row) {
      const float* left = kOrder == Order::kRowMajor ? a.at + row * a.stride : a.at + row;
      for_column_tiles<vectors_of(rows())>(size.columns, [&](auto vectors, int column) {
        Tile<rows(), vectors()> tile;
        tile.clear();
        tile.template add<kOrder>(size.depth, left, a.stride, b.at + column, b.stride);
        tile.add_weighted(w.at + row * w.stride + column, w.stride, sums + column);
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
