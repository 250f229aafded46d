#include "base/ticket.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace maskpoint::base {
namespace {

TEST(Ticket, ASignalBetweenTheLookAndTheWaitIsNotLost) {
  Ticket ticket;
  const std::uint32_t seen = ticket.value();
  ticket.signal();
  ticket.wait_while(seen);  // would never return if the signal were lost
  EXPECT_NE(ticket.value(), seen);
}

TEST(Ticket, GivesUpAfterTheTimeLimit) {
  Ticket ticket;
  EXPECT_FALSE(ticket.wait_while_for(ticket.value(), std::chrono::milliseconds(5)));
  EXPECT_FALSE(ticket.wait_while_for(ticket.value(), std::chrono::nanoseconds(0)));
  const std::uint32_t seen = ticket.value();
  ticket.signal();
  EXPECT_TRUE(ticket.wait_while_for(seen, std::chrono::hours(1)));
}

TEST(Ticket, WakesEverySleeperAndCarriesWhatWasWritten) {
  Ticket ticket;
  int message = 0;
  std::vector<int> received(3, 0);
  std::vector<std::thread> sleepers;
  const std::uint32_t seen = ticket.value();
  for (int& slot : received) {
    sleepers.emplace_back([&] {
      ticket.wait_while(seen);
      slot = message;
    });
  }
  message = 42;
  ticket.signal();
  for (std::thread& sleeper : sleepers)
    sleeper.join();
  EXPECT_EQ(received, std::vector<int>(3, 42));
}

TEST(Ticket, TwoThreadsTakeTurns) {
  constexpr int kTurns = 2000;
  Ticket request;
  Ticket reply;
  int counter = 0;
  std::thread worker([&] {
    std::uint32_t seen = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
      request.wait_while(seen);
      seen = request.value();
      ++counter;
      reply.signal();
    }
  });
  for (int turn = 0; turn < kTurns; ++turn) {
    const std::uint32_t seen = reply.value();
    request.signal();
    reply.wait_while(seen);
  }
  worker.join();
  EXPECT_EQ(counter, kTurns);
}

}  // namespace
}  // namespace maskpoint::base
