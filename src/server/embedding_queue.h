// Which image is encoded next: one encoder thread, what a person waits for first.
//
// The queue knows ids and urgency; the work itself is a function given to it, run on the queue's
// own thread, one at a time. Any thread may ask. Reports come on any of them, one at a time and in
// the order of the facts; a report must not call the queue.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/cancel_token.h"
#include "base/status.h"

namespace maskpoint::server {

// Later ones go first. Among kNow the newest goes first (somebody has moved on to it), else the
// oldest. When nothing waits, the rest of the set is encoded, if somebody asked for that.
enum class Urgency { kNeighbour, kWanted, kNow };

enum class EmbeddingState { kNone, kQueued, kEncoding, kReady, kError };
const char* name_of(EmbeddingState state);

struct EmbeddingStatus {
  EmbeddingState state = EmbeddingState::kNone;
  double progress = 0;
  std::string error;
};

// How far encoding the whole set is.
struct EncodeAllStatus {
  bool running = false;
  std::int64_t total = 0, done = 0, failed = 0;  // `done` counts the failed ones too
  double seconds_left = 0;                       // 0 while not known
};

enum class EncodeStage { kDecode, kEncode };
inline constexpr int kEncodeStages = 2;

// How far along the work is, from how long its stages took before. Thread-safe.
class StageClock {
 public:
  void begin(EncodeStage stage);
  // Remembers the durations when `completed`, forgets the run else.
  enum class Outcome { kCompleted, kAbandoned };
  void end(Outcome outcome);
  // 0…0.99; never claims to be done.
  double progress() const;

 private:
  using Clock = std::chrono::steady_clock;
  mutable std::mutex mutex_;
  double expected_[kEncodeStages] = {0.15, 1.5};  // seconds; after the first image, as measured
  double taken_[kEncodeStages] = {};
  std::optional<EncodeStage> stage_;
  Clock::time_point since_;
};

using EncodeWork =
    std::function<base::Status(std::int64_t image, StageClock& clock, base::CancelToken cancel)>;
using EmbeddingReport = std::function<void(std::int64_t image, const EmbeddingStatus& status)>;
using EncodeAllReport = std::function<void(const EncodeAllStatus& status)>;

class EmbeddingQueue {
 public:
  EmbeddingQueue(EncodeWork work, EmbeddingReport report, EncodeAllReport report_all = {});
  // Cancels what waits and joins; the image under way is finished or broken off.
  ~EmbeddingQueue();

  // Queues it, or raises its urgency. A failed one is tried again only by kNow.
  void request(std::int64_t image, Urgency urgency);
  // What one page looks at: `now` first, where there is one, then `ahead`, in that order. What it
  // looked at before and has not been begun is dropped.
  void follow(const std::string& client, std::optional<std::int64_t> now,
              const std::vector<std::int64_t>& ahead);
  // Encodes these when nothing else waits. No new list while one is under way.
  void start_all(std::vector<std::int64_t> images);
  void stop_all();
  EncodeAllStatus all_status() const;
  // Out of the queue; one under way is broken off at the next stage.
  void cancel(std::int64_t image);
  // kNone when the queue knows nothing of it (it may be ready on disk).
  EmbeddingStatus status(std::int64_t image) const;
  // Forgets an error: the file has changed.
  void forget(std::int64_t image);

 private:
  struct Waiting {
    std::int64_t image;
    Urgency urgency;
    std::uint64_t ticket;
    std::string client;  // whose page looks at it; empty: asked for by itself
  };
  struct Next {
    std::int64_t image;
    bool of_all;
  };
  void work_loop();
  void report_loop();
  std::optional<Next> take_next();
  bool put(std::int64_t image, Urgency urgency, const std::string& client);
  void one_of_all_done(const base::Status& status, double seconds);
  EncodeAllStatus all_status_locked() const;

  const EncodeWork work_;
  const EmbeddingReport report_;
  const EncodeAllReport report_all_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Waiting> waiting_;
  std::map<std::int64_t, std::string> failed_;
  std::deque<std::int64_t> all_;             // of the whole set, not begun
  std::unordered_set<std::int64_t> all_of_;  // the same, to be looked up
  EncodeAllStatus all_status_;
  double seconds_each_ = 0;
  std::optional<std::int64_t> current_;
  base::CancelToken cancel_current_;
  std::uint64_t next_ticket_ = 0;
  bool stopping_ = false;
  StageClock clock_;
  std::thread worker_;
  std::thread reporter_;
};

}  // namespace maskpoint::server
