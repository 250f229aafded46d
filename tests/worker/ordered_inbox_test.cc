#include "worker/ordered_inbox.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace maskpoint::worker {
namespace {

TEST(OrderedInbox, GivesOldestFirstAndOnlyOnce) {
  OrderedInbox<int> inbox;
  EXPECT_TRUE(inbox.take_all().empty());
  for (int i = 0; i < 5; ++i)
    inbox.push(i);
  EXPECT_EQ(inbox.take_all(), (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_TRUE(inbox.take_all().empty());
}

TEST(OrderedInbox, FreesWhatNobodyTook) {
  const auto tracked = std::make_shared<int>(1);
  {
    OrderedInbox<std::shared_ptr<int>> inbox;
    inbox.push(tracked);
    EXPECT_EQ(tracked.use_count(), 2);
  }
  EXPECT_EQ(tracked.use_count(), 1);
}

TEST(OrderedInbox, KeepsEachPushersOrderWhileBeingTaken) {
  constexpr int kPushers = 3, kEach = 2000;
  OrderedInbox<std::pair<int, int>> inbox;
  std::vector<std::thread> pushers;
  for (int who = 0; who < kPushers; ++who)
    pushers.emplace_back([&, who] {
      for (int i = 0; i < kEach; ++i)
        inbox.push({who, i});
    });
  std::vector<int> next(kPushers, 0);
  int taken = 0;
  while (taken < kPushers * kEach) {
    for (const auto& [who, i] : inbox.take_all()) {
      EXPECT_EQ(i, next[std::size_t(who)]++);
      ++taken;
    }
  }
  for (std::thread& pusher : pushers)
    pusher.join();
}

}  // namespace
}  // namespace maskpoint::worker
