#include "base/latest_slot.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "base/cancel_token.h"
#include "base/ticket.h"

namespace maskpoint::base {
namespace {

TEST(LatestSlot, ANewerValueReplacesTheWaitingOne) {
  LatestSlot<int> slot;
  EXPECT_TRUE(slot.empty());
  EXPECT_EQ(slot.take(), nullptr);
  EXPECT_EQ(slot.put(std::make_unique<int>(1)), nullptr);
  const std::unique_ptr<int> replaced = slot.put(std::make_unique<int>(2));
  ASSERT_NE(replaced, nullptr);
  EXPECT_EQ(*replaced, 1);
  EXPECT_FALSE(slot.empty());
  const std::unique_ptr<int> taken = slot.take();
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(*taken, 2);
  EXPECT_TRUE(slot.empty());
}

TEST(LatestSlot, EveryValueArrivesOrIsReplacedAndTheLastArrives) {
  constexpr int kLast = 20000;
  LatestSlot<int> slot;
  Ticket ticket;
  int taken = 0;
  std::thread worker([&] {
    int last = -1;
    while (last != kLast) {
      const std::uint32_t seen = ticket.value();
      const std::unique_ptr<int> value = slot.take();
      if (value == nullptr) {
        ticket.wait_while(seen);
        continue;
      }
      EXPECT_GT(*value, last);
      last = *value;
      ++taken;
    }
  });
  int replaced = 0;
  for (int i = 0; i <= kLast; ++i) {
    if (slot.put(std::make_unique<int>(i)) != nullptr) ++replaced;
    ticket.signal();
  }
  worker.join();
  EXPECT_EQ(taken + replaced, kLast + 1);
}

TEST(CancelToken, CopiesShareTheFlag) {
  const CancelToken token;
  const CancelToken copy = token;
  EXPECT_FALSE(copy.cancelled());
  token.cancel();
  EXPECT_TRUE(copy.cancelled());
  EXPECT_FALSE(CancelToken().cancelled());
}

}  // namespace
}  // namespace maskpoint::base
