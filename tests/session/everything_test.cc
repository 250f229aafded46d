// "Everything": a run and its masks, what of them is offered and lit, and what becomes of those
// kept.
#include <gtest/gtest.h>

#include "session/desk.h"

namespace maskpoint::session {
namespace {

using action::SelectKind;

// A rectangle of image 1, which is 100 × 80.
FoundMask found(int id, geom::Rect box, float score) {
  mask::Rle rle;
  rle.size = {100, 80};
  const auto height = std::uint32_t(rle.size.height);
  rle.counts.push_back(std::uint32_t(box.x) * height + std::uint32_t(box.y));
  for (int column = 0; column < box.width; ++column) {
    rle.counts.push_back(std::uint32_t(box.height));
    rle.counts.push_back(height - std::uint32_t(box.height));
  }
  rle.counts.back() =
      (100 - std::uint32_t(box.x + box.width - 1)) * height - std::uint32_t(box.y + box.height);
  FoundMask mask;
  mask.id = id;
  mask.mask = std::make_shared<const mask::Rle>(std::move(rle));
  mask.bbox = box;
  mask.area = std::uint64_t(box.width) * std::uint64_t(box.height);
  mask.predicted_iou = score;
  mask.stability_score = 0.97f;
  mask.point = {box.x + box.width / 2.0, box.y + box.height / 2.0};
  mask.output = 2;
  return mask;
}

class EverythingTest : public testing::Test {
 protected:
  void start() {
    desk.act(action::FindEverything{});
    const auto runs = desk.take<effect::FindEverything>();
    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs[0].image_id, 1);
    seq = runs[0].seq;
  }
  void tell(std::vector<FoundMask> appeared, double progress, std::vector<int> withdrawn = {}) {
    desk.act(action::EverythingFound{1, seq, std::move(appeared), std::move(withdrawn), progress, 0,
                                     progress == 1});
  }
  // A whole with a part in it, and two alike beside them.
  void find_four() {
    start();
    tell({found(0, {10, 10, 30, 30}, 0.95f), found(1, {15, 15, 8, 8}, 0.9f)}, 0.5);
    tell({found(2, {60, 10, 12, 12}, 0.97f), found(3, {60, 40, 13, 12}, 0.89f)}, 1);
  }
  std::vector<int> offered() {
    std::vector<int> ids;
    if (const auto view = desk.session().everything())
      for (const FoundMask* mask : view->offered)
        ids.push_back(mask->id);
    return ids;
  }
  int lit() { return desk.session().everything()->lit; }

  ReadyDesk desk;
  std::uint64_t seq = 0;
};

using Ids = std::vector<int>;

TEST_F(EverythingTest, OffersTheMostConfidentFirstWhileItRuns) {
  start();
  EXPECT_TRUE(desk.session().everything()->running);
  tell({found(0, {10, 10, 30, 30}, 0.95f), found(1, {60, 10, 10, 10}, 0.97f)}, 0.25);
  EXPECT_EQ(offered(), (Ids{1, 0}));
  tell({found(2, {12, 10, 30, 30}, 0.96f)}, 0.5, {0});
  EXPECT_EQ(offered(), (Ids{1, 2}));
  EXPECT_DOUBLE_EQ(desk.session().everything()->progress, 0.5);
  tell({}, 1);
  EXPECT_FALSE(desk.session().everything()->running);
  EXPECT_EQ(desk.session().image_row(1)->missed, 2);
  // The key hides and shows what is known; nothing is looked for again.
  desk.act(action::FindEverything{});
  EXPECT_FALSE(desk.session().everything());
  desk.act(action::FindEverything{});
  EXPECT_EQ(offered(), (Ids{1, 2}));
  EXPECT_FALSE(desk.has<effect::FindEverything>());
}

TEST_F(EverythingTest, AnswersOfAnotherRunAreNotTaken) {
  start();
  const std::uint64_t old = seq;
  desk.act(action::StopEverything{});
  EXPECT_TRUE(desk.has<effect::StopEverything>());
  start();
  desk.act(action::EverythingFound{1, old, {found(0, {10, 10, 5, 5}, 0.95f)}, {}, 0.5, 0, false});
  desk.act(action::EverythingFound{2, seq, {found(0, {10, 10, 5, 5}, 0.95f)}, {}, 0.5, 0, false});
  EXPECT_TRUE(offered().empty());
}

TEST_F(EverythingTest, TheScoreIsAFloor) {
  find_four();
  EXPECT_EQ(offered(), (Ids{2, 0, 1, 3}));
  desk.act(action::SetFoundFloor{0.94});
  EXPECT_EQ(offered(), (Ids{2, 0}));
  EXPECT_EQ(desk.session().image_row(1)->missed, 2);
  desk.act(action::SetFoundFloor{0.1});
  EXPECT_DOUBLE_EQ(desk.session().everything()->floor, kLowestFoundScore);
}

TEST_F(EverythingTest, TheSmallestUnderThePointerIsLitAndTheWheelLeadsOut) {
  find_four();
  desk.move(20, 20);
  EXPECT_EQ(lit(), 1);
  EXPECT_EQ(desk.session().everything()->nested, 2u);
  EXPECT_FALSE(desk.has<effect::Decode>()) << "no preview where a mask is lit";
  action::Modifiers alt;
  alt.alt = true;
  const double scale = desk.session().view().scale;
  desk.act(action::Wheel{desk.screen(20, 20), 1, alt});
  EXPECT_EQ(lit(), 0);
  EXPECT_DOUBLE_EQ(desk.session().view().scale, scale);
  desk.act(action::Wheel{desk.screen(20, 20), 1, alt});
  EXPECT_EQ(lit(), 1);
  desk.move(35, 35);
  EXPECT_EQ(lit(), 0);
  // In the colour of the class it would get, the larger ones below.
  const Scene scene = desk.session().scene();
  ASSERT_EQ(scene.found.size(), 4u);
  EXPECT_TRUE(scene.found[0].lit);
  EXPECT_EQ(scene.found[0].color, desk.session().categories()[0].color);
  EXPECT_NE(scene.found[3].color, scene.found[0].color);
  desk.move(50, 70);
  EXPECT_EQ(lit(), -1);
  EXPECT_TRUE(desk.has<effect::Decode>()) << "elsewhere a prompt is previewed as ever";
}

TEST_F(EverythingTest, AClickKeepsOneWithThePromptItAnswers) {
  find_four();
  const int depth = desk.session().undo_depth();
  desk.click(65, 15);
  ASSERT_EQ(desk.doc().annotations.size(), 1u);
  const doc::Annotation& object = *desk.doc().annotations[0];
  EXPECT_EQ(object.category_id, 1);
  EXPECT_EQ(object.area, 144u);
  EXPECT_FLOAT_EQ(object.predicted_iou, 0.97f);
  ASSERT_TRUE(object.prompts);
  ASSERT_EQ(object.prompts->steps.size(), 1u);
  EXPECT_EQ(object.prompts->steps[0].candidate, 2);
  EXPECT_EQ(object.prompts->steps[0].points[0].at, (geom::PixelPoint{66, 16}));
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_EQ(offered(), (Ids{0, 1, 3})) << "what an object covers is not offered";
  desk.act(action::Undo{});
  EXPECT_EQ(offered(), (Ids{2, 0, 1, 3})) << "and comes back with undo";
}

TEST_F(EverythingTest, AnObjectSuppressesItsPartsButNotWhatItIsAPartOf) {
  find_four();
  desk.move(20, 20);
  desk.click(20, 20);  // the part
  EXPECT_EQ(offered(), (Ids{2, 0, 3}));
  desk.click(35, 35);  // the whole
  EXPECT_EQ(offered(), (Ids{2, 3}));
  EXPECT_EQ(desk.session().image_row(1)->missed, 2);
}

TEST_F(EverythingTest, AFrameKeepsTheWholesInsideOfItInOneStep) {
  find_four();
  const int depth = desk.session().undo_depth();
  desk.drag(5, 5, 80, 60);
  EXPECT_EQ(desk.doc().annotations.size(), 3u);
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.doc().annotations.empty());
  // Where nothing lies inside, a frame is a prompt.
  desk.drag(2, 2, 20, 20);
  EXPECT_NE(desk.session().pending(), nullptr);
}

