#include "base/status.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace maskpoint::base {
namespace {

TEST(Status, OkHasNoMessage) {
  EXPECT_TRUE(Status().ok());
  EXPECT_EQ(Status().message(), "");
  EXPECT_EQ(Status().code(), StatusCode::kOk);
}

TEST(Status, CarriesItsSentence) {
  const Status status = invalid_input("The file ends too early.");
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(status.code(), StatusCode::kInvalidInput);
  EXPECT_EQ(status.message(), "The file ends too early.");
}

TEST(Result, IsAValueOrAStatus) {
  Result<std::string> value = std::string("mask");
  ASSERT_TRUE(value.ok());
  EXPECT_TRUE(value.status().ok());
  EXPECT_EQ(*value, "mask");
  EXPECT_EQ(value->size(), 4u);
  const Result<std::string> error = Status{StatusCode::kTooLarge, "Too large."};
  EXPECT_FALSE(error.ok());
  EXPECT_EQ(error.status().code(), StatusCode::kTooLarge);
}

TEST(Result, GivesUpWhatOnlyMoves) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
  const std::unique_ptr<int> owned = *std::move(result);
  EXPECT_EQ(*owned, 3);
}

}  // namespace
}  // namespace maskpoint::base
