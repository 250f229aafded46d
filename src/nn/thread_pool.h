// Helper threads for the loops inside one decode. Persistent; the caller takes part.
//
// run(count, body) calls body(i) once for every i in [0, count), in any order, on any of the
// threads, and returns when all are done. Results must not depend on who ran which block. Only one
// thread may call run() at a time. The pool sleeps (futex or the WASM wait/notify builtins,
// PERFORMANCE §6) between decodes and spins briefly between the stages of one.
#pragma once

#include <memory>
#include <type_traits>

namespace maskpoint::nn {

class ThreadPool {
 public:
  // `threads` counts the caller: 1 means no helper threads.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const;

  template <class Body>
  void run(int count, const Body& body) {
    run_blocks(
        count, [](const void* context, int block) { (*static_cast<const Body*>(context))(block); },
        &body);
  }

 private:
  using Block = void (*)(const void* context, int block);
  void run_blocks(int count, Block block, const void* context);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::nn
