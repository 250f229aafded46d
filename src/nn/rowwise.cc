#include "nn/rowwise.h"

#include <cassert>
#include <cmath>

#include "nn/elementary.h"
#include "nn/f32x4.h"

namespace maskpoint::nn {

void layer_norm(const LayerNorm& norm, float* x, int stride, int rows) {
  const int width = norm.width();
  assert(width % 4 == 0 && stride >= width);
  for (int r = 0; r < rows; ++r, x += stride) {
    F32x4 total = F32x4::zero();
    for (int i = 0; i < width; i += 4)
      total += F32x4::load(x + i);
    const F32x4 mean = F32x4::splat(sum(total) / float(width));
    F32x4 squares = F32x4::zero();
    for (int i = 0; i < width; i += 4) {
      const F32x4 d = F32x4::load(x + i) - mean;
      squares = madd(d, d, squares);
    }
    const F32x4 scale = F32x4::splat(1.0f / std::sqrt(sum(squares) / float(width) + norm.epsilon));
    for (int i = 0; i < width; i += 4) {
      const F32x4 d = (F32x4::load(x + i) - mean) * scale;
      madd(d, F32x4::load(norm.weight.data() + i), F32x4::load(norm.bias.data() + i)).store(x + i);
    }
  }
}

void softmax(float* x, int length) {
  assert(length >= 1);
  float largest = x[0];
  for (int i = 1; i < length; ++i)
    largest = x[i] > largest ? x[i] : largest;
  const int whole = length / 4 * 4;
  const F32x4 shift = F32x4::splat(largest);
  F32x4 totals = F32x4::zero();
  for (int i = 0; i < whole; i += 4) {
    const F32x4 e = exp(F32x4::load(x + i) - shift);
    e.store(x + i);
    totals += e;
  }
  float total = sum(totals);
  for (int i = whole; i < length; ++i) {
    x[i] = exp(F32x4::splat(x[i] - largest)).lane<0>();
    total += x[i];
  }
  const float scale = 1.0f / total;
  for (int i = 0; i < whole; i += 4)
    (F32x4::load(x + i) * F32x4::splat(scale)).store(x + i);
  for (int i = whole; i < length; ++i)
    x[i] *= scale;
}

void relu(float* x, int length) {
  assert(length % 4 == 0);
  for (int i = 0; i < length; i += 4)
    max(F32x4::load(x + i), F32x4::zero()).store(x + i);
}

void gelu(float* x, int length) {
  assert(length % 4 == 0);
  for (int i = 0; i < length; i += 4)
    gelu(F32x4::load(x + i)).store(x + i);
}

void add(float* x, const float* y, int length) {
  assert(length % 4 == 0);
  for (int i = 0; i < length; i += 4)
    (F32x4::load(x + i) + F32x4::load(y + i)).store(x + i);
}

float dot(const float* a, const float* b, int length) {
  assert(length % 4 == 0);
  F32x4 total = F32x4::zero();
  for (int i = 0; i < length; i += 4)
    total = madd(F32x4::load(a + i), F32x4::load(b + i), total);
  return sum(total);
}

}  // namespace maskpoint::nn
