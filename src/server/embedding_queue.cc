#include "server/embedding_queue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maskpoint::server {
namespace {

constexpr auto kReportEvery = std::chrono::milliseconds(200);
constexpr double kMostClaimed = 0.99;
constexpr double kOnTime = 0.8;     // of a stage's share, gone through evenly
constexpr double kLeast = 0.001;    // seconds; a share of nothing would divide by zero
constexpr double kNewWeight = 0.5;  // of the newest duration against those before

// How much of a stage is done after `taken` of the `expected` time: even at first, then ever
// slower, so that one that takes longer than the last neither stands still nor claims to be done.
double share_done(double taken, double expected) {
  const double even = taken / expected;
  if (even <= kOnTime) return even;
  return 1 - (1 - kOnTime) * std::exp(-(even - kOnTime) / (1 - kOnTime) / 4);
}

}  // namespace

const char* name_of(EmbeddingState state) {
  switch (state) {
    case EmbeddingState::kQueued:
      return "queued";
    case EmbeddingState::kEncoding:
      return "encoding";
    case EmbeddingState::kReady:
      return "ready";
    case EmbeddingState::kError:
      return "error";
    default:
      return "none";
  }
}

void StageClock::begin(EncodeStage stage) {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (stage_)
    taken_[int(*stage_)] = std::chrono::duration<double>(now - since_).count();
  else
    std::fill(std::begin(taken_), std::end(taken_), 0.0);
  stage_ = stage;
  since_ = now;
}

void StageClock::end(Outcome outcome) {
  const std::lock_guard lock(mutex_);
  if (!stage_) return;
  taken_[int(*stage_)] = std::chrono::duration<double>(Clock::now() - since_).count();
  // One that was found already made says nothing about how long making takes.
  if (outcome == Outcome::kCompleted && *stage_ == EncodeStage::kEncode)
    for (int i = 0; i < kEncodeStages; ++i)
      expected_[i] = std::max(kLeast, expected_[i] + kNewWeight * (taken_[i] - expected_[i]));
  stage_.reset();
}

double StageClock::progress() const {
  const std::lock_guard lock(mutex_);
  if (!stage_) return 0;
  double total = 0, done = 0;
  for (int i = 0; i < kEncodeStages; ++i) {
    total += expected_[i];
    if (i < int(*stage_)) done += expected_[i];
  }
  const double here = std::chrono::duration<double>(Clock::now() - since_).count();
  const double expected = expected_[int(*stage_)];
  done += expected * share_done(here, expected);
  return std::min(kMostClaimed, done / total);
}

EmbeddingQueue::EmbeddingQueue(EncodeWork work, EmbeddingReport report, EncodeAllReport report_all)
    : work_(std::move(work)), report_(std::move(report)), report_all_(std::move(report_all)) {
  worker_ = std::thread([this] { work_loop(); });
  reporter_ = std::thread([this] { report_loop(); });
}

EmbeddingQueue::~EmbeddingQueue() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
    all_.clear();
    cancel_current_.cancel();
  }
  changed_.notify_all();
  worker_.join();
  reporter_.join();
}

// Under the lock. Whether it is new in the queue. Reports are made under it too, here and below, so
// that they come in the order of the facts.
bool EmbeddingQueue::put(std::int64_t image, Urgency urgency, const std::string& client) {
  if (stopping_ || (current_ == image && !cancel_current_.cancelled())) return false;
  if (failed_.contains(image) && urgency != Urgency::kNow) return false;
  failed_.erase(image);
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& w) { return w.image == image; });
  if (found == waiting_.end()) {
    waiting_.push_back({image, urgency, next_ticket_++, client});
    report_(image, {EmbeddingState::kQueued, 0, ""});
    return true;
  }
  if (urgency > found->urgency || urgency == Urgency::kNow)
    *found = {image, urgency, next_ticket_++, client};
  return false;
}

void EmbeddingQueue::request(std::int64_t image, Urgency urgency) {
  bool added = false;
  {
    const std::lock_guard lock(mutex_);
    added = put(image, urgency, "");
  }
  if (added) changed_.notify_all();
}

void EmbeddingQueue::follow(const std::string& client, std::optional<std::int64_t> now,
                            const std::vector<std::int64_t>& ahead) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [&](const Waiting& w) {
      if (w.client != client || w.image == now || std::count(ahead.begin(), ahead.end(), w.image))
        return false;
      report_(w.image, {});
      return true;
    });
    if (now) put(*now, Urgency::kNow, client);
    for (const std::int64_t image : ahead) {
      // One that was waited for itself is only a neighbour now, and in this place.
      std::erase_if(waiting_,
                    [&](const Waiting& w) { return w.image == image && w.client == client; });
      put(image, Urgency::kNeighbour, client);
    }
  }
  changed_.notify_all();
}

