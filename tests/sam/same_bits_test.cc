// The baseline build gives the same bits natively, in WebAssembly and in the page, for any number
// of threads: one golden number for all of them (tests/e2e/decoder.test.mjs is the page's part).
#include "same_bits.h"

#include <gtest/gtest.h>

#include "nn/wide_gemm.h"
#include "oracle_data.h"

namespace maskpoint::sam {
namespace {

std::uint64_t hash_of_decodes(int threads, DecoderPath path) {
  nn::ThreadPool pool(threads);
  return hash_of_decodes(oracle_weights(TensorType::kF16), pool, path);
}

TEST(SameBits, ForAnyNumberOfThreads) {
  for (const DecoderPath path : {DecoderPath::kAutomatic, DecoderPath::kFloat32}) {
    const std::uint64_t one = hash_of_decodes(1, path);
    EXPECT_EQ(hash_of_decodes(2, path), one);
    EXPECT_EQ(hash_of_decodes(3, path), one);
  }
}

#ifndef __wasm_relaxed_simd__
TEST(SameBits, InEveryBaselineBuild) {
  // Natively the baseline is a run of its own (sam_baseline).
  if (nn::wide_gemm() != nullptr) return;
  EXPECT_EQ(hash_of_decodes(2, DecoderPath::kFloat32), kSameBitsFloat32);
  EXPECT_EQ(hash_of_decodes(2, DecoderPath::kAutomatic), kSameBitsAutomatic);
}
#endif

}  // namespace
}  // namespace maskpoint::sam
