// Chains of x·a + b that never leave the registers: as many as hide the latency of a multiplication
// and an addition, and as 16 registers hold beside a and b.

#include <array>

#include "bench/benchmarks.h"
#include "bench/rate.h"
#include "nn/f32x4.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace maskpoint::bench {

namespace {

constexpr int kChains = 14;
constexpr int kSteps = 1000;
// Neither grows nor dies away, whatever the number of steps.
constexpr float kFactor = 0.5f, kTerm = 1.0f;

// Four lanes by the operations the kernels are written in: what they could reach as compiled.
void four_lanes(float* out) {
  nn::F32x4 chains[kChains];
  for (int c = 0; c < kChains; ++c)
    chains[c] = nn::F32x4::splat(float(c));
  const nn::F32x4 a = nn::F32x4::splat_at(out), b = nn::F32x4::splat_at(out + 1);
  for (int i = 0; i < kSteps; ++i)
    for (int c = 0; c < kChains; ++c)
      chains[c] = madd(chains[c], a, b);
  nn::F32x4 total = nn::F32x4::zero();
  for (int c = 0; c < kChains; ++c)
    total += chains[c];
  total.store(out + 2);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void avx2(float* out) {
  __m256 chains[kChains];
  for (int c = 0; c < kChains; ++c)
    chains[c] = _mm256_set1_ps(float(c));
  const __m256 a = _mm256_set1_ps(out[0]), b = _mm256_set1_ps(out[1]);
  for (int i = 0; i < kSteps; ++i)
    for (int c = 0; c < kChains; ++c)
      chains[c] = _mm256_fmadd_ps(chains[c], a, b);
  __m256 total = _mm256_setzero_ps();
  for (int c = 0; c < kChains; ++c)
    total = _mm256_add_ps(total, chains[c]);
  _mm256_storeu_ps(out + 2, total);
}

[[gnu::target("avx512f")]] void avx512(float* out) {
  __m512 chains[kChains];
  for (int c = 0; c < kChains; ++c)
    chains[c] = _mm512_set1_ps(float(c));
  const __m512 a = _mm512_set1_ps(out[0]), b = _mm512_set1_ps(out[1]);
  for (int i = 0; i < kSteps; ++i)
    for (int c = 0; c < kChains; ++c)
      chains[c] = _mm512_fmadd_ps(chains[c], a, b);
  __m512 total = _mm512_setzero_ps();
  for (int c = 0; c < kChains; ++c)
    total = _mm512_add_ps(total, chains[c]);
  _mm512_storeu_ps(out + 2, total);
}
#endif

void add(const char* name, int lanes, void (*chains)(float*)) {
  add_rate(name, "GMAC/s", double(kSteps) * kChains * lanes, [chains] {
    return [chains, out = std::array<float, 2 + 16>{kFactor, kTerm}]() mutable {
      chains(out.data());
      benchmark::DoNotOptimize(out);
    };
  });
}

}  // namespace

void register_machine_peak() {
  add("peak/4 lanes as compiled", 4, four_lanes);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    add("peak/8 lanes fused", 8, avx2);
  if (__builtin_cpu_supports("avx512f")) add("peak/16 lanes fused", 16, avx512);
#endif
}

}  // namespace maskpoint::bench
