// Masks that may not overlap: seams, cuts, and both objects taken back in one step.
#include <gtest/gtest.h>

#include "session/held_logits.h"
#include "session/overlap_desk.h"

namespace maskpoint::session {
namespace {

TEST(Overlap, IsAllowedUnlessAskedOtherwise) {
  OverlapDesk desk;
  const std::string a = desk.add_object(40, 40), b = desk.add_object(46, 40);
  EXPECT_GT(shared_pixels(desk.object(a), desk.object(b)), 0u);
}

TEST(Overlap, ANewObjectYieldsToALoadedOne) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kYield);
  const std::string a = desk.add_object(50, 40);
  EXPECT_EQ(desk.object("old")->area, 4000u);
  EXPECT_EQ(desk.object(a)->bbox.x, 50);
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object("old")), 0u);
}

TEST(Overlap, ANewObjectCutsALoadedOneAndUndoHealsItInOneStep) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kCut);
  const doc::AnnotationPtr before = desk.object("old");
  const std::string a = desk.add_object(50, 40);
  EXPECT_LT(desk.object("old")->area, 4000u);
  EXPECT_EQ(desk.object("old")->area, mask::area(*desk.object("old")->mask));
  EXPECT_EQ(desk.object("old")->id, 7);
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object("old")), 0u);
  const doc::AnnotationPtr cut = desk.object("old");
  desk.act(action::Undo{});
  EXPECT_EQ(desk.object("old"), before);
  EXPECT_EQ(desk.object(a), nullptr);
  EXPECT_NE(desk.session().pending(), nullptr);
  desk.act(action::Redo{});
  EXPECT_EQ(desk.object("old"), cut);
}

TEST(Overlap, BetweenTwoMadeHereTheSeamGoesByTheirLogits) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    OverlapDesk desk;
    set_overlap(desk, rule);
    const std::string a = desk.add_object(40, 40);
    const doc::AnnotationPtr whole = desk.object(a);
    desk.click(46, 40);
    desk.decode();
    desk.act(action::Accept{"b"});
    const auto asked = desk.take<effect::Finalize>();
    ASSERT_EQ(asked.size(), 1u);
    ASSERT_EQ(asked[0].neighbours.size(), 1u);
    EXPECT_NE(asked[0].neighbours[0].logits, nullptr);
    desk.act(desk.answer(asked[0]));
    EXPECT_EQ(shared_pixels(desk.object(a), desk.object("b")), 0u);
    EXPECT_GE(union_of(desk.object(a), desk.object("b")), whole->area);
  }
}

TEST(Overlap, AMaskPaintedOnSinceHasNoLogitsAnyMore) {
  OverlapDesk desk;
  set_overlap(desk, Overlap::kYield);
  const std::string a = desk.add_object(40, 40);
  desk.save();
  desk.forget_logits(a);
  // Somebody else changed it: another mask comes from the server.
  auto other = std::make_shared<doc::ImageDoc>(*desk.stored[1]);
  auto changed = std::make_shared<doc::Annotation>(*other->annotations[0]);
  changed->area += 1;
  other->annotations[0] = changed;
  desk.act(action::AnnotationsLoaded{other, "other"});
  desk.click(46, 40);
  desk.decode();
  desk.act(action::Accept{"b"});
  const auto asked = desk.take<effect::Finalize>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].neighbours[0].logits, nullptr);
}

TEST(Overlap, AcceptedInOneBreathTheSecondWaitsForTheFirst) {
  OverlapDesk desk;
  set_overlap(desk, Overlap::kCut);
  desk.click(40, 40);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.click(46, 40);
  desk.decode();
  desk.act(action::Accept{"b"});
  const auto first = desk.take<effect::Finalize>();
  ASSERT_EQ(first.size(), 1u);
  desk.act(desk.answer(first[0]));
  const auto second = desk.take<effect::Finalize>();
  ASSERT_EQ(second.size(), 1u);
  ASSERT_EQ(second[0].neighbours.size(), 1u);
  EXPECT_EQ(second[0].neighbours[0].key, "a");
  desk.act(desk.answer(second[0]));
  EXPECT_EQ(shared_pixels(desk.object("a"), desk.object("b")), 0u);
  // A mask of the second that fails or comes to nothing must not stop a third.
  desk.click(20, 20);
  desk.decode();
  desk.act(action::Accept{"c"});
  desk.click(80, 60);
  desk.decode();
  desk.act(action::Accept{"d"});
  const auto third = desk.take<effect::Finalize>();
  ASSERT_EQ(third.size(), 1u);
  desk.act(action::Failed{"no", 1, third[0].seq});
  desk.finalize();
  EXPECT_NE(desk.object("d"), nullptr);
}

