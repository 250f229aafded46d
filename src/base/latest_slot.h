// One waiting value between two threads; a newer one replaces it. Never blocks either side.
//
// put() and take() may be called from any thread; each value is taken at most once. This is how the
// page's UI thread hands work to the decode worker without ever waiting (ARCHITECTURE, "Threads").
#pragma once

#include <atomic>
#include <memory>

namespace maskpoint::base {

template <class T>
class LatestSlot {
 public:
  LatestSlot() = default;
  LatestSlot(const LatestSlot&) = delete;
  LatestSlot& operator=(const LatestSlot&) = delete;
  ~LatestSlot() { delete slot_.load(); }

  // Returns the value that was still waiting and is now replaced, if any.
  std::unique_ptr<T> put(std::unique_ptr<T> value) {
    return std::unique_ptr<T>(slot_.exchange(value.release(), std::memory_order_acq_rel));
  }
  std::unique_ptr<T> take() {
    return std::unique_ptr<T>(slot_.exchange(nullptr, std::memory_order_acq_rel));
  }
  bool empty() const { return slot_.load(std::memory_order_acquire) == nullptr; }

 private:
  std::atomic<T*> slot_{nullptr};
};

}  // namespace maskpoint::base
