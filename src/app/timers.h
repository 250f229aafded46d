// Things to do later, on the page's clock. UI thread only.
#pragma once

#include <functional>
#include <vector>

namespace maskpoint::app {

// Seconds since the page started, monotonic.
double now_seconds();

class Timers {
 public:
  void after(double seconds, std::function<void()> what);
  // Runs what is due; called when the page wakes.
  void run_due();

 private:
  struct Timer {
    double due;
    std::function<void()> what;
  };
  std::vector<Timer> timers_;
};

// 1, 2, 4 … 15 seconds between tries.
double backoff_seconds(int attempt);

}  // namespace maskpoint::app