TEST_F(EverythingTest, OneAndAllLikeIt) {
  find_four();
  desk.act(action::KeepFound{{2}, true});
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
  EXPECT_EQ(offered(), (Ids{0, 1}));
}

TEST_F(EverythingTest, WhereMasksKeepApartNoPixelIsKeptTwice) {
  Settings settings = desk.session().settings();
  for (const Overlap overlap : {Overlap::kYield, Overlap::kCut}) {
    settings.overlap = overlap;
    desk.act(action::ChangeSettings{settings});
    if (seq == 0) find_four();
    desk.act(action::KeepFound{{0, 1, 2, 3}});
    ASSERT_EQ(desk.doc().annotations.size(), 4u);
    std::uint64_t pixels = 0;
    for (const doc::AnnotationPtr& object : desk.doc().annotations)
      pixels += object->area;
    EXPECT_EQ(pixels, 900u + 144 + 156) << "the part's pixels are its own";
    desk.act(action::Undo{});
  }
}

TEST_F(EverythingTest, TabWalksByConfidence) {
  find_four();
  desk.act(action::StepFound{1});
  EXPECT_EQ(lit(), 2);
  desk.act(action::StepFound{1});
  EXPECT_EQ(lit(), 0);
  desk.act(action::StepFound{-1});
  EXPECT_EQ(lit(), 2);
  desk.act(action::StepFound{-1});
  EXPECT_EQ(lit(), 3);
  desk.act(action::KeepFound{{3}});
  EXPECT_EQ(lit(), -1);
  desk.act(action::StepFound{1});
  desk.move(90, 70);
  EXPECT_EQ(lit(), -1) << "the pointer takes over";
}

TEST_F(EverythingTest, AnotherImageEndsARunAndKeepsWhatIsFinished) {
  start();
  tell({found(0, {10, 10, 30, 30}, 0.95f)}, 0.5);
  desk.act(action::OpenImage{2});
  EXPECT_TRUE(desk.has<effect::StopEverything>());
  desk.load(2);
  desk.act(action::OpenImage{1});
  desk.load(1);
  EXPECT_FALSE(desk.session().everything());
  find_four();
  desk.add_object(90, 70);
  desk.act(action::OpenImage{2});
  desk.act(action::OpenImage{1});
  desk.load(1);
  EXPECT_EQ(offered(), (Ids{2, 0, 1, 3}));
}

TEST_F(EverythingTest, AskedForBeforeTheImageIsReadyItWaits) {
  desk.act(action::OpenImage{2});
  desk.forget_effects();
  desk.act(action::FindEverything{});
  EXPECT_TRUE(desk.session().everything()->waiting);
  EXPECT_FALSE(desk.has<effect::FindEverything>());
  desk.load(2);
  EXPECT_EQ(desk.take<effect::FindEverything>().size(), 1u);
  EXPECT_FALSE(desk.session().everything()->waiting);
}

TEST_F(EverythingTest, WhatCouldNotBeBegunIsOver) {
  start();
  desk.act(action::Failed{"This image is not ready yet.", 1, seq});
  EXPECT_FALSE(desk.session().everything());
}

}  // namespace
}  // namespace maskpoint::session
