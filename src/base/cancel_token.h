// A shared flag that says "this work is no longer wanted". Copies share the flag; any thread.
#pragma once

#include <atomic>
#include <memory>

namespace maskpoint::base {

class CancelToken {
 public:
  CancelToken() : cancelled_(std::make_shared<std::atomic<bool>>(false)) {}
  void cancel() const { cancelled_->store(true, std::memory_order_release); }
  bool cancelled() const { return cancelled_->load(std::memory_order_acquire); }

 private:
  std::shared_ptr<std::atomic<bool>> cancelled_;
};

}  // namespace maskpoint::base
