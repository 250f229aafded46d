#include "sam/batch_decoder.h"

#include <gtest/gtest.h>

#include "oracle_data.h"

namespace maskpoint::sam {
namespace {

TEST(BatchDecoder, GivesTheSameBitsAsOneByOneAndDropsWhatScoresLow) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(2);
  const auto image = prepare_image(*weights, photo.embedding, photo.size, pool);
  ASSERT_TRUE(image.ok());
  std::vector<Prompt> prompts;
  for (const OracleCase& c : photo.cases)
    prompts.push_back(c.prompt);
  Decoder decoder(weights, pool);
  auto single = std::make_unique<DecodeOutput>();
  std::vector<std::vector<Logits>> expected(prompts.size());
  constexpr float kFloor = 0.9f;
  int dropped = 0;
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    decoder.decode(**image, prompts[i], MaskSet::kMultimask, {}, *single);
    for (int m = 0; m < 3; ++m) {
      if (single->scores[m + 1] < kFloor) {
        ++dropped;
      } else {
        expected[i].emplace_back(single->logits[m].begin(), single->logits[m].end());
      }
    }
  }
  EXPECT_GT(dropped, 0);
  std::vector<std::vector<Logits>> got(prompts.size());
  std::vector<int> calls(prompts.size(), 0);
  BatchDecoder batch(weights, pool);
  EXPECT_EQ(batch.decode(**image, prompts, MaskSet::kMultimask, kFloor, {},
                         [&](std::size_t i, const DecodeOutput& out) {
                           ++calls[i];
                           for (int m = 0; m < out.count; ++m)
                             got[i].emplace_back(out.logits[m].begin(), out.logits[m].end());
                         }),
            DecodeStatus::kDone);
  EXPECT_EQ(calls, std::vector<int>(prompts.size(), 1));
  EXPECT_TRUE(got == expected);
}

TEST(BatchDecoder, StopsWhenCancelled) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(1);
  const auto image = prepare_image(*weights, photo.embedding, photo.size, pool);
  ASSERT_TRUE(image.ok());
  const std::vector<Prompt> prompts(3, photo.cases[0].prompt);
  const base::CancelToken cancel;
  BatchDecoder batch(weights, pool);
  int calls = 0;
  EXPECT_EQ(batch.decode(**image, prompts, MaskSet::kSingleMaskRule, 0, cancel,
                         [&](std::size_t, const DecodeOutput&) {
                           ++calls;
                           cancel.cancel();
                         }),
            DecodeStatus::kCancelled);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace maskpoint::sam
