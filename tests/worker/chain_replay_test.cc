#include "worker/chain_replay.h"

#include <gtest/gtest.h>

#include <memory>

#include "nn/thread_pool.h"
#include "synthetic_model.h"
#include "worker/embedding_npy.h"

namespace maskpoint::worker {
namespace {

constexpr geom::ImageSize kSize{200, 300};

class ChainReplayTest : public testing::Test {
 protected:
  void SetUp() override {
    auto weights = sam::Weights::parse(synthetic_weights());
    ASSERT_TRUE(weights.ok());
    const auto embedding = parse_embedding_npy(synthetic_embedding(2));
    ASSERT_TRUE(embedding.ok());
    auto image = sam::prepare_image(**weights, *embedding, kSize, pool_);
    ASSERT_TRUE(image.ok());
    image_ = *image;
    decoder_ = std::make_unique<sam::Decoder>(*weights, pool_);
  }
  ChainReplay::Masks decode(ChainReplay& chain, const std::vector<doc::PromptStep>& steps,
                            std::int64_t image_id = 1) {
    ChainReplay::Masks masks;
    EXPECT_EQ(chain.decode(*decoder_, image_id, *image_, steps, base::CancelToken(), *out_, masks),
              sam::DecodeStatus::kDone);
    return masks;
  }
  static std::vector<doc::PromptStep> chain_of(int length) {
    std::vector<doc::PromptStep> steps;
    for (int k = 0; k < length; ++k) {
      doc::PromptStep step;
      if (k > 0) step = steps.back();
      step.points.push_back({{10.0 * k, 5.0 * k}, geom::PointLabel::kInclude});
      step.candidate = k % 4;
      steps.push_back(step);
    }
    return steps;
  }
  static void expect_equal(const ChainReplay::Masks& a, const ChainReplay::Masks& b) {
    EXPECT_EQ(a.scores, b.scores);
    EXPECT_EQ(a.suggested, b.suggested);
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_EQ(*a.logits[i], *b.logits[i]);
  }

  nn::ThreadPool pool_{1};
  std::shared_ptr<const sam::ImageState> image_;
  std::unique_ptr<sam::Decoder> decoder_;
  std::unique_ptr<sam::DecodeOutput> out_ = std::make_unique<sam::DecodeOutput>();
};

TEST_F(ChainReplayTest, ANewStepCostsOneDecodeAndARepeatNone) {
  ChainReplay chain;
  const auto steps = chain_of(3);
  decode(chain, {steps[0]});
  decode(chain, {steps[0], steps[1]});
  EXPECT_EQ(chain.decodes(), 2);
  decode(chain, steps);
  EXPECT_EQ(chain.decodes(), 3);
  decode(chain, steps);
  EXPECT_EQ(chain.decodes(), 3);
  decode(chain, {steps[0], steps[1]});  // a step taken back
  EXPECT_EQ(chain.decodes(), 3);
}

TEST_F(ChainReplayTest, ShowingAnotherCandidateInvalidatesOnlyWhatFollows) {
  ChainReplay chain;
  auto steps = chain_of(3);
  decode(chain, {steps[0], steps[1]});
  steps[1].candidate = 3;  // chosen by Tab after its decode
  const auto masks = decode(chain, steps);
  EXPECT_EQ(chain.decodes(), 3);
  ChainReplay fresh;
  expect_equal(masks, decode(fresh, steps));

  steps[0].candidate = 3;
  const auto changed = decode(chain, steps);
  EXPECT_EQ(chain.decodes(), 5);
  ChainReplay again;
  expect_equal(changed, decode(again, steps));
}

TEST_F(ChainReplayTest, AMovedPointReplaysFromThere) {
  ChainReplay chain;
  auto steps = chain_of(3);
  const auto before = decode(chain, steps);
  steps[2].points[0].at.x += 40;
  const auto after = decode(chain, steps);
  EXPECT_EQ(chain.decodes(), 4);
  EXPECT_NE(*before.logits[0], *after.logits[0]);
}

TEST_F(ChainReplayTest, LongChainsForgetMasksButNotTheirMeaning) {
  ChainReplay chain;
  const int length = int(ChainReplay::kFullSteps) + 3;
  auto steps = chain_of(length);
  for (int k = 1; k <= length; ++k)
    decode(chain, {steps.begin(), steps.begin() + k});
  EXPECT_EQ(chain.decodes(), length);
  // Back to a step whose masks are gone: one decode brings them back.
  const std::vector<doc::PromptStep> early(steps.begin(), steps.begin() + 2);
  const auto masks = decode(chain, early);
  EXPECT_EQ(chain.decodes(), length + 1);
  ChainReplay fresh;
  expect_equal(masks, decode(fresh, early));
}

TEST_F(ChainReplayTest, AnotherImageStartsAnew) {
  ChainReplay chain;
  decode(chain, chain_of(2), 1);
  decode(chain, chain_of(2), 2);
  EXPECT_EQ(chain.decodes(), 4);
}

TEST_F(ChainReplayTest, ACancelledDecodeIsNotRemembered) {
  ChainReplay chain;
  const auto steps = chain_of(2);
  decode(chain, {steps[0]});
  base::CancelToken cancelled;
  cancelled.cancel();
  ChainReplay::Masks masks;
  EXPECT_EQ(chain.decode(*decoder_, 1, *image_, steps, cancelled, *out_, masks),
            sam::DecodeStatus::kCancelled);
  decode(chain, steps);
  EXPECT_EQ(chain.decodes(), 2);
}

TEST_F(ChainReplayTest, WhatWasOfferedCostsNoDecode) {
  ChainReplay first, second;
  const auto steps = chain_of(2);
  const ChainReplay::Masks masks = decode(first, steps);
  second.offer(1, steps, masks);
  expect_equal(decode(second, steps), masks);
  EXPECT_EQ(second.decodes(), 1);  // the step before
  auto other = steps;
  other[0].candidate = 3;
  EXPECT_EQ(second.offered(1, other), nullptr);
  EXPECT_EQ(second.offered(2, steps), nullptr);
  other = steps;
  other[1].candidate = 3;  // what is shown of the last step is no input
  EXPECT_NE(second.offered(1, other), nullptr);
  other[1].points[0].at.x += 1;
  EXPECT_EQ(second.offered(1, other), nullptr);
  second.forget();
  EXPECT_EQ(second.offered(1, steps), nullptr);
}

}  // namespace
}  // namespace maskpoint::worker
