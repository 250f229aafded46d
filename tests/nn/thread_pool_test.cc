#include "nn/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace maskpoint::nn {
namespace {

class ThreadPoolTest : public ::testing::TestWithParam<int> {};

TEST_P(ThreadPoolTest, RunsEveryBlockExactlyOnceAndWaits) {
  ThreadPool pool(GetParam());
  EXPECT_EQ(pool.threads(), GetParam());
  for (const int count : {0, 1, 2, 3, 16, 64, 1000}) {
    for (int round = 0; round < 200; ++round) {
      std::vector<int> runs(count, 0);  // plain ints: run() must order them before it returns
      std::atomic<int> bad_worker{0};
      pool.run(count, [&](int block, int worker) {
        ++runs[block];
        if (worker < 0 || worker >= pool.threads()) ++bad_worker;
      });
      ASSERT_EQ(runs, std::vector<int>(count, 1)) << "round " << round;
      ASSERT_EQ(bad_worker, 0);
    }
  }
}

TEST_P(ThreadPoolTest, NeverGivesOneWorkerTwoBlocksAtOnce) {
  ThreadPool pool(GetParam());
  std::vector<std::atomic<int>> inside(GetParam());
  std::atomic<int> clashes{0};
  for (int round = 0; round < 200; ++round) {
    pool.run(50, [&](int, int worker) {
      if (inside[worker].fetch_add(1) != 0) ++clashes;
      for (std::atomic<int> i{0}; i < 500; ++i) {
      }
      inside[worker].fetch_sub(1);
    });
  }
  EXPECT_EQ(clashes, 0);
}

TEST_P(ThreadPoolTest, WorksAfterItsThreadsFellAsleep) {
  ThreadPool pool(GetParam());
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::atomic<int> sum{0};
    pool.run(10, [&](int block) { sum += block; });
    EXPECT_EQ(sum, 45);
  }
}

INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolTest, ::testing::Values(1, 2, 4));

}  // namespace
}  // namespace maskpoint::nn
