// Helper threads for the loops inside one decode. Persistent; the caller takes part.
//
// run(count, body) calls body(i) or body(i, worker) once for every i in [0, count), in any order,
// on any of the threads, and returns when all are done. `worker` in [0, threads()) says whose
// scratch memory to use; the caller is 0. Results must not depend on who ran which block. Only one
// thread may call run() at a time, and never from inside a body. Blocks are dealt from one atomic
// counter, so a thread that loses its processor holds up one block, not half the work. The pool
// sleeps on a base::Ticket between decodes and spins briefly between the stages of one (PERFORMANCE
// §6).
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
        count,
        [](const void* context, int block, int worker) {
          const Body& call = *static_cast<const Body*>(context);
          if constexpr (std::is_invocable_v<const Body&, int, int>) {
            call(block, worker);
          } else {
            call(block);
          }
        },
        &body);
  }

 private:
  using Block = void (*)(const void* context, int block, int worker);
  void run_blocks(int count, Block block, const void* context);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::nn
