#include "app/timers.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/bridge.h"

namespace maskpoint::app {

double now_seconds() {
  static const auto start = std::chrono::steady_clock::now();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Timers::after(double seconds, std::function<void()> what) {
  timers_.push_back({now_seconds() + seconds, std::move(what)});
  page::wake_after(int(std::ceil(seconds * 1000)) + 1);
}

void Timers::run_due() {
  const double now = now_seconds();
  std::vector<Timer> due;
  for (std::size_t i = 0; i < timers_.size();) {
    if (timers_[i].due <= now) {
      due.push_back(std::move(timers_[i]));
      timers_.erase(timers_.begin() + std::ptrdiff_t(i));
    } else {
      ++i;
    }
  }
  for (const Timer& timer : due)
    timer.what();
}

double backoff_seconds(int attempt) {
  return std::min(15.0, std::ldexp(1.0, std::clamp(attempt, 0, 8)));
}

}  // namespace maskpoint::app
