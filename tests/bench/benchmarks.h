// The groups of native benchmarks; each registers its own with Google Benchmark.
#pragma once

#include "bench/bench_inputs.h"

namespace maskpoint::bench {

// What the processor can do at most: multiply-adds on registers alone, by vector width.
void register_machine_peak();
// Products and elementary functions on the decoder's own shapes, out of the first-level cache.
void register_kernels();
// Correcting masks by hand on an image of 24 megapixels.
void register_masks();
// The decoder with 1 and 2 threads. `inputs` must outlive the run.
void register_decodes(const Inputs& inputs);
// ONNX Runtime's decoder with 1 and 2 threads. `inputs` must outlive the run.
void register_onnx_runtime(const Inputs& inputs);

}  // namespace maskpoint::bench
