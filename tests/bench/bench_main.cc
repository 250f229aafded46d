// maskpoint_bench: Google Benchmark over kernels and decodes; its options apply (--help).

#include <benchmark/benchmark.h>

#include "bench/benchmarks.h"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const maskpoint::bench::Inputs inputs = maskpoint::bench::read_inputs();
  maskpoint::bench::register_machine_peak();
  maskpoint::bench::register_kernels();
  maskpoint::bench::register_masks();
  maskpoint::bench::register_decodes(inputs);
  maskpoint::bench::register_onnx_runtime(inputs);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
