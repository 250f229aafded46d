#include "worker/worker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/ticket.h"
#include "nn/thread_pool.h"
#include "sam/decoder.h"
#include "sam/image_state.h"
#include "sam/mask_generator.h"
#include "synthetic_model.h"
#include "worker/embedding_npy.h"

namespace maskpoint::worker {
namespace {

constexpr geom::ImageSize kSize{320, 240};
constexpr std::int64_t kImage = 7;

const std::vector<std::byte>& weights_file() {
  static const std::vector<std::byte> file = synthetic_weights();
  return file;
}

doc::PromptStep click(double x, double y) {
  return {{{{x, y}, geom::PointLabel::kInclude}}, std::nullopt, 0};
}

// The output the single-mask rule picks of all four.
int single_mask_of(const Decoded& all, int sparse_prompts) {
  std::array<float, sam::kMaskCount> scores{};
  for (const sam::Candidate& c : all.candidates)
    scores[std::size_t(c.index)] = c.predicted_iou;
  return sam::single_mask_index(sparse_prompts, scores);
}

// The worker and everything it has answered so far.
class WorkerTest : public testing::Test {
 protected:
  WorkerTest() : worker_(2, [this] { answered_.signal(); }) {}

  void prepare_image() {
    worker_.load_weights(weights_file());
    worker_.prepare({kImage, kSize, synthetic_embedding(5), "five"});
    ASSERT_TRUE(wait_for<Prepared>());
  }

  void collect() {
    for (Result& result : worker_.poll())
      results_.push_back(std::move(result));
  }
  // Until `done` holds for the results so far; false after a minute.
  bool wait_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    for (;;) {
      const std::uint32_t seen = answered_.value();
      collect();
      if (done()) return true;
      if (!answered_.wait_while_for(seen, deadline - std::chrono::steady_clock::now()))
        return false;
    }
  }
  template <class T>
  std::vector<const T*> all() const {
    std::vector<const T*> found;
    for (const Result& result : results_)
      if (const T* match = std::get_if<T>(&result)) found.push_back(match);
    return found;
  }
  template <class T>
  bool wait_for(std::size_t count = 1) {
    return wait_until([&] { return all<T>().size() >= count; });
  }
  const Decoded* decoded(std::uint64_t seq) const {
    for (const Decoded* d : all<Decoded>())
      if (d->seq == seq) return d;
    return nullptr;
  }
  // A hover's last answer.
  const Decoded* in_full(std::uint64_t seq) const {
    for (const Decoded* d : all<Decoded>())
      if (d->seq == seq && d->candidates.size() == 1 &&
          d->candidates[0].logits->size() == std::size_t(sam::kLogitCount))
        return d;
    return nullptr;
  }
  bool wait_for_decoded(std::uint64_t seq) {
    return wait_until([&] { return decoded(seq) != nullptr; });
  }
  void ask(std::uint64_t seq, Purpose purpose, std::vector<doc::PromptStep> steps,
           std::int64_t image = kImage) {
    worker_.decode({image, seq, purpose, kSize, std::move(steps)});
  }

