// Masks that may not overlap, drawn and cleaned by hand.
#include <gtest/gtest.h>

#include "mask/outline.h"
#include "session/overlap_desk.h"

namespace maskpoint::session {
namespace {

// A stroke over x from 20 to 80 at y = 40, on what is selected or as a new object.
void brush_across(Desk& desk) {
  desk.act(action::SetTool{Tool::kBrush});
  desk.act(action::SetBrushDiameter{20});
  desk.drag(20, 40, 80, 40);
}

TEST(OverlapByHand, ABrushedObjectYieldsOrCuts) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    LoadedDesk desk;
    set_overlap(desk, rule);
    brush_across(desk);
    ASSERT_EQ(desk.uuids().size(), 2u);
    const doc::AnnotationPtr drawn = desk.doc().annotations[1], old = desk.object("old");
    EXPECT_EQ(shared_pixels(drawn, old), 0u);
    EXPECT_EQ(drawn->area, mask::area(*drawn->mask));
    EXPECT_EQ(drawn->bbox, mask::bbox(*drawn->mask));
    EXPECT_EQ(drawn->bbox.x, rule == Overlap::kYield ? 50 : 10);
    EXPECT_EQ(old->area, mask::area(*old->mask));
    EXPECT_EQ(old->area == 4000u, rule == Overlap::kYield);
    desk.act(action::Undo{});  // both in one step
    EXPECT_EQ(desk.uuids(), std::vector<std::string>{"old"});
    EXPECT_EQ(desk.object("old")->area, 4000u);
  }
}

TEST(OverlapByHand, ABrushedObjectMayOverlapWhereThatIsAllowed) {
  LoadedDesk desk;
  brush_across(desk);
  ASSERT_EQ(desk.uuids().size(), 2u);
  EXPECT_GT(shared_pixels(desk.doc().annotations[1], desk.object("old")), 0u);
}

TEST(OverlapByHand, AStrokeOnAnObjectPartsOnlyWhatItGains) {
  LoadedDesk desk;
  const std::string a = desk.add_object(55, 40);
  const std::uint64_t before = shared_pixels(desk.object(a), desk.object("old"));
  ASSERT_GT(before, 0u);
  set_overlap(desk, Overlap::kCut);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::SetTool{Tool::kBrush});
  desk.act(action::SetBrushDiameter{6});
  desk.click(5, 5);
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object("old")), before);
  EXPECT_LT(desk.object("old")->area, 4000u);
}

TEST(OverlapByHand, ALockedObjectKeepsItsPixelsFromTheBrushToo) {
  LoadedDesk desk;
  desk.act(action::ToggleLocked{"old"});
  set_overlap(desk, Overlap::kCut);
  brush_across(desk);
  EXPECT_EQ(desk.object("old")->area, 4000u);
  EXPECT_EQ(desk.doc().annotations[1]->bbox.x, 50);
}

TEST(OverlapByHand, ALassoInsideAnotherObjectMakesNoneAndSaysWhy) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kYield);
  desk.act(action::SetTool{Tool::kLasso});
  desk.press(10, 10);
  for (const auto& [x, y] : {std::pair{30, 10}, {30, 30}, {10, 30}})
    desk.move(x, y);
  desk.release(10, 30);
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"old"});
  ASSERT_FALSE(desk.session().toasts().empty());
  EXPECT_NE(desk.session().toasts().back().message.find("no object was made"), std::string::npos);
}

TEST(OverlapByHand, AnObjectBrushedOverGoesAndItIsSaid) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kCut);
  desk.act(action::SetTool{Tool::kBrush});
  desk.act(action::SetBrushDiameter{200});
  desk.click(25, 40);
  EXPECT_EQ(desk.object("old"), nullptr);
  ASSERT_FALSE(desk.session().toasts().empty());
  EXPECT_NE(desk.session().toasts().back().message.find("nothing left"), std::string::npos);
}