TEST(Overlap, AnObjectDeletedWhileTheMaskIsMadeStaysDeleted) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kCut);
  desk.click(50, 40);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.act(action::DeleteObject{"old"});
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"a"});
  desk.act(action::Undo{});  // of the deletion: what the new one left of it
  ASSERT_NE(desk.object("old"), nullptr);
  EXPECT_EQ(shared_pixels(desk.object("a"), desk.object("old")), 0u);
}

TEST(Overlap, AnObjectChangedWhileTheMaskIsMadeLosesWhatItStillHas) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kCut);
  desk.click(50, 40);
  desk.decode();
  desk.act(action::Accept{"a"});
  // Somebody else gives it the upper half instead of the left.
  mask::Rle upper = mask::empty_rle({100, 80});
  upper.counts = {0};
  for (int x = 0; x < 100; ++x)
    upper.counts.insert(upper.counts.end(), {40, 40});
  auto changed = std::make_shared<doc::Annotation>(*desk.object("old"));
  changed->mask = std::make_shared<const mask::Rle>(upper);
  changed->bbox = {0, 0, 100, 40};
  changed->area = 4000;
  auto theirs = std::make_shared<doc::ImageDoc>(desk.doc());
  theirs->annotations = {changed};
  desk.act(action::AnnotationsLoaded{theirs, "theirs"});
  desk.finalize();
  const doc::AnnotationPtr old = desk.object("old");
  ASSERT_NE(old, nullptr);
  EXPECT_EQ(old->area, mask::area(*old->mask));
  EXPECT_LT(old->area, 4000u);
  EXPECT_GT(old->bbox.width, 50);  // theirs, less what the new one took from the left half
}

TEST(Overlap, AnObjectWithNothingLeftGoesAndComesBackWithUndo) {
  OverlapDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::ShowCandidate{2});  // the smallest
  desk.act(action::Accept{"small"});
  desk.finalize();
  desk.save();
  desk.forget_logits("small");
  auto loaded = std::make_shared<doc::ImageDoc>(*desk.stored[1]);
  auto touched = std::make_shared<doc::Annotation>(*loaded->annotations[0]);
  touched->stability_score = 0.5f;
  loaded->annotations[0] = touched;
  desk.act(action::AnnotationsLoaded{loaded, "other"});
  set_overlap(desk, Overlap::kCut);
  desk.click(50, 40);
  desk.decode();
  desk.act(action::ShowCandidate{0});
  desk.act(action::Accept{"large"});
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"large"});
  ASSERT_FALSE(desk.session().toasts().empty());
  EXPECT_NE(desk.session().toasts().back().message.find("nothing left"), std::string::npos);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"small"});
}

TEST(Overlap, ANewObjectWithNothingLeftIsNotAddedAndItsPromptStays) {
  LoadedDesk desk;
  set_overlap(desk, Overlap::kYield);
  desk.click(10, 40);
  desk.decode();
  desk.act(action::ShowCandidate{2});
  desk.act(action::Accept{"inside"});
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"old"});
  EXPECT_NE(desk.session().pending(), nullptr);
  ASSERT_FALSE(desk.session().toasts().empty());
  EXPECT_NE(desk.session().toasts().back().message.find("Other objects"), std::string::npos);
}

TEST(Overlap, AReopenedObjectKeepsApartFromOthersButNotFromItself) {
  OverlapDesk desk;
  const std::string a = desk.add_object(30, 40), b = desk.add_object(70, 40);
  set_overlap(desk, Overlap::kYield);
  desk.act(action::ReopenObject{a});
  desk.decode();
  desk.click(60, 40);
  desk.decode();
  desk.act(action::Accept{"unused"});
  const auto asked = desk.take<effect::Finalize>();
  ASSERT_EQ(asked.size(), 1u);
  ASSERT_EQ(asked[0].neighbours.size(), 1u);
  EXPECT_EQ(asked[0].neighbours[0].key, b);
  desk.act(desk.answer(asked[0]));
  EXPECT_EQ(shared_pixels(desk.object(a), desk.object(b)), 0u);
}

TEST(HeldLogits, AreBoundedAndForgetTheOldest) {
  HeldLogits held;
  std::vector<std::shared_ptr<const mask::Rle>> masks;
  const auto logits = std::make_shared<const mask::PackedLogits>(std::vector<float>(4, 1.0f));
  for (std::size_t i = 0; i <= HeldLogits::kMost; ++i) {
    masks.push_back(std::make_shared<const mask::Rle>(mask::empty_rle({2, 2})));
    held.keep(masks.back(), logits, float(i));
  }
  EXPECT_EQ(held.find(masks[0]), nullptr);
  ASSERT_NE(held.find(masks[1]), nullptr);
  EXPECT_EQ(held.find(masks[1])->threshold, 1.0f);
  EXPECT_EQ(held.find(nullptr), nullptr);
}

}  // namespace
}  // namespace maskpoint::session