  base::Ticket answered_;
  std::vector<Result> results_;
  Worker worker_;  // last: its thread uses the ticket
};

TEST_F(WorkerTest, PreparesOnlyOnceTheWeightsAreThere) {
  worker_.prepare({kImage, kSize, synthetic_embedding(5), "five"});
  ask(1, Purpose::kPrompt, {click(100, 100)});
  worker_.load_weights(weights_file());
  ASSERT_TRUE(wait_for_decoded(1));
  ASSERT_EQ(results_.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<WeightsLoaded>(results_[0]));
  EXPECT_EQ(std::get<Prepared>(results_[1]).embedding_id, "five");
  EXPECT_EQ(decoded(1)->candidates.size(), 4u);
}

TEST_F(WorkerTest, HoverGivesOneMaskAndPromptFour) {
  prepare_image();
  doc::PromptStep step = click(30, 40);
  step.candidate = sam::kOutputByRule;
  ask(1, Purpose::kHover, {step});
  // The preview, and nothing else being asked, the whole of it.
  ASSERT_TRUE(wait_until([&] { return all<Decoded>().size() == 2; }));
  const Decoded& preview = *all<Decoded>()[0];
  const sam::LogitsPtr small = preview.candidates.at(0).logits;
  EXPECT_EQ(preview.seq, 1u);
  ASSERT_EQ(small->size(), 64u * 64u);
  const Decoded hover = *all<Decoded>()[1];
  ask(2, Purpose::kPrompt, {click(30, 40)});
  ASSERT_TRUE(wait_for_decoded(2));
  const Decoded& prompt = *decoded(2);
  ASSERT_EQ(hover.candidates.size(), 1u);
  ASSERT_EQ(prompt.candidates.size(), 4u);
  for (int index = 0; index < 4; ++index)
    EXPECT_EQ(prompt.candidates[std::size_t(index)].index, index);
  const int wanted = single_mask_of(prompt, 2);
  EXPECT_EQ(hover.candidates[0].index, wanted);
  const sam::Logits& full = *hover.candidates[0].logits;
  EXPECT_EQ(hover.seq, 1u);
  EXPECT_EQ(full, *prompt.candidates[std::size_t(wanted)].logits);
  for (std::size_t i = 0; i < small->size(); ++i)
    ASSERT_EQ((*small)[i], full[i / 64 * 4 * 256 + i % 64 * 4]);
}

TEST_F(WorkerTest, AHoverOverAChainIsThePromptThatWouldFollow) {
  prepare_image();
  // As the session asks after a release: each open step is settled before the next is decoded.
  std::vector<doc::PromptStep> steps = {click(100, 100), click(100, 100), click(100, 100)};
  steps[1].points.push_back({{40, 60}, geom::PointLabel::kExclude});
  steps[2].points.push_back({{140, 60}, geom::PointLabel::kInclude});
  ask(1, Purpose::kPrompt, {steps[0]});
  ASSERT_TRUE(wait_for_decoded(1));
  steps[0].candidate = single_mask_of(*decoded(1), 2);
  ask(2, Purpose::kPrompt, {steps[0], steps[1]});
  ASSERT_TRUE(wait_for_decoded(2));
  steps[1].candidate = single_mask_of(*decoded(2), 3);
  ask(3, Purpose::kPrompt, steps);
  ASSERT_TRUE(wait_for_decoded(3));
  const auto expect_hover = [&](std::uint64_t seq, const std::vector<doc::PromptStep>& asked,
                                int wanted) {
    ask(seq, Purpose::kHover, asked);
    ASSERT_TRUE(wait_until([&] { return in_full(seq) != nullptr; }));
    EXPECT_EQ(in_full(seq)->candidates[0].index, wanted);
    EXPECT_EQ(*in_full(seq)->candidates[0].logits,
              *decoded(3)->candidates[std::size_t(wanted)].logits);
  };
  std::vector<doc::PromptStep> open = steps;
  open[2].candidate = sam::kOutputByRule;
  expect_hover(4, open, single_mask_of(*decoded(3), 4));
  ask(5, Purpose::kPrompt, {click(1, 1)});  // takes the remembered chain's place
  ASSERT_TRUE(wait_for_decoded(5));
  open[0].candidate = open[1].candidate = sam::kOutputByRule;
  expect_hover(6, open, single_mask_of(*decoded(3), 4));
  open[2].candidate = 2;
  expect_hover(7, open, 2);
}

TEST_F(WorkerTest, AFinalizeThatCannotBeDoneSaysWhich) {
  const auto short_logits = std::make_shared<const sam::Logits>(100, 1.0f);
  worker_.finalize({kImage, 41, kSize, short_logits});
  ASSERT_TRUE(wait_for<Failed>());
  const Failed& failed = *all<Failed>().at(0);
  EXPECT_EQ(failed.task, FailedTask::kFinalize);
  EXPECT_EQ(failed.image_id, kImage);
  EXPECT_EQ(failed.seq, 41u);
  EXPECT_FALSE(failed.message.empty());
}

TEST_F(WorkerTest, MasksAreCleanedWhileTheyAreFinalized) {
  const auto logits = std::make_shared<sam::Logits>(std::size_t(sam::kLogitCount), -1.0f);
  for (std::size_t i = 100 * 256 + 100; i < 100 * 256 + 130; ++i)
    (*logits)[i] = 4;
  worker_.finalize({kImage, 1, kSize, logits});
  FinalizeRequest cleaned{kImage, 2, kSize, logits};
  cleaned.cleanup = {0, 0, 3, 0};
  worker_.finalize(std::move(cleaned));
  ASSERT_TRUE(wait_for<Finalized>(2));
  const auto finalized = all<Finalized>();
  EXPECT_EQ(finalized[0]->made.uncleaned, nullptr);
  ASSERT_NE(finalized[1]->made.uncleaned, nullptr);
  EXPECT_EQ(*finalized[1]->made.uncleaned, *finalized[0]->made.mask.mask);
  EXPECT_EQ(*finalized[1]->made.mask.mask,
            mask::cleaned(*finalized[0]->made.mask.mask, {0, 0, 3, 0}));
  EXPECT_EQ(finalized[1]->made.mask.area, mask::area(*finalized[1]->made.mask.mask));
}

TEST_F(WorkerTest, MasksAreWorkedOnWithoutAModelAndInOrder) {
  const auto mask =
      std::make_shared<const mask::Rle>(mask::Rle{{4, 4}, {1, 2, 5, 1, 7}});  // two pieces
  for (std::uint64_t seq = 1; seq <= 5; ++seq)
    worker_.work_on_masks({kImage, seq, mask::Operation::kSplit, {}, {mask}});
  ASSERT_TRUE(wait_for<MasksDone>(5));
  const auto done = all<MasksDone>();
  for (std::uint64_t i = 0; i < 5; ++i) {
    EXPECT_EQ(done[i]->seq, i + 1);
    EXPECT_EQ(done[i]->image_id, kImage);
    ASSERT_EQ(done[i]->masks.size(), 2u);
    EXPECT_EQ(done[i]->masks[0].area, 2u);
  }
}

TEST_F(WorkerTest, NewestWaitingPromptAndHoverWin) {
  prepare_image();
  for (std::uint64_t seq = 1; seq <= 50; ++seq)
    ask(seq, Purpose::kPrompt, {click(double(seq), 20)});
  ASSERT_TRUE(wait_for_decoded(50));
  EXPECT_LT(all<Decoded>().size(), 50u);
  for (std::uint64_t seq = 101; seq <= 150; ++seq)
    ask(seq, Purpose::kHover, {click(double(seq), 20)});
  ASSERT_TRUE(wait_for_decoded(150));
  std::uint64_t last = 0;
  for (const Decoded* d : all<Decoded>()) {
    EXPECT_GE(d->seq, last);
    last = d->seq;
  }
}

// Hovers are asked for while the one before is running. Were it aborted each time, only the last of
// all would be answered; finished, every round gives one.
TEST_F(WorkerTest, AHoverNeverAbortsAHover) {
  prepare_image();
  std::uint64_t seq = 0;
  for (std::size_t round = 1; round <= 10; ++round) {
    const bool answered = wait_until([&] {
      ++seq;
      ask(seq, Purpose::kHover, {click(double(seq % 300), 50)});
      answered_.signal();  // look again at once: a moving pointer does not wait
      return all<Decoded>().size() >= round;
    });
    ASSERT_TRUE(answered);
  }
}

TEST_F(WorkerTest, APromptDropsTheHoverBeforeIt) {
  prepare_image();
  // Prompts keep the worker busy, so that the hover is still waiting when the next prompt comes.
  for (std::uint64_t round = 0; round < 5; ++round) {
    const std::uint64_t seq = round * 10;
    ask(seq + 1, Purpose::kPrompt, {click(10 + double(round), 10)});
    ask(seq + 2, Purpose::kHover, {click(20, 20)});
    ask(seq + 3, Purpose::kPrompt, {click(30 + double(round), 30)});
    ASSERT_TRUE(wait_for_decoded(seq + 3));
  }
  worker_.cancel_hover();
  ask(100, Purpose::kHover, {click(50, 50)});
  ASSERT_TRUE(wait_for_decoded(100));
  for (std::uint64_t round = 0; round < 5; ++round)
    EXPECT_EQ(decoded(round * 10 + 2), nullptr);
}

TEST_F(WorkerTest, FinalizesAndSegmentsAreNeverDroppedAndKeepTheirOrder) {
  prepare_image();
  ask(1, Purpose::kPrompt, {click(100, 100)});
  ASSERT_TRUE(wait_for_decoded(1));
  const sam::LogitsPtr logits = decoded(1)->candidates[0].logits;
  constexpr std::uint64_t kCount = 12;
  for (std::uint64_t i = 1; i <= kCount; ++i) {
    worker_.finalize({kImage, i, kSize, logits});
    ask(100 + i, Purpose::kHover, {click(5, 5)});
    ask(200 + i, Purpose::kPrompt, {click(6, double(i))});
    if (i % 4 == 0)
      worker_.segment(
          {kImage, i, {click(9, 9).points, std::nullopt, nullptr}, sam::MaskSet::kMultimask});
  }
  ASSERT_TRUE(wait_for<Finalized>(kCount));
  ASSERT_TRUE(wait_for<Segmented>(kCount / 4));
  const auto finalized = all<Finalized>();
  ASSERT_EQ(finalized.size(), kCount);
  for (std::uint64_t i = 0; i < kCount; ++i)
    EXPECT_EQ(finalized[i]->seq, i + 1);
  EXPECT_EQ(*finalized[0]->made.mask.mask, mask::resample_to_image(*logits, kSize).rle);
  const auto segmented = all<Segmented>();
  EXPECT_EQ(segmented[0]->seq, 4u);
  EXPECT_EQ(segmented[0]->candidates.size(), 3u);
  EXPECT_EQ(segmented[0]->masks.size(), 3u);
}

TEST_F(WorkerTest, FailuresAreAnsweredWithASentence) {
  worker_.load_weights(std::vector<std::byte>(100));
  ASSERT_TRUE(wait_for<Failed>(1));
  EXPECT_EQ(all<Failed>()[0]->task, FailedTask::kWeights);
  prepare_image();
  worker_.prepare({8, kSize,
                   npy_file("{'descr': '<f4', 'fortran_order': False, "
                            "'shape': (1, 256, 64, 64), }",
                            100),
                   "short"});
  worker_.segment({8, 5, {click(1, 1).points, std::nullopt, nullptr}, sam::MaskSet::kMultimask});
  ask(6, Purpose::kPrompt, {click(1, 1)}, 9);
  ASSERT_TRUE(wait_for<Failed>(4));
  ask(7, Purpose::kPrompt, {});
  ASSERT_TRUE(wait_for<Failed>(5));
  for (const Failed* failed : all<Failed>()) {
    EXPECT_FALSE(failed->message.empty());
    EXPECT_EQ(failed->message.back(), '.');
  }
  // And it goes on working.
  ask(8, Purpose::kPrompt, {click(1, 1)});
  EXPECT_TRUE(wait_for_decoded(8));
}

TEST_F(WorkerTest, ReplayEqualsTheChainDecodedDirectly) {
  prepare_image();
  std::vector<doc::PromptStep> steps = {click(100, 80)};
  steps[0].candidate = 2;
  steps.push_back(steps[0]);
  steps[1].points.push_back({{150, 90}, geom::PointLabel::kExclude});
  steps[1].candidate = 1;
  steps.push_back(steps[1]);
  steps[2].box = geom::Box{20, 30, 200, 180};
  steps[2].candidate = 3;

  nn::ThreadPool pool(1);
  const auto weights = sam::Weights::parse(weights_file());
  ASSERT_TRUE(weights.ok());
  const auto embedding = parse_embedding_npy(synthetic_embedding(5));
  ASSERT_TRUE(embedding.ok());
  const auto image = sam::prepare_image(**weights, *embedding, kSize, pool);
  ASSERT_TRUE(image.ok());
  sam::Decoder decoder(*weights, pool);
  const auto out = std::make_unique<sam::DecodeOutput>();
  sam::LogitsPtr prior;
  for (const doc::PromptStep& step : steps) {
    ASSERT_EQ(decoder.decode(**image, {step.points, step.box, prior}, sam::MaskSet::kAll,
                             base::CancelToken(), *out),
              sam::DecodeStatus::kDone);
    const auto& shown = out->logits[std::size_t(step.candidate)];
    prior = std::make_shared<const sam::Logits>(shown.begin(), shown.end());
  }

  // Step by step, then at once after another chain has taken its place.
  for (std::size_t length = 1; length <= steps.size(); ++length) {
    ask(length, Purpose::kPrompt, {steps.begin(), steps.begin() + std::ptrdiff_t(length)});
    ASSERT_TRUE(wait_for_decoded(length));
  }
  ask(10, Purpose::kPrompt, {click(1, 1)});
  ASSERT_TRUE(wait_for_decoded(10));
  ask(11, Purpose::kPrompt, steps);
  ASSERT_TRUE(wait_for_decoded(11));
  EXPECT_EQ(*decoded(3)->candidates[3].logits, *prior);
  EXPECT_EQ(*decoded(11)->candidates[3].logits, *prior);
}

TEST_F(WorkerTest, EverythingIsFoundInStepsBetweenOtherWork) {
  prepare_image();
  sam::GeneratorOptions options;
  options.points_per_side = 4;
  options.pred_iou_thresh = 0;  // made-up weights are sure of nothing
  options.stability_score_thresh = 0;
  worker_.find_everything({kImage, 40, kSize, options});
  // Asked for later, answered earlier.
  ask(41, Purpose::kPrompt, {click(100, 100)});
  ASSERT_TRUE(wait_for<Decoded>());
  const auto finished = [this] {
    const auto steps = all<EverythingStep>();
    return !steps.empty() && steps.back()->finished;
  };
  EXPECT_FALSE(finished());
  ASSERT_TRUE(wait_until(finished));
  // What is told adds up to what the generator answers.
  std::map<int, geom::Rect> told;
  for (const Result& result : results_) {
    const auto* step = std::get_if<EverythingStep>(&result);
    if (step == nullptr) continue;
    EXPECT_EQ(step->seq, 40u);
    for (const int id : step->withdrawn)
      EXPECT_EQ(told.erase(id), 1u);
    for (const auto& mask : step->appeared)
      EXPECT_TRUE(told.emplace(mask->id, mask->bbox).second);
  }
  nn::ThreadPool pool(1);
  const auto weights = sam::Weights::parse(weights_file());
  ASSERT_TRUE(weights.ok());
  const auto embedding = parse_embedding_npy(synthetic_embedding(5));
  const auto image = sam::prepare_image(**weights, *embedding, kSize, pool);
  ASSERT_TRUE(image.ok());
  sam::BatchDecoder decoder(*weights, pool);
  sam::MaskGenerator generator(decoder, options, kSize);
  generator.give(*image);
  while (!generator.finished())
    generator.step(7, base::CancelToken());
  ASSERT_EQ(told.size(), generator.answer().size());
  for (const int id : generator.answer())
    EXPECT_EQ(told[id], generator.mask(id).bbox);
}

TEST_F(WorkerTest, EverythingIsStopped) {
  prepare_image();
  sam::GeneratorOptions options;
  worker_.find_everything({kImage, 50, kSize, options});
  worker_.stop_everything();
  worker_.segment({kImage, 51, {{{{10, 10}, geom::PointLabel::kInclude}}, std::nullopt, nullptr}});
  ASSERT_TRUE(wait_for<Segmented>());
  for (const EverythingStep* step : all<EverythingStep>())
    EXPECT_FALSE(step->finished);
  worker_.find_everything({99, 52, kSize, options});
  ASSERT_TRUE(wait_for<Failed>());
  EXPECT_EQ(all<Failed>().back()->seq, 52u);
}

}  // namespace
}  // namespace maskpoint::worker
