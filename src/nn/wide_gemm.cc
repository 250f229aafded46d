#include "nn/wide_gemm.h"

#if defined(__x86_64__)

#include <cstdlib>
#include <string_view>

namespace maskpoint::nn {

namespace {

const WideGemm* choose() {
  const char* wanted = std::getenv("MASKPOINT_SIMD");
  if (wanted != nullptr && std::string_view(wanted) == "baseline") return nullptr;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &kAvx2Gemm : nullptr;
}

}  // namespace

const WideGemm* wide_gemm() {
  static const WideGemm* const chosen = choose();
  return chosen;
}

}  // namespace maskpoint::nn

#endif
