// Matrix products with pixels in the lanes: C = A·B, where A is a small prompt or weight matrix
// read one splat at a time and B holds activations, a row of pixels for each channel.
//
// A tile is up to 6 rows × 8 columns with fused multiply-adds, which fills 15 of 16 vector
// registers (PERFORMANCE §3), 4 × 8 without. Every output of gemm, gemm_add, gemm_bias and
// gemm_scaled is one chain of multiply-adds over the depth, so the tiling never changes a bit of
// them. Columns must be a multiple of 8; rows and depth are free. C must not overlap A or B.
#pragma once

namespace maskpoint::nn {

// Element (row, k) of A is at[row · stride + k] or at[k · stride + row]. The second form is quicker
// (one pointer); its stride should not be a multiple of 64 floats, which would alias in the cache.
enum class Order { kRowMajor, kDepthMajor };
struct LeftMatrix {
  const float* at;
  int stride;
  Order order = Order::kDepthMajor;
};

// A row-major matrix: row r starts at at[r · stride].
struct ConstRows {
  const float* at;
  int stride;
};
struct Rows {
  float* at;
  int stride;
};

struct GemmSize {
  int rows, columns, depth;
};

void gemm(GemmSize size, LeftMatrix a, ConstRows b, Rows c);      // C = A·B
void gemm_add(GemmSize size, LeftMatrix a, ConstRows b, Rows c);  // C = C + (A·B)
void gemm_bias(GemmSize size, const float* bias, LeftMatrix a, ConstRows b,
               Rows c);  // bias per row
// C = scale ∘ base + A·B, scale (columns).
void gemm_scaled(GemmSize size, const float* scale, ConstRows base, LeftMatrix a, ConstRows b,
                 Rows c);
// sums[column] += Σ_row w[row][column] · (A·B)[row][column]: the product is never stored.
void gemm_weighted(GemmSize size, LeftMatrix a, ConstRows b, ConstRows w, float* sums);
// sums[column] += Σ_{i ≤ j} g[j][i] · w[j][column] · w[i][column]. `g` is depth-major (element (j,
// i) at [i · stride + j]) with zeros for i > j; rows of w beyond `n` are not read.
void quadratic_form(int n, int columns, const float* g, int stride, ConstRows w, float* sums);

// out[c · out_stride + r] = in[r · in_stride + c]; rows and columns multiples of 4.
void transpose(const float* in, int in_stride, int rows, int columns, float* out, int out_stride);

}  // namespace maskpoint::nn