TEST(OverlapByHand, ACornerDraggedIntoAnotherObjectStopsAtItAndTheOutlineIsTracedAnew) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kYield);
  const std::string a = desk.add_object(70, 40);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::SetTool{Tool::kOutline});
  ASSERT_TRUE(desk.session().tools().outline);
  const mask::OutlineVertex corner = desk.session().tools().outline->outline->rings[0].vertices[0];
  desk.drag(corner.at.x - 0.5, corner.at.y - 0.5, 20, 40);
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object("old")), 0u);
  EXPECT_TRUE(desk.object(a)->edited);
  ASSERT_TRUE(desk.session().tools().outline);
  EXPECT_EQ(*mask::rle_of(*desk.session().tools().outline->outline), *desk.object(a)->mask);
}

TEST(OverlapByHand, CleaningTakesNoPixelOfAnotherObject) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    LoadedDesk desk;
    set_overlap(desk, rule);
    const std::string a = desk.add_object(50, 40);
    const mask::Rle old = *desk.object("old")->mask;
    desk.act(action::Select{a, action::SelectKind::kOnly});
    const std::uint64_t before = desk.object(a)->area;
    desk.act(action::CleanMasks{{0, 0, 6, 0}, action::CleanupStage::kTry});
    desk.work_on_masks();
    std::uint64_t tried = 0;
    for (const SceneObject& object : desk.session().scene().objects)
      if (object.uuid == a) tried = mask::area(*object.mask);
    desk.act(action::CleanMasks{{0, 0, 6, 0}, action::CleanupStage::kApply});
    EXPECT_GT(desk.object(a)->area, before);
    EXPECT_EQ(desk.object(a)->area, tried) << "as it was shown";
    EXPECT_EQ(shared_pixels(desk.object(a), desk.object("old")), 0u);
    EXPECT_EQ(*desk.object("old")->mask, old);
    desk.act(action::CleanMasks{{}, action::CleanupStage::kApply});
    desk.work_on_masks();
    EXPECT_EQ(desk.object(a)->area, before);
  }
}

TEST(OverlapByHand, AnObjectThatGaveWayAfterItWasCleanedDoesNotComeBackByCleaning) {
  OverlapDesk desk;
  set_overlap(desk, Overlap::kYield);
  const std::string a = desk.add_object(40, 40);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::CleanMasks{{0, 0, 2, 0}, action::CleanupStage::kApply});
  desk.work_on_masks();
  set_overlap(desk, Overlap::kCut);
  desk.act(action::Select{"", action::SelectKind::kNone});
  const std::string b = desk.add_object(48, 40);
  ASSERT_LT(desk.object(a)->area, mask::area(*desk.object(a)->uncleaned));
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::CleanMasks{{0, 0, 3, 0}, action::CleanupStage::kApply});
  desk.work_on_masks();
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object(b)), 0u);
  desk.act(action::CleanMasks{{}, action::CleanupStage::kApply});
  desk.work_on_masks();
  EXPECT_EQ(desk.object(a)->uncleaned, nullptr);
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object(b)), 0u);
}

TEST(OverlapByHand, TwoThatGrowIntoEachOtherKeepApart) {
  OverlapDesk desk;
  set_overlap(desk, Overlap::kYield);
  std::vector<std::string> uuids;
  for (const double x : {30.0, 60.0}) {
    desk.click(x, 40);
    desk.decode();
    desk.act(action::ShowCandidate{2});  // the smallest
    uuids.push_back("small-" + std::to_string(int(x)));
    desk.act(action::Accept{uuids.back()});
    desk.finalize();
  }
  ASSERT_EQ(shared_pixels(desk.object(uuids[0]), desk.object(uuids[1])), 0u);
  desk.act(action::SelectAll{});
  desk.act(action::CleanMasks{{0, 0, 20, 0}, action::CleanupStage::kApply});
  desk.work_on_masks();
  EXPECT_GT(union_of(desk.object(uuids[0]), desk.object(uuids[1])), 2000u);
  EXPECT_EQ(shared_pixels(desk.object(uuids[0]), desk.object(uuids[1])), 0u);
}

}  // namespace
}  // namespace maskpoint::session
