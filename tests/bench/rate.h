// Registers a benchmark of a rate: work done a second, in billions.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

namespace maskpoint::bench {

// Runs body() with 1 and 2 threads; `work` is its multiply-adds (counted as GMAC/s) or its values
// (Gvalues/s). make() gives each thread a body with memory of its own.
template <class Make>
void add_rate(const std::string& name, const char* unit, double work, Make make) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [unit, work, make](benchmark::State& state) {
                                 auto body = make();
                                 for (auto _ : state) {
                                   body();
                                   benchmark::ClobberMemory();
                                 }
                                 state.counters[unit] =
                                     benchmark::Counter(double(state.iterations()) * work * 1e-9,
                                                        benchmark::Counter::kIsRate);
                               })
      ->UseRealTime()
      ->MinTime(0.02)
      ->Repetitions(10)
      ->Threads(1)
      ->Threads(2);
}

}  // namespace maskpoint::bench
