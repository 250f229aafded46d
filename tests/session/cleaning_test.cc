// The sliders of "This mask" and the work on whole masks, with a worker that answers late.
#include <gtest/gtest.h>

#include "session/by_hand.h"

namespace maskpoint::session {
namespace {

using action::CleanupStage;
using mask::Operation;

struct CleanDesk : ReadyDesk {
  // Painted by the brush: a disc, with a speck beside it and a hole in it.
  CleanDesk() {
    act(action::SetTool{Tool::kBrush});
    act(action::SetBrushDiameter{31});
    click(40, 40);
    act(action::SetBrushDiameter{3});
    click(80, 10);
    click(40, 40, action::Button::kRight);
    uuid = uuids().at(0);
    forget_effects();
  }
  void clean(const mask::Cleanup& cleanup, CleanupStage stage) {
    act(action::CleanMasks{cleanup, stage});
  }
  const doc::Annotation& object() const { return *object_of(*this, uuid); }
  std::string uuid;
};

TEST(Cleaning, IsTriedOutAndThenOneStep) {
  CleanDesk desk;
  const auto before = desk.object().mask;
  const int depth = desk.session().undo_depth();
  const mask::Cleanup wanted{20, 0, 0, 0};
  desk.clean(wanted, CleanupStage::kTry);
  EXPECT_EQ(desk.session().scene().objects[0].mask, before);
  EXPECT_EQ(*desk.session().cleanup(), wanted);
  desk.work_on_masks();
  EXPECT_EQ(*desk.session().scene().objects[0].mask, mask::cleaned(*before, wanted));
  EXPECT_EQ(desk.object().mask, before);
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.clean(wanted, CleanupStage::kApply);
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_EQ(*desk.object().mask, mask::cleaned(*before, wanted));
  EXPECT_EQ(*desk.object().uncleaned, *before);
  EXPECT_EQ(desk.object().cleanup, wanted);
  EXPECT_EQ(desk.object().area, mask::area(*desk.object().mask));
  EXPECT_FALSE(desk.session().tool_in_hand());
  desk.act(action::Undo{});
  EXPECT_EQ(desk.object().mask, before);
  EXPECT_EQ(*desk.session().cleanup(), mask::Cleanup{});
}

TEST(Cleaning, StartsFromTheSameMaskEachTime) {
  CleanDesk desk;
  const auto source = desk.object().mask;
  for (const mask::Cleanup& cleanup :
       {mask::Cleanup{20, 0, 3, 0}, mask::Cleanup{0, 30, -2, 1}, mask::Cleanup{20, 30, 0, 4}}) {
    desk.clean(cleanup, CleanupStage::kApply);
    desk.work_on_masks();
    EXPECT_EQ(*desk.object().mask, mask::cleaned(*source, cleanup));
    EXPECT_EQ(*desk.object().uncleaned, *source);
  }
  desk.clean({}, CleanupStage::kApply);  // reset
  desk.work_on_masks();
  EXPECT_EQ(desk.object().mask, source);
  EXPECT_EQ(desk.object().uncleaned, nullptr);
}

TEST(Cleaning, AskedOneAtATimeAndTheNewestWins) {
  CleanDesk desk;
  const auto source = desk.object().mask;
  for (int grow = 1; grow <= 5; ++grow)
    desk.clean({0, 0, grow, 0}, CleanupStage::kTry);
  auto requests = desk.take<effect::WorkOnMasks>();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].cleanup.grow, 1);
  desk.act(desk.answer(requests[0]));
  requests = desk.take<effect::WorkOnMasks>();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].cleanup.grow, 5);
  // Let go before it is answered: the edit comes with the answer.
  desk.clean({0, 0, 5, 0}, CleanupStage::kApply);
  EXPECT_TRUE(desk.take<effect::WorkOnMasks>().empty());
  EXPECT_EQ(desk.object().mask, source);
  desk.act(desk.answer(requests[0]));
  EXPECT_EQ(*desk.object().mask, mask::cleaned(*source, {0, 0, 5, 0}));
}

