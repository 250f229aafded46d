#include "session/prompt_chain.h"

#include <gtest/gtest.h>

#include "session/candidates.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

geom::PromptPoint at(double x, double y) {
  return {{x, y}, geom::PointLabel::kInclude};
}

// One step a point, every candidate as given.
ChainPtr chain_with(std::initializer_list<double> xs, int candidate, Choice choice) {
  ChainPtr chain;
  for (const double x : xs) {
    chain = with_point(chain, at(x, 0));
    chain = with_candidate(chain, chain->steps.size() - 1, candidate, choice);
  }
  return chain;
}

TEST(PromptChain, AStepHoldsAllPointsSoFar) {
  const ChainPtr chain = with_box(chain_with({1, 2}, 2, Choice::kSuggested), {0, 0, 5, 5});
  ASSERT_EQ(chain->steps.size(), 3u);
  EXPECT_EQ(chain->steps[0].points.size(), 1u);
  EXPECT_EQ(chain->steps[2].points.size(), 2u);
  EXPECT_EQ(chain->choices[2], Choice::kOpen);
  EXPECT_EQ(next_prefix(*chain), 3u);
  EXPECT_EQ(sparse_prompt_count(chain->steps[0]), 2);  // one and the padding
  EXPECT_EQ(sparse_prompt_count(chain->steps[2]), 4);  // two and two corners
}

TEST(PromptChain, OnlyChangedStepsLoseTheirSuggestion) {
  const ChainPtr chain = chain_with({1, 2, 3}, 2, Choice::kSuggested);
  const ChainPtr moved = with_point_moved(chain, at(2, 0), {9, 9});
  EXPECT_EQ(moved->choices,
            (std::vector<Choice>{Choice::kSuggested, Choice::kOpen, Choice::kOpen}));
  EXPECT_EQ(next_prefix(*moved), 2u);
  EXPECT_EQ(moved->steps[2].points[1].at, (geom::PixelPoint{9, 9}));
  EXPECT_EQ(chain->steps[2].points[1].at, (geom::PixelPoint{2, 0}));
}

TEST(PromptChain, AChoiceOfTheUserStaysWhileItMeansTheSame) {
  // Steps of 1, 2 and 3 points: 2, 3 and 4 sparse prompts.
  const ChainPtr chain = chain_with({1, 2, 3}, 2, Choice::kChosen);
  EXPECT_EQ(with_point_moved(chain, at(1, 0), {9, 9})->choices,
            (std::vector<Choice>{Choice::kChosen, Choice::kChosen, Choice::kChosen}));
  // {2} was {1, 2}: offered other candidates then. {2, 3} was {1, 2, 3}: the same ones.
  const ChainPtr without = without_point(chain, at(1, 0));
  EXPECT_EQ(without->choices, (std::vector<Choice>{Choice::kOpen, Choice::kChosen}));
}

TEST(PromptChain, EmptyAndEqualStepsAreDropped) {
  const ChainPtr chain = chain_with({1, 2, 3}, 2, Choice::kSuggested);
  EXPECT_EQ(without_point(chain, at(2, 0))->steps.size(), 2u);
  EXPECT_EQ(without_point(chain, at(1, 0))->steps.size(), 2u);
  EXPECT_EQ(without_point(chain_with({1}, 2, Choice::kSuggested), at(1, 0)), nullptr);
  EXPECT_EQ(without_last_step(chain_with({1}, 2, Choice::kSuggested)), nullptr);
  EXPECT_EQ(without_last_step(chain)->steps.size(), 2u);
}

TEST(PromptChain, ThePromptsAreTheSameWhateverTheLastStepShows) {
  const ChainPtr chain = chain_with({1, 2}, 2, Choice::kSuggested);
  EXPECT_TRUE(same_prompts(chain->steps, with_candidate(chain, 1, 3, Choice::kChosen)->steps));
  EXPECT_FALSE(same_prompts(chain->steps, with_candidate(chain, 0, 3, Choice::kChosen)->steps));
  EXPECT_FALSE(same_prompts(chain->steps, without_last_step(chain)->steps));
  EXPECT_FALSE(same_prompts(chain->steps, with_point_moved(chain, at(2, 0), {4, 4})->steps));
}

TEST(Candidates, TheAreaIsThatOfTheImageWithoutThePadding) {
  const sam::Logits all(std::size_t(sam::kLogitCount), 1.0f);
  for (const geom::ImageSize size : {geom::ImageSize{100, 80}, {80, 100}, {4000, 3000}, {5, 1000}})
    EXPECT_EQ(approximate_area(all, size), std::uint64_t(size.width) * std::uint64_t(size.height));
  EXPECT_EQ(approximate_area(sam::Logits(std::size_t(sam::kLogitCount), 0.0f), {100, 80}), 0u);
  EXPECT_EQ(approximate_area({}, {100, 80}), 0u);
  const double pixels = double(approximate_area(*disc(128, 100, 40), {256, 256}));
  EXPECT_NEAR(pixels, 3.14159 * 40 * 40, 60);
}

TEST(Candidates, WhatTheWorkerShouldNotSendIsLeftOut) {
  const sam::LogitsPtr logits = disc(100, 100, 20);
  const auto views = candidate_views(
      {{7, 0.5f, logits}, {-1, 0.5f, logits}, {1, 0.5f, nullptr}, {2, 0.5f, logits}}, 1, {100, 80});
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views[0].index, 2);
  EXPECT_EQ(views[0].name, "whole");
}

}  // namespace
}  // namespace maskpoint::session
