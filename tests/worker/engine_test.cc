// A click where a hover has been decoded: the masks of a decode of its own, whatever came between.
#include "worker/engine.h"

#include <gtest/gtest.h>

#include "synthetic_model.h"

namespace maskpoint::worker {
namespace {

constexpr geom::ImageSize kSize{200, 300};
constexpr std::int64_t kImage = 7;

doc::PromptStep click(double x, double y, int candidate = 0) {
  return {{{{x, y}, geom::PointLabel::kInclude}}, std::nullopt, candidate};
}

// An engine with an image. Loading weights is dear under the sanitizers, so there are two in all.
class Desk {
 public:
  Desk() {
    EXPECT_TRUE(std::holds_alternative<WeightsLoaded>(engine.load_weights(synthetic_weights())));
  }
  // The image anew: nothing is remembered of the one before.
  void prepare(std::uint32_t seed) {
    EXPECT_TRUE(std::holds_alternative<Prepared>(
        engine.prepare({kImage, kSize, synthetic_embedding(seed), ""})));
  }
  Decoded decode(Purpose purpose, std::vector<doc::PromptStep> steps) {
    auto result = engine.decode({kImage, 1, purpose, kSize, std::move(steps)}, {});
    EXPECT_TRUE(result && std::holds_alternative<Decoded>(*result));
    return std::get<Decoded>(*std::move(result));
  }

  Engine engine{1};
};

Desk& fresh_desk() {
  static Desk desk;
  desk.prepare(3);
  return desk;
}

// Decoded for itself, by an engine that never hovers.
Decoded alone(const std::vector<doc::PromptStep>& steps) {
  static Desk desk;
  desk.prepare(3);
  return desk.decode(Purpose::kPrompt, steps);
}

void expect_equal(const Decoded& a, const Decoded& b) {
  ASSERT_EQ(a.candidates.size(), 4u);
  ASSERT_EQ(b.candidates.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(a.candidates[i].predicted_iou, b.candidates[i].predicted_iou);
    EXPECT_EQ(*a.candidates[i].logits, *b.candidates[i].logits);
  }
}

TEST(Engine, AClickAfterThePreviewGoesOnFromIt) {
  Desk& desk = fresh_desk();
  const std::vector<doc::PromptStep> here = {click(30, 40)};
  const Decoded preview = desk.decode(Purpose::kHover, {click(30, 40, sam::kOutputByRule)});
  ASSERT_EQ(preview.candidates.at(0).logits->size(), 64u * 64u);
  expect_equal(desk.decode(Purpose::kPrompt, here), alone(here));
}

TEST(Engine, AClickWhereTheHoverRestedTakesItsMasks) {
  Desk& desk = fresh_desk();
  const std::vector<doc::PromptStep> here = {click(30, 40)};
  desk.decode(Purpose::kHover, {click(30, 40, sam::kOutputByRule)});
  const auto full = desk.engine.refine();
  ASSERT_TRUE(full);
  const Decoded prompt = desk.decode(Purpose::kPrompt, here);
  expect_equal(prompt, alone(here));
  const sam::Candidate& shown = std::get<Decoded>(*full).candidates.at(0);
  EXPECT_EQ(shown.logits, prompt.candidates[std::size_t(shown.index)].logits);  // the very same
}

TEST(Engine, WhatDecodesInBetweenDoesNotGetIntoTheClick) {
  Desk& desk = fresh_desk();
  const std::vector<doc::PromptStep> here = {click(30, 40)};
  const Decoded expected = alone(here);
  desk.decode(Purpose::kHover, {click(30, 40, sam::kOutputByRule)});
  desk.engine.segment(
      {kImage, 2, {click(150, 200).points, std::nullopt, nullptr}, sam::MaskSet::kMultimask});
  expect_equal(desk.decode(Purpose::kPrompt, here), expected);
  desk.decode(Purpose::kPrompt, {click(1, 1)});
  desk.decode(Purpose::kHover, {click(30, 40, sam::kOutputByRule)});
  desk.engine.warm_up();
  expect_equal(desk.decode(Purpose::kPrompt, here), expected);
  desk.decode(Purpose::kHover, {click(31, 40, sam::kOutputByRule)});
  expect_equal(desk.decode(Purpose::kPrompt, here), expected);
}

TEST(Engine, AHoverOverOneCandidateIsThatMask) {
  Desk& desk = fresh_desk();
  std::vector<doc::PromptStep> steps = {click(30, 40, 2), click(30, 40, 3)};
  steps[1].points.push_back({{90, 10}, geom::PointLabel::kExclude});
  const Decoded expected = alone(steps);
  const Decoded preview = desk.decode(Purpose::kHover, steps);
  ASSERT_EQ(preview.candidates.size(), 1u);
  EXPECT_EQ(preview.candidates[0].index, 3);
  EXPECT_EQ((*preview.candidates[0].logits)[65], (*expected.candidates[3].logits)[4 * 256 + 4]);
  const auto full = desk.engine.refine();
  ASSERT_TRUE(full);
  EXPECT_EQ(*std::get<Decoded>(*full).candidates.at(0).logits, *expected.candidates[3].logits);
  expect_equal(desk.decode(Purpose::kPrompt, steps), expected);
  // Built on another candidate it is another chain.
  steps[0].candidate = 1;
  expect_equal(desk.decode(Purpose::kPrompt, steps), alone(steps));
}

TEST(Engine, AnotherImageIsNotOffered) {
  Desk& desk = fresh_desk();
  desk.decode(Purpose::kHover, {click(30, 40, sam::kOutputByRule)});
  ASSERT_TRUE(desk.engine.refine());
  desk.prepare(4);
  const Decoded now = desk.decode(Purpose::kPrompt, {click(30, 40)});
  const Decoded before = alone({click(30, 40)});
  EXPECT_NE(*now.candidates[0].logits, *before.candidates[0].logits);
}

}  // namespace
}  // namespace maskpoint::worker