TEST(Cleaning, EscapeUndoAndOtherToolsEndATrial) {
  CleanDesk desk;
  const auto source = desk.object().mask;
  const int depth = desk.session().undo_depth();
  desk.clean({0, 0, 3, 0}, CleanupStage::kTry);
  desk.work_on_masks();
  desk.act(action::ClearPrompt{});
  EXPECT_EQ(desk.session().scene().objects[0].mask, source);
  EXPECT_EQ(desk.session().selection().size(), 1u);
  desk.clean({0, 0, 3, 0}, CleanupStage::kTry);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.work_on_masks();  // the answer finds nobody
  EXPECT_EQ(desk.object().mask, source);
  // Waiting to become an edit: undo takes that back first.
  desk.clean({0, 0, 3, 0}, CleanupStage::kApply);
  desk.act(action::Undo{});
  desk.work_on_masks();
  EXPECT_EQ(desk.object().mask, source);
  EXPECT_EQ(desk.session().undo_depth(), depth);
  // Another selection drops what was only tried.
  desk.clean({0, 0, 3, 0}, CleanupStage::kTry);
  desk.act(action::Select{"", action::SelectKind::kNone});
  EXPECT_EQ(desk.session().cleanup(), nullptr);
  desk.work_on_masks();
  EXPECT_EQ(desk.object().mask, source);
}

TEST(Cleaning, AnotherImageKeepsWhatWasTried) {
  CleanDesk desk;
  const auto source = desk.object().mask;
  desk.clean({0, 0, 3, 0}, CleanupStage::kTry);
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.work_on_masks();
  desk.act(action::OpenImage{1});
  EXPECT_EQ(*desk.object().mask, mask::cleaned(*source, {0, 0, 3, 0}));
}

TEST(Cleaning, AStrokeOnACleanedMaskIsTheNewSource) {
  CleanDesk desk;
  desk.clean({20, 30, 0, 0}, CleanupStage::kApply);
  desk.work_on_masks();
  desk.click(60, 60);
  EXPECT_EQ(desk.object().cleanup, mask::Cleanup{});
  EXPECT_EQ(desk.object().uncleaned, nullptr);
  EXPECT_EQ(mask::decode(*desk.object().mask).at(80, 10), 0);
  EXPECT_EQ(mask::decode(*desk.object().mask).at(60, 60), 1);
}

TEST(Cleaning, NothingLeftIsSaidAndNotDone) {
  CleanDesk desk;
  const auto source = desk.object().mask;
  desk.clean({100000, 0, 0, 0}, CleanupStage::kApply);
  desk.work_on_masks();
  EXPECT_EQ(desk.object().mask, source);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
}

TEST(Cleaning, AnAcceptedPromptStaysUnedited) {
  ReadyDesk desk;
  const std::string uuid = desk.add_object(40, 40);
  const auto source = object_of(desk, uuid)->mask;
  desk.act(action::Select{uuid});
  desk.act(action::CleanMasks{{0, 0, 4, 0}, CleanupStage::kApply});
  desk.work_on_masks();
  EXPECT_FALSE(object_of(desk, uuid)->edited);  // prompts give the source, the cleanup the mask
  EXPECT_EQ(object_of(desk, uuid)->uncleaned, source);
  EXPECT_GT(object_of(desk, uuid)->predicted_iou, 0);
}

TEST(Cleaning, APendingMaskIsAcceptedAsShown) {
  ReadyDesk desk;
  desk.click(40, 40);
  desk.decode();
  ASSERT_NE(desk.session().cleanup(), nullptr);
  const mask::Cleanup wanted{0, 0, 4, 0};
  desk.act(action::CleanMasks{wanted, CleanupStage::kTry});
  EXPECT_TRUE(desk.session().scene().mask);  // the logits' until the cleaned one is there
  desk.finalize();
  const Scene scene = desk.session().scene();
  EXPECT_FALSE(scene.mask);
  ASSERT_EQ(scene.objects.size(), 1u);
  EXPECT_TRUE(scene.objects[0].pending);
  desk.act(action::Accept{"a"});
  desk.finalize();
  const doc::AnnotationPtr object = object_of(desk, "a");
  EXPECT_EQ(*object->mask, *scene.objects[0].mask);
  EXPECT_EQ(object->cleanup, wanted);
  ASSERT_NE(object->uncleaned, nullptr);
  EXPECT_EQ(mask::cleaned(*object->uncleaned, wanted), *object->mask);
  EXPECT_FALSE(object->edited);
  // Opened again it shows the same values, and can do without.
  desk.act(action::ReopenObject{"a"});
  desk.decode();
  EXPECT_EQ(*desk.session().cleanup(), wanted);
  desk.act(action::CleanMasks{{}, CleanupStage::kApply});
  desk.act(action::Accept{""});
  desk.finalize();
  EXPECT_EQ(object_of(desk, "a")->uncleaned, nullptr);
  EXPECT_EQ(*object_of(desk, "a")->mask, *object->uncleaned);
}

