#include <algorithm>
#include <string>

#include "base/aligned_buffer.h"
#include "bench/benchmarks.h"
#include "bench/rate.h"
#include "nn/elementary.h"
#include "nn/f32x4.h"
#include "nn/gemm.h"
#include "nn/linear.h"
#include "nn/rowwise.h"

namespace maskpoint::bench {

namespace {

using Buffer = base::AlignedBuffer<float>;

constexpr int kPixels = 64;  // a block: one row of the image's grid

// Values in [−3, 3], no two neighbours alike.
Buffer filled(std::size_t size) {
  Buffer values(size);
  for (std::size_t i = 0; i < size; ++i)
    values[i] = float(int(i * 7919 % 6001) - 3000) * 1e-3f;
  return values;
}

// A·B for a block of pixels, A depth-major with a stride that does not alias in the cache.
struct Product {
  nn::GemmSize size;
  int stride;
  Buffer a, b, c, extra;
  explicit Product(nn::GemmSize s)
      : size(s),
        stride(s.rows + 8),
        a(filled(std::size_t(s.depth) * std::size_t(stride))),
        b(filled(std::size_t(s.depth) * std::size_t(s.columns))),
        c(std::size_t(s.rows) * std::size_t(s.columns)),
        extra(filled(std::size_t(s.rows) * std::size_t(s.columns) + kPixels)) {}
  nn::LeftMatrix left() const { return {a.data(), stride}; }
  nn::ConstRows right() const { return {b.data(), size.columns}; }
  nn::Rows out() { return {c.data(), size.columns}; }
};

template <class Call>
void add_product(const std::string& what, nn::GemmSize size, Call call) {
  add_rate("kernel/" + what + " " + std::to_string(size.rows) + "x" + std::to_string(size.columns) +
               "x" + std::to_string(size.depth),
           "GMAC/s", double(size.rows) * size.columns * size.depth,
           [size, call] { return [product = Product(size), call]() mutable { call(product); }; });
}

void register_products() {
  // Shapes of a click: 7 tokens, rank 48 a layer.
  add_product("gemm, image caches", {128, kPixels, 256},
              [](Product& p) { nn::gemm(p.size, p.left(), p.right(), p.out()); });
  add_product("gemm_add, scores", {56, kPixels, 99},
              [](Product& p) { nn::gemm_add(p.size, p.left(), p.right(), p.out()); });
  add_product("gemm_scaled, first upscaling", {64, kPixels, 99}, [](Product& p) {
    nn::gemm_scaled(p.size, p.b.data(), {p.extra.data(), kPixels}, p.left(), p.right(), p.out());
  });
  add_product("gemm_bias, second upscaling", {32, kPixels, 64}, [](Product& p) {
    nn::gemm_bias(p.size, p.extra.data(), p.left(), p.right(), p.out());
  });
  add_product("gemm_weighted, norm statistics", {48, kPixels, 16}, [](Product& p) {
    nn::gemm_weighted(p.size, p.left(), p.right(), {p.extra.data(), kPixels}, p.c.data());
  });
  constexpr int kRank = 98;
  add_rate("kernel/quadratic_form " + std::to_string(kRank) + "x" + std::to_string(kPixels),
           "GMAC/s", kRank * (kRank + 1) / 2.0 * kPixels, [] {
             return [product = Product({kRank, kPixels, kRank})]() mutable {
               nn::quadratic_form(kRank, kPixels, product.a.data(), product.stride, product.right(),
                                  product.c.data());
             };
           });
  constexpr int kTokens = 7, kIn = 256, kOut = 2048;
  add_rate("kernel/linear, token MLP 7x2048x256", "GMAC/s", double(kTokens) * kIn * kOut, [] {
    const Buffer weight = filled(std::size_t(kIn) * kOut);
    return [layer = nn::Linear(weight.span(), {}, kOut, kIn), x = filled(kTokens * kIn),
            y = Buffer(kTokens * kOut)]() mutable {
      nn::linear(layer, x.data(), kIn, kTokens, y.data(), kOut);
    };
  });
}

}  // namespace

void register_kernels() {
  register_products();
  constexpr int kLength = 2048;
  add_rate("kernel/gelu 2048", "Gvalues/s", kLength, [] {
    return [from = filled(kLength), x = Buffer(kLength)]() mutable {
      std::copy_n(from.data(), kLength, x.data());  // in place, it would converge
      nn::gelu(x.data(), kLength);
    };
  });
  add_rate("kernel/exp 2048", "Gvalues/s", kLength, [] {
    return [from = filled(kLength), x = Buffer(kLength)]() mutable {
      for (int i = 0; i < kLength; i += 4)
        nn::exp(nn::F32x4::load(from.data() + i)).store(x.data() + i);
    };
  });
  add_rate("kernel/softmax 2048", "Gvalues/s", kLength, [] {
    return [from = filled(kLength), x = Buffer(kLength)]() mutable {
      std::copy_n(from.data(), kLength, x.data());
      nn::softmax(x.data(), kLength);
    };
  });
}

}  // namespace maskpoint::bench
