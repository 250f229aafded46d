// The automatic mask generator as an object: steps, cancelling, crops, the answer's changes. What
// it answers is compared with the official definition in official_masks_test.cc.
#include "sam/mask_generator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "oracle_data.h"

namespace maskpoint::sam {
namespace {

class Generator : public testing::Test {
 protected:
  void SetUp() override {
    weights_ = oracle_weights(TensorType::kF32);
    ASSERT_NE(weights_, nullptr);
    ASSERT_FALSE(oracle_photos().empty());
    photo_ = &oracle_photos()[0];
    options_.points_per_side = 6;
  }
  std::shared_ptr<const ImageState> state(geom::ImageSize size) {
    nn::ThreadPool pool(2);
    const auto made = prepare_image(*weights_, photo_->embedding, size, pool);
    EXPECT_TRUE(made.ok());
    return made.ok() ? *made : nullptr;
  }
  std::vector<GeneratedMask> run(int threads, int points_a_step) {
    nn::ThreadPool pool(threads);
    BatchDecoder decoder(weights_, pool);
    MaskGenerator generator(decoder, options_, photo_->size);
    std::set<int> shown;
    while (!generator.finished()) {
      // The crops get an embedding of the whole photo: what they find is nonsense, but the same.
      if (const CropBox* crop = generator.wanted_crop()) generator.give(state(crop->size()));
      const MaskGenerator::Step step = generator.step(points_a_step, {});
      EXPECT_EQ(step.status, DecodeStatus::kDone);
      for (const int id : step.appeared)
        EXPECT_TRUE(shown.insert(id).second);
      for (const int id : step.withdrawn)
        EXPECT_EQ(shown.erase(id), 1u);
      EXPECT_TRUE(
          std::equal(shown.begin(), shown.end(),
                     std::set<int>(generator.answer().begin(), generator.answer().end()).begin()));
    }
    EXPECT_EQ(generator.wanted_crop(), nullptr);
    EXPECT_EQ(generator.progress(), 1);
    points_asked_ = generator.points_asked();
    return generator.result();
  }

  std::shared_ptr<const Weights> weights_;
  const OraclePhoto* photo_ = nullptr;
  GeneratorOptions options_;
  std::size_t points_asked_ = 0;  // by the last run
};

void expect_same(const std::vector<GeneratedMask>& a, const std::vector<GeneratedMask>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].rle, b[i].rle);
    EXPECT_EQ(a[i].predicted_iou, b[i].predicted_iou);
    EXPECT_EQ(a[i].stability_score, b[i].stability_score);
    EXPECT_EQ(a[i].point, b[i].point);
    EXPECT_EQ(a[i].output, b[i].output);
    EXPECT_EQ(a[i].id, b[i].id);
  }
}

TEST_F(Generator, GivesTheSameForAnyThreadsAndSteps) {
  const auto one = run(1, 1);
  EXPECT_GT(one.size(), 2u);
  for (std::size_t i = 1; i < one.size(); ++i)
    EXPECT_GE(one[i - 1].predicted_iou, one[i].predicted_iou);
  for (const GeneratedMask& m : one) {
    EXPECT_EQ(m.area, mask::area(m.rle));
    EXPECT_EQ(m.bbox, mask::bbox(m.rle));
    EXPECT_EQ(m.rle.size, photo_->size);
    EXPECT_GT(m.predicted_iou, 0.88f);
    EXPECT_GE(m.stability_score, 0.95f);
  }
  expect_same(one, run(3, 5));
  expect_same(one, run(2, 1000));
}

TEST_F(Generator, TheAdaptiveGridToo) {
  options_.points_per_side = 8;
  const auto all = run(2, 1000);
  EXPECT_EQ(points_asked_, 64u);
  options_.visit = GridVisit::kAdaptive;
  const auto one = run(1, 3);
  EXPECT_GT(one.size(), 2u);
  EXPECT_LE(one.size(), all.size());
  EXPECT_LT(points_asked_, 64u);
  expect_same(one, run(3, 7));
}

TEST_F(Generator, CropsTakeTheirPlace) {
  options_.points_per_side = 4;
  options_.crop_n_layers = 1;
  options_.crop_n_points_downscale_factor = 1;
  options_.pred_iou_thresh = 0.3f;
  options_.stability_score_thresh = 0.3f;
  const auto one = run(1, 3);
  std::set<int> crops;
  for (const GeneratedMask& m : one) {
    crops.insert(m.crop_box.x * 10000 + m.crop_box.y);
    EXPECT_EQ(m.rle.size, photo_->size);
    EXPECT_EQ(m.bbox, mask::bbox(m.rle));
    EXPECT_GE(m.bbox.x, m.crop_box.x);
    EXPECT_LE(m.bbox.x + m.bbox.width, m.crop_box.x + m.crop_box.width);
    EXPECT_LE(m.bbox.y + m.bbox.height, m.crop_box.y + m.crop_box.height);
  }
  EXPECT_GT(crops.size(), 1u);
  expect_same(one, run(2, 100));
}

TEST_F(Generator, CancelledItGoesOnWhereItWas) {
  const auto expected = run(2, 1000);
  nn::ThreadPool pool(2);
  BatchDecoder decoder(weights_, pool);
  MaskGenerator generator(decoder, options_, photo_->size);
  ASSERT_NE(generator.wanted_crop(), nullptr);
  EXPECT_EQ(generator.wanted_crop()->size(), photo_->size);
  EXPECT_EQ(generator.progress(), 0);
  generator.give(state(photo_->size));
  generator.step(7, {});
  const double progress = generator.progress();
  const std::vector<int> answer(generator.answer().begin(), generator.answer().end());
  const base::CancelToken cancelled;
  cancelled.cancel();
  const auto step = generator.step(10, cancelled);
  EXPECT_EQ(step.status, DecodeStatus::kCancelled);
  EXPECT_TRUE(step.appeared.empty() && step.withdrawn.empty());
  EXPECT_EQ(generator.progress(), progress);
  EXPECT_TRUE(std::equal(answer.begin(), answer.end(), generator.answer().begin(),
                         generator.answer().end()));
  while (!generator.finished())
    generator.step(10, {});
  ASSERT_EQ(generator.result().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(generator.result()[i].rle, expected[i].rle);
}

TEST_F(Generator, NoThresholdsKeepEveryMaskThatShowsSomething) {
  options_.points_per_side = 2;
  options_.pred_iou_thresh = 0;
  options_.stability_score_thresh = 0;
  options_.box_nms_thresh = 1;
  const auto masks = run(2, 100);
  EXPECT_GE(masks.size(), 10u);
  EXPECT_LE(masks.size(), 12u);
}

}  // namespace
}  // namespace maskpoint::sam
