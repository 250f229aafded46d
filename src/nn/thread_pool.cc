#include "nn/thread_pool.h"

#include <atomic>
#include <cassert>
#include <thread>
#include <vector>

#include "base/ticket.h"

#if defined(__SSE2__) && !defined(__wasm__)
#include <immintrin.h>
#endif

namespace maskpoint::nn {

namespace {

// About 0.1 ms: longer than the gaps between a decode's stages, shorter than anybody notices.
#if defined(__SSE2__) && !defined(__wasm__)
constexpr int kSpins = 2000;
void pause() {
  _mm_pause();
}
#else
constexpr int kSpins = 20000;
void pause() {
}
#endif

// The gate: how many helpers are inside the current job, whether more may enter, and which job it
// is.
constexpr std::uint32_t kInside = 0xffu;
constexpr std::uint32_t kOpen = 0x100u;
constexpr std::uint32_t kJobStep = 0x200u;

}  // namespace

struct ThreadPool::Impl {
  // What a helper knows. In memory and in small functions, not in local variables of one endless
  // loop: under Node 20 such a loop came back from its sleep with worker 0, the caller's.
  struct alignas(128) Seat {
    int worker = 0;
    std::uint32_t last_job = 0;  // the job it has already seen through
  };

  // The job; written only while the gate is closed and nobody is inside.
  Block block = nullptr;
  const void* context = nullptr;
  int count = 0;

  // Counters on cache lines of their own: every thread hammers them.
  alignas(128) std::atomic<int> next{0};
  alignas(128) std::atomic<std::uint32_t> gate{0};
  alignas(128) std::atomic<int> sleepers{0};
  std::atomic<bool> caller_sleeps{false};
  std::atomic<bool> stopping{false};
  base::Ticket work;
  base::Ticket done;
  std::vector<Seat> seats;
  std::vector<std::thread> helpers;

  void take_blocks(int worker) {
    for (;;) {
      const int i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= count) return;
      block(context, i, worker);
    }
  }

  static std::uint32_t job_of(std::uint32_t g) { return g & ~(kInside | kOpen); }

  // Joins the open job once.
  bool try_enter(Seat& seat) {
    const std::uint32_t seen = gate.load(std::memory_order_seq_cst);
    if ((seen & kOpen) == 0 || job_of(seen) == seat.last_job) return false;
    const std::uint32_t before = gate.fetch_add(1, std::memory_order_seq_cst);
    if ((before & kOpen) == 0) {  // closed in between
      leave();
      return false;
    }
    seat.last_job = job_of(before);
    return true;
  }

  void leave() {
    const std::uint32_t before = gate.fetch_sub(1, std::memory_order_seq_cst);
    const bool last = (before & kInside) == 1 && (before & kOpen) == 0;
    if (last && caller_sleeps.load(std::memory_order_seq_cst)) done.signal();
  }

  // Whether there was a job to take part in.
  [[gnu::noinline]] bool work_once(Seat& seat) {
    if (!try_enter(seat)) return false;
    take_blocks(seat.worker);
    leave();
    return true;
  }

  // Announces the sleep, then looks once more: run_blocks opens the gate, then looks for sleepers.
  [[gnu::noinline]] void sleep(Seat& seat) {
    const std::uint32_t seen = work.value();
    sleepers.fetch_add(1, std::memory_order_seq_cst);
    const std::uint32_t g = gate.load(std::memory_order_seq_cst);
    const bool nothing = (g & kOpen) == 0 || job_of(g) == seat.last_job;
    if (nothing && !stopping.load(std::memory_order_seq_cst)) work.wait_while(seen);
    sleepers.fetch_sub(1, std::memory_order_seq_cst);
  }

  void help(Seat& seat) {
    while (!stopping.load(std::memory_order_acquire)) {
      int idle = 0;
      while (idle < kSpins && !work_once(seat)) {
        pause();
        ++idle;
      }
      if (idle == kSpins) sleep(seat);
    }
  }
};

ThreadPool::ThreadPool(int threads) : impl_(std::make_unique<Impl>()) {
  assert(threads >= 1 && threads <= int(kInside));
  impl_->seats.resize(threads);
  for (int i = 1; i < threads; ++i) {
    impl_->seats[i].worker = i;
    impl_->helpers.emplace_back([impl = impl_.get(), i] { impl->help(impl->seats[i]); });
  }
}

ThreadPool::~ThreadPool() {
  impl_->stopping.store(true, std::memory_order_seq_cst);
  impl_->work.signal();
  for (std::thread& helper : impl_->helpers)
    helper.join();
}

int ThreadPool::threads() const {
  return int(impl_->helpers.size()) + 1;
}

void ThreadPool::run_blocks(int count, Block block, const void* context) {
  Impl& pool = *impl_;
  if (pool.helpers.empty() || count <= 1) {
    for (int i = 0; i < count; ++i)
      block(context, i, 0);
    return;
  }
  pool.block = block;
  pool.context = context;
  pool.count = count;
  pool.next.store(0, std::memory_order_relaxed);
  pool.gate.fetch_add(kJobStep + kOpen, std::memory_order_seq_cst);
  if (pool.sleepers.load(std::memory_order_seq_cst) > 0) pool.work.signal();

  pool.take_blocks(0);

  // Every block is taken; close the gate and wait for those still inside with their last one.
  pool.gate.fetch_and(~kOpen, std::memory_order_seq_cst);
  for (int i = 0; i < kSpins; ++i) {
    if ((pool.gate.load(std::memory_order_acquire) & kInside) == 0) return;
    pause();
  }
  // The joining caller must sleep too: it may be sitting on the processor the last helper needs.
  pool.caller_sleeps.store(true, std::memory_order_seq_cst);
  for (;;) {
    const std::uint32_t seen = pool.done.value();
    if ((pool.gate.load(std::memory_order_seq_cst) & kInside) == 0) break;
    pool.done.wait_while(seen);
  }
  pool.caller_sleeps.store(false, std::memory_order_seq_cst);
}

}  // namespace maskpoint::nn