TEST(Cleaning, APendingMaskIsTriedOneAtATime) {
  ReadyDesk desk;
  desk.click(40, 40);
  desk.decode();
  for (int grow = 1; grow <= 4; ++grow)
    desk.act(action::CleanMasks{{0, 0, grow, 0}, CleanupStage::kTry});
  auto requests = desk.take<effect::Finalize>();
  ASSERT_EQ(requests.size(), 1u);
  desk.act(action::CycleCandidate{1});
  desk.act(desk.answer(requests[0]));
  requests = desk.take<effect::Finalize>();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].cleanup.grow, 4);
  desk.act(action::ClearPrompt{});
  desk.act(desk.answer(requests[0]));  // nobody waits
  EXPECT_TRUE(desk.session().scene().objects.empty());
  EXPECT_TRUE(desk.uuids().empty());
}

TEST(Jobs, SeveralObjectsAtOnceAreOneStep) {
  ReadyDesk desk;
  const std::string a = desk.add_object(25, 40), b = desk.add_object(75, 40);
  desk.act(action::Select{b});
  desk.act(action::Select{a, action::SelectKind::kToggle});
  const int depth = desk.session().undo_depth();
  const auto area = object_of(desk, a)->area + object_of(desk, b)->area;
  desk.act(action::CleanMasks{{0, 0, 2, 0}, CleanupStage::kApply});
  desk.work_on_masks();
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_GT(object_of(desk, a)->area + object_of(desk, b)->area, area);
}

TEST(Jobs, SplitsIntoPartsAndBack) {
  CleanDesk desk;
  const auto whole = desk.object();
  desk.act(action::CombineMasks{Operation::kSplit});
  EXPECT_EQ(desk.uuids().size(), 1u);
  desk.work_on_masks();
  ASSERT_EQ(desk.uuids().size(), 2u);
  EXPECT_EQ(desk.uuids()[0], desk.uuid);  // the largest keeps its name
  EXPECT_GT(desk.doc().annotations[0]->area, desk.doc().annotations[1]->area);
  EXPECT_EQ(desk.doc().annotations[0]->area + desk.doc().annotations[1]->area, whole.area);
  EXPECT_EQ(desk.session().selection().size(), 2u);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids().size(), 1u);
  EXPECT_EQ(desk.object().mask, whole.mask);
  desk.act(action::CombineMasks{Operation::kKeepLargest});
  desk.work_on_masks();
  EXPECT_LT(desk.object().area, whole.area);
  const int depth = desk.session().undo_depth();
  desk.act(action::CombineMasks{Operation::kSplit});
  desk.work_on_masks();
  EXPECT_EQ(desk.session().undo_depth(), depth);  // one piece already, and said so
  EXPECT_EQ(desk.session().toasts().size(), 1u);
}

struct PairDesk : ReadyDesk {
  PairDesk() {
    act(action::SetTool{Tool::kBrush});
    act(action::SetBrushDiameter{30});
    click(40, 40);
    a = uuids().at(0);
    act(action::Select{"", action::SelectKind::kNone});
    click(55, 40);
    b = uuids().at(1);
    mask_a = object_of(*this, a)->mask;
    mask_b = object_of(*this, b)->mask;
    forget_effects();
  }
  void select(const std::string& first, const std::string& second) {
    act(action::Select{first});
    act(action::Select{second, action::SelectKind::kToggle});
  }
  std::string a, b;
  mask::MaskPtr mask_a, mask_b;
};

