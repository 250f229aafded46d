// The matrix products with eight lanes and fused multiply-adds (AVX2, FMA), where this is a native
// x86-64 build and the processor has them.
//
// Their last bits differ from the baseline's, which is the same everywhere: set the environment
// variable MASKPOINT_SIMD to `baseline` to be without them. Read once, at the first product.
#pragma once

#include "nn/gemm.h"

namespace maskpoint::nn {

struct WideGemm {
  decltype(&nn::gemm) gemm;
  decltype(&nn::gemm_add) gemm_add;
  decltype(&nn::gemm_bias) gemm_bias;
  decltype(&nn::gemm_scaled) gemm_scaled;
  decltype(&nn::gemm_weighted) gemm_weighted;
  decltype(&nn::quadratic_form) quadratic_form;
};

#if defined(__x86_64__)
extern const WideGemm kAvx2Gemm;  // call only where the processor has AVX2 and FMA
// Null where there are none to use. Any thread.
const WideGemm* wide_gemm();
#else
constexpr const WideGemm* wide_gemm() {
  return nullptr;
}
#endif

}  // namespace maskpoint::nn
