#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>

#include "server/embedding_queue.h"

namespace maskpoint::server {
namespace {

// Work that waits for its turn: the first image blocks until released.
struct Bench {
  std::promise<void> release;
  std::shared_future<void> released{release.get_future()};
  std::mutex mutex;
  std::vector<std::int64_t> done;
  std::atomic<int> reports{0};
  base::CancelToken seen;

  EmbeddingQueue queue{
      [this](std::int64_t image, StageClock& clock, base::CancelToken cancel) -> base::Status {
        clock.begin(EncodeStage::kDecode);
        released.wait();
        clock.begin(EncodeStage::kEncode);
        const std::lock_guard lock(mutex);
        done.push_back(image);
        if (cancel.cancelled()) return {base::StatusCode::kUnavailable, "cancelled"};
        if (image == 13) return base::invalid_input("The image is unlucky; take another.");
        return {};
      },
      [this](std::int64_t, const EmbeddingStatus&) { ++reports; }};

  void wait_for(EmbeddingState state, std::int64_t image) {
    while (queue.status(image).state != state)
      std::this_thread::yield();
  }
  void wait_until_done(std::size_t count) {
    for (;;) {
      {
        const std::lock_guard lock(mutex);
        if (done.size() >= count) return;
      }
      std::this_thread::yield();
    }
  }
};

TEST(EmbeddingQueue, UrgentFirstNewestUrgentFirst) {
  Bench bench;
  bench.queue.request(1, Urgency::kWanted);
  bench.wait_for(EmbeddingState::kEncoding, 1);
  bench.queue.request(2, Urgency::kNeighbour);
  bench.queue.request(3, Urgency::kWanted);
  bench.queue.request(4, Urgency::kWanted);
  bench.queue.request(5, Urgency::kNow);
  bench.queue.request(6, Urgency::kNow);
  bench.queue.request(3, Urgency::kNeighbour);  // asked for less: stays
  EXPECT_EQ(bench.queue.status(2).state, EmbeddingState::kQueued);
  bench.release.set_value();
  bench.wait_until_done(6);
  EXPECT_EQ(bench.done, (std::vector<std::int64_t>{1, 6, 5, 3, 4, 2}));
  EXPECT_GE(bench.reports, 6);
}

TEST(EmbeddingQueue, APageThatMovesOnWantsOnlyWhatItLooksAt) {
  Bench bench;
  bench.queue.request(1, Urgency::kWanted);
  bench.wait_for(EmbeddingState::kEncoding, 1);
  bench.queue.follow("page", 2, {3, 4});
  bench.queue.follow("other", 8, {9});
  EXPECT_EQ(bench.queue.status(4).state, EmbeddingState::kQueued);
  bench.queue.follow("page", 3, {5, 4});
  EXPECT_EQ(bench.queue.status(2).state, EmbeddingState::kNone);
  EXPECT_EQ(bench.queue.status(9).state, EmbeddingState::kQueued);  // somebody else's
  bench.queue.follow("page", std::nullopt, {5, 6});                 // that one is encoded already
  bench.release.set_value();
  bench.wait_until_done(5);
  EXPECT_EQ(bench.done, (std::vector<std::int64_t>{1, 8, 9, 5, 6}));
}

TEST(EmbeddingQueue, TheWholeSetIsEncodedWhenNothingElseWaits) {
  Bench bench;
  bench.queue.start_all({13, 2, 3});
  while (bench.queue.status(13).state != EmbeddingState::kEncoding)
    std::this_thread::yield();
  EXPECT_EQ(bench.queue.status(3).state, EmbeddingState::kQueued);
  bench.queue.request(7, Urgency::kNeighbour);
  EXPECT_TRUE(bench.queue.all_status().running);
  bench.release.set_value();
  bench.wait_until_done(4);
  while (bench.queue.all_status().running)
    std::this_thread::yield();
  EXPECT_EQ(bench.done, (std::vector<std::int64_t>{13, 7, 2, 3}));
  const EncodeAllStatus status = bench.queue.all_status();
  EXPECT_EQ(status.total, 3);
  EXPECT_EQ(status.done, 3);
  EXPECT_EQ(status.failed, 1);
}

TEST(EmbeddingQueue, TheWholeSetCanBeStopped) {
  Bench bench;
  bench.queue.start_all({1, 2, 3});
  while (bench.queue.status(1).state != EmbeddingState::kEncoding)
    std::this_thread::yield();
  bench.queue.stop_all();
  EXPECT_FALSE(bench.queue.all_status().running);
  EXPECT_EQ(bench.queue.status(2).state, EmbeddingState::kNone);
  bench.release.set_value();
  bench.wait_until_done(1);
  bench.queue.start_all({4});
  bench.wait_until_done(2);
  EXPECT_EQ(bench.done, (std::vector<std::int64_t>{1, 4}));
}

TEST(EmbeddingQueue, Cancels) {
  Bench bench;
  bench.queue.request(1, Urgency::kWanted);
  bench.wait_for(EmbeddingState::kEncoding, 1);
  bench.queue.request(2, Urgency::kWanted);
  bench.queue.cancel(2);
  EXPECT_EQ(bench.queue.status(2).state, EmbeddingState::kNone);
  bench.queue.cancel(1);
  EXPECT_EQ(bench.queue.status(1).state, EmbeddingState::kNone);
  bench.queue.request(1, Urgency::kWanted);  // asked for again after all
  bench.release.set_value();
  bench.wait_until_done(2);
  EXPECT_EQ(bench.done, (std::vector<std::int64_t>{1, 1}));
}

TEST(EmbeddingQueue, RemembersFailuresUntilAskedAgain) {
  Bench bench;
  bench.release.set_value();
  bench.queue.request(13, Urgency::kWanted);
  bench.wait_for(EmbeddingState::kError, 13);
  EXPECT_NE(bench.queue.status(13).error.find("unlucky"), std::string::npos);
  bench.queue.request(13, Urgency::kWanted);
  EXPECT_EQ(bench.queue.status(13).state, EmbeddingState::kError);
  bench.queue.request(13, Urgency::kNow);
  bench.wait_until_done(2);
  bench.wait_for(EmbeddingState::kError, 13);
  bench.queue.forget(13);
  EXPECT_EQ(bench.queue.status(13).state, EmbeddingState::kNone);
}

TEST(StageClock, OnlyGrowsAndNeverClaimsTheEnd) {
  StageClock clock;
  EXPECT_EQ(clock.progress(), 0);
  double last = 0;
  for (const EncodeStage stage : {EncodeStage::kDecode, EncodeStage::kEncode}) {
    clock.begin(stage);
    for (int i = 0; i < 1000; ++i) {
      const double now = clock.progress();
      EXPECT_GE(now, last);
      EXPECT_LT(now, 1);
      last = now;
    }
  }
  clock.end(StageClock::Outcome::kCompleted);
  EXPECT_EQ(clock.progress(), 0);
}

}  // namespace
}  // namespace maskpoint::server