TEST(Jobs, TheFirstSelectedIsTheBase) {
  PairDesk desk;
  desk.select(desk.b, desk.a);
  desk.act(action::CombineMasks{Operation::kSubtract});
  desk.work_on_masks();
  EXPECT_EQ(*object_of(desk, desk.b)->mask, mask::subtract(*desk.mask_b, *desk.mask_a));
  EXPECT_EQ(object_of(desk, desk.a)->mask, desk.mask_a);
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{desk.b});
  desk.act(action::Undo{});
  desk.select(desk.a, desk.b);
  desk.act(action::CombineMasks{Operation::kSubtract});
  desk.work_on_masks();
  EXPECT_EQ(*object_of(desk, desk.a)->mask, mask::subtract(*desk.mask_a, *desk.mask_b));
}

TEST(Jobs, UniteAndIntersectLeaveOneObject) {
  PairDesk desk;
  const mask::Rle both[] = {*desk.mask_a, *desk.mask_b};
  desk.select(desk.b, desk.a);
  desk.act(action::CombineMasks{Operation::kUnite});
  desk.work_on_masks();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{desk.b});
  EXPECT_EQ(*object_of(desk, desk.b)->mask, mask::merge(both, mask::MergeKind::kUnion));
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids().size(), 2u);
  desk.select(desk.a, desk.b);
  desk.act(action::CombineMasks{Operation::kIntersect});
  desk.work_on_masks();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{desk.a});
  EXPECT_EQ(*object_of(desk, desk.a)->mask, mask::merge(both, mask::MergeKind::kIntersection));
}

TEST(Jobs, LockedObjectsAreNotChanged) {
  PairDesk desk;
  desk.act(action::ToggleLocked{desk.b});
  desk.select(desk.a, desk.b);
  desk.act(action::CombineMasks{Operation::kUnite});  // b would go
  desk.work_on_masks();
  EXPECT_EQ(desk.uuids().size(), 2u);
  EXPECT_EQ(object_of(desk, desk.a)->mask, desk.mask_a);
  desk.select(desk.a, desk.b);
  desk.act(action::CombineMasks{Operation::kSubtract});  // b only cuts
  desk.work_on_masks();
  EXPECT_EQ(*object_of(desk, desk.a)->mask, mask::subtract(*desk.mask_a, *desk.mask_b));
  desk.act(action::Select{desk.b});
  const int depth = desk.session().undo_depth();
  desk.click(55, 40, action::Button::kRight);
  EXPECT_EQ(desk.session().undo_depth(), depth);
  EXPECT_EQ(desk.session().cleanup(), nullptr);
  desk.act(action::SetTool{Tool::kOutline});
  EXPECT_FALSE(desk.session().scene().outline);
}

TEST(Jobs, EmptyResultsAreSaidAndNotDone) {
  PairDesk desk;
  desk.act(action::Select{"", action::SelectKind::kNone});
  desk.act(action::SetBrushDiameter{4});
  desk.click(5, 5);
  const std::string c = desk.uuids().at(2);
  desk.select(c, desk.a);
  const int depth = desk.session().undo_depth();
  desk.act(action::CombineMasks{Operation::kIntersect});
  desk.work_on_masks();
  EXPECT_EQ(desk.session().undo_depth(), depth);
  EXPECT_EQ(desk.uuids().size(), 3u);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
  desk.act(action::Select{c});
  desk.act(action::CombineMasks{Operation::kUnite});  // one alone
  EXPECT_FALSE(desk.has<effect::WorkOnMasks>());
  EXPECT_EQ(desk.session().toasts().size(), 2u);
}

TEST(Jobs, AnAnswerAboutWhatHasChangedIsDropped) {
  PairDesk desk;
  desk.select(desk.a, desk.b);
  desk.act(action::CombineMasks{Operation::kUnite});
  desk.act(action::DeleteObject{desk.b});
  const int depth = desk.session().undo_depth();
  desk.work_on_masks();
  EXPECT_EQ(desk.session().undo_depth(), depth);
  EXPECT_EQ(object_of(desk, desk.a)->mask, desk.mask_a);
}

TEST(Jobs, AnswersArriveAtTheirImage) {
  PairDesk desk;
  desk.select(desk.a, desk.b);
  desk.act(action::CombineMasks{Operation::kUnite});
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.work_on_masks();
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::OpenImage{1});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{desk.a});
}

}  // namespace
}  // namespace maskpoint::session
