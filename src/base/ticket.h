// A counter that threads sleep on: signal() adds one and wakes every sleeper.
//
// How to wait without missing a wake-up: read value(), look for work, and if there is none call
// wait_while() with the value read; a signal() that came in between makes it return at once. What
// the signalling thread wrote before signal() is visible to whoever sees the new value.
// Any thread may call value() and signal(), neither waits for long. A browser's main thread must
// never wait (Atomics.wait throws there). In WebAssembly this is Emscripten's futex, because its
// std::atomic::wait and condition variables poll with sleeps of up to 8 ms; natively it is a
// condition variable, the standard's only wait with a time limit.
// The compiler's builtin for the wait instruction is no substitute: V8's baseline compiler (seen in
// Node 20.20, not with --no-liftoff) lost a local variable of the function around it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#ifdef __EMSCRIPTEN__
#include <emscripten/threading.h>

#include <limits>
#else
#include <condition_variable>
#include <mutex>
#endif

namespace maskpoint::base {

class Ticket {
 public:
  Ticket() = default;
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  std::uint32_t value() const { return value_.load(std::memory_order_acquire); }

  void signal() {
#ifdef __EMSCRIPTEN__
    value_.fetch_add(1, std::memory_order_seq_cst);
    emscripten_futex_wake(&value_, kEveryWaiter);
#else
    // All under the lock: the change cannot fall between a sleeper's last look and its sleep, and
    // who was woken may destroy the ticket at once.
    const std::lock_guard<std::mutex> lock(mutex_);
    value_.fetch_add(1, std::memory_order_release);
    changed_.notify_all();
#endif
  }

  // Sleeps while value() == seen.
  void wait_while(std::uint32_t seen) {
#ifdef __EMSCRIPTEN__
    while (value() == seen) {
      emscripten_futex_wait(&value_, seen, std::numeric_limits<double>::infinity());
    }
#else
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return value() != seen; });
#endif
  }

  // The same with a time limit. Whether the value changed.
  bool wait_while_for(std::uint32_t seen, std::chrono::nanoseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
#ifdef __EMSCRIPTEN__
    while (value() == seen) {
      const std::chrono::duration<double, std::milli> left =
          deadline - std::chrono::steady_clock::now();
      if (left.count() <= 0) return false;
      emscripten_futex_wait(&value_, seen, left.count());
    }
    return true;
#else
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] { return value() != seen; });
#endif
  }

 private:
  std::atomic<std::uint32_t> value_{0};

#ifdef __EMSCRIPTEN__
  static constexpr int kEveryWaiter = std::numeric_limits<int>::max();
  static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
#else
  std::mutex mutex_;
  std::condition_variable changed_;
#endif
};

}  // namespace maskpoint::base