void EmbeddingQueue::start_all(std::vector<std::int64_t> images) {
  {
    const std::lock_guard lock(mutex_);
    if (all_status_.running || stopping_) return;
    all_status_ = {!images.empty(), std::int64_t(images.size()), 0, 0, 0};
    all_.assign(images.begin(), images.end());
    all_of_.insert(images.begin(), images.end());
    for (const std::int64_t image : images)
      failed_.erase(image);
    if (report_all_) report_all_(all_status_locked());
  }
  changed_.notify_all();
}

void EmbeddingQueue::stop_all() {
  const std::lock_guard lock(mutex_);
  if (!all_status_.running) return;
  all_.clear();
  all_of_.clear();
  all_status_.running = false;
  if (report_all_) report_all_(all_status_locked());
}

EncodeAllStatus EmbeddingQueue::all_status() const {
  const std::lock_guard lock(mutex_);
  return all_status_locked();
}

EncodeAllStatus EmbeddingQueue::all_status_locked() const {
  EncodeAllStatus status = all_status_;
  if (status.running) status.seconds_left = seconds_each_ * double(status.total - status.done);
  return status;
}

// What was found encoded already says nothing about how long the others take.
void EmbeddingQueue::one_of_all_done(const base::Status& status, double seconds) {
  constexpr double kFound = 0.05;
  if (seconds > kFound)
    seconds_each_ = seconds_each_ == 0 ? seconds : seconds_each_ + 0.2 * (seconds - seconds_each_);
  if (!all_status_.running) return;  // stopped meanwhile
  ++all_status_.done;
  all_status_.failed += !status.ok();
  if (all_.empty()) all_status_.running = false;
  if (report_all_) report_all_(all_status_locked());
}

void EmbeddingQueue::cancel(std::int64_t image) {
  const std::lock_guard lock(mutex_);
  const auto removed = std::erase_if(waiting_, [&](const Waiting& w) { return w.image == image; });
  if (current_ == image) cancel_current_.cancel();
  if (removed > 0) report_(image, {});
}

void EmbeddingQueue::forget(std::int64_t image) {
  const std::lock_guard lock(mutex_);
  failed_.erase(image);
}

EmbeddingStatus EmbeddingQueue::status(std::int64_t image) const {
  const std::lock_guard lock(mutex_);
  if (current_ == image && !cancel_current_.cancelled())
    return {EmbeddingState::kEncoding, clock_.progress(), ""};
  if (all_of_.contains(image) || std::any_of(waiting_.begin(), waiting_.end(),
                                             [&](const Waiting& w) { return w.image == image; }))
    return {EmbeddingState::kQueued, 0, ""};
  if (const auto found = failed_.find(image); found != failed_.end())
    return {EmbeddingState::kError, 0, found->second};
  return {};
}

std::optional<EmbeddingQueue::Next> EmbeddingQueue::take_next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty() || !all_.empty(); });
  if (stopping_) return std::nullopt;
  Next next{0, waiting_.empty()};
  if (next.of_all) {
    next.image = all_.front();
    all_.pop_front();
    all_of_.erase(next.image);
  } else {
    const auto later = [](const Waiting& a, const Waiting& b) {
      if (a.urgency != b.urgency) return a.urgency < b.urgency;
      return a.urgency == Urgency::kNow ? a.ticket < b.ticket : a.ticket > b.ticket;
    };
    const auto best = std::max_element(waiting_.begin(), waiting_.end(), later);
    next.image = best->image;
    waiting_.erase(best);
  }
  current_ = next.image;
  cancel_current_ = base::CancelToken();
  return next;
}

void EmbeddingQueue::work_loop() {
  while (const auto next = take_next()) {
    changed_.notify_all();
    base::CancelToken cancel;
    {
      const std::lock_guard lock(mutex_);
      cancel = cancel_current_;
    }
    const auto started = std::chrono::steady_clock::now();
    const base::Status status = work_(next->image, clock_, cancel);
    clock_.end(status.ok() ? StageClock::Outcome::kCompleted : StageClock::Outcome::kAbandoned);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    EmbeddingStatus outcome;
    const std::lock_guard lock(mutex_);
    current_.reset();
    if (status.ok()) {
      outcome = {EmbeddingState::kReady, 1, ""};
    } else if (!cancel.cancelled()) {
      outcome = {EmbeddingState::kError, 0, status.message()};
      failed_[next->image] = status.message();
    }
    report_(next->image, outcome);
    if (next->of_all) one_of_all_done(status, took.count());
  }
}

void EmbeddingQueue::report_loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!current_) {
      changed_.wait(lock, [this] { return stopping_ || current_; });
      continue;
    }
    if (!cancel_current_.cancelled())
      report_(*current_, {EmbeddingState::kEncoding, clock_.progress(), ""});
    changed_.wait_for(lock, kReportEvery, [this] { return stopping_; });
  }
}

}  // namespace maskpoint::server
