// Where masks may not overlap: what is pasted, duplicated or copied to the next image.
#include <gtest/gtest.h>

#include "session/held_logits.h"
#include "session/overlap_desk.h"

namespace maskpoint::session {
namespace {

using action::SelectKind;

const char kSeed[] = "11111111-2222-4333-8444-555555555555";

std::string last_toast(const Desk& desk) {
  return desk.session().toasts().empty() ? "" : desk.session().toasts().back().message;
}

// Image 2 with its loaded left half open, a disc across the edge of it on the clipboard.
struct PasteDesk : LoadedDesk {
  PasteDesk() {
    act(action::OpenImage{1});
    load(1);
    act(action::Select{add_object(50, 40), SelectKind::kOnly});
    act(action::CopySelected{});
    whole = object(*session().selection().begin());
    act(action::OpenImage{2});
    load(2);
  }
  doc::AnnotationPtr pasted() const { return doc().annotations.back(); }
  doc::AnnotationPtr whole;
};

TEST(OverlapPasted, APastedObjectYieldsToWhatIsThere) {
  PasteDesk desk;
  set_overlap(desk, Overlap::kYield);
  desk.act(action::Paste{kSeed, ""});
  ASSERT_EQ(desk.doc().annotations.size(), 2u);
  EXPECT_EQ(desk.object("old")->area, 4000u);
  EXPECT_EQ(desk.pasted()->bbox.x, 50);
  EXPECT_LT(desk.pasted()->area, desk.whole->area);
  EXPECT_EQ(desk.pasted()->area, mask::area(*desk.pasted()->mask));
  EXPECT_EQ(shared_pixels(desk.pasted(), desk.object("old")), 0u);
}

TEST(OverlapPasted, APastedObjectCutsWhatIsThereAndUndoHealsIt) {
  PasteDesk desk;
  const doc::AnnotationPtr before = desk.object("old");
  set_overlap(desk, Overlap::kCut);
  desk.act(action::Paste{kSeed, ""});
  ASSERT_EQ(desk.doc().annotations.size(), 2u);
  EXPECT_EQ(desk.pasted()->area, desk.whole->area);
  EXPECT_LT(desk.object("old")->area, 4000u);
  EXPECT_EQ(shared_pixels(desk.pasted(), desk.object("old")), 0u);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.object("old"), before);
  EXPECT_EQ(desk.doc().annotations.size(), 1u);
}

TEST(OverlapPasted, WhereMasksMayOverlapItComesWhole) {
  PasteDesk desk;
  desk.act(action::Paste{kSeed, ""});
  EXPECT_EQ(*desk.pasted()->mask, *desk.whole->mask);
  EXPECT_GT(shared_pixels(desk.pasted(), desk.object("old")), 0u);
}

TEST(OverlapPasted, ALockedObjectKeepsItsPixelsFromAPastedOne) {
  PasteDesk desk;
  desk.act(action::ToggleLocked{"old"});
  set_overlap(desk, Overlap::kCut);
  desk.act(action::Paste{kSeed, ""});
  EXPECT_EQ(desk.object("old")->area, 4000u);
  EXPECT_EQ(shared_pixels(desk.pasted(), desk.object("old")), 0u);
}

TEST(OverlapPasted, ADuplicateHasNothingToItselfAndNeverReplacesWhatItCopies) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    OverlapDesk desk;
    const std::string a = desk.add_object(40, 40);
    const doc::AnnotationPtr before = desk.object(a);
    set_overlap(desk, rule);
    desk.act(action::Select{a, SelectKind::kOnly});
    const int depth = desk.session().undo_depth();
    desk.act(action::DuplicateSelected{kSeed});
    EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});
    EXPECT_EQ(desk.object(a), before);
    EXPECT_EQ(desk.session().undo_depth(), depth) << "no edit that changes nothing";
    EXPECT_NE(last_toast(desk).find("left out"), std::string::npos);
  }
}

TEST(OverlapPasted, SeveralPastedTogetherArePartedFromEachOther) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    OverlapDesk desk;
    const std::string a = desk.add_object(40, 40), b = desk.add_object(46, 40);
    ASSERT_GT(shared_pixels(desk.object(a), desk.object(b)), 0u);
    const std::uint64_t covered = union_of(desk.object(a), desk.object(b));
    desk.act(action::SelectAll{});
    desk.act(action::CopySelected{});
    desk.act(action::OpenImage{2});
    desk.load(2);
    set_overlap(desk, rule);
    desk.act(action::Paste{kSeed, ""});
    ASSERT_EQ(desk.doc().annotations.size(), 2u);
    const doc::AnnotationPtr first = desk.doc().annotations[0], second = desk.doc().annotations[1];
    EXPECT_EQ(shared_pixels(first, second), 0u);
    EXPECT_EQ(first->area + second->area, covered);
    EXPECT_EQ(desk.session().selection().size(), 2u);
  }
}

// The other image's decoder said nothing about this one.
TEST(OverlapPasted, OnAnotherImageThereAreNoLogitsToGoBy) {
  PasteDesk desk;
  desk.act(action::Paste{kSeed, ""});
  set_overlap(desk, Overlap::kYield);
  desk.click(60, 40);
  desk.decode();
  desk.act(action::Accept{"b"});
  const auto asked = desk.take<effect::Finalize>();
  ASSERT_EQ(asked.size(), 1u);
  ASSERT_EQ(asked[0].neighbours.size(), 2u);
  EXPECT_EQ(asked[0].neighbours[1].logits, nullptr);
}

TEST(OverlapPasted, CutOutAndPutBackTheSeamGoesByTheLogits) {
  OverlapDesk desk;
  const std::string a = desk.add_object(40, 40);
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::CutSelected{});
  const std::string b = desk.add_object(46, 40);
  const doc::AnnotationPtr whole = desk.object(b);
  set_overlap(desk, Overlap::kYield);
  desk.act(action::Paste{kSeed, ""});
  ASSERT_EQ(desk.doc().annotations.size(), 2u);
  EXPECT_EQ(shared_pixels(desk.doc().annotations[1], desk.object(b)), 0u);
  // By the rule alone the one that is there would keep everything.
  EXPECT_LT(desk.object(b)->area, whole->area);
}

TEST(OverlapPasted, AMaskThatComesAfterAPasteTakesNoneOfItsPixels) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    PasteDesk desk;
    set_overlap(desk, rule);
    desk.click(60, 40);
    desk.decode();
    desk.act(action::Accept{"late"});
    desk.act(action::Paste{kSeed, ""});
    const doc::AnnotationPtr pasted = desk.pasted();
    desk.finalize();
    ASSERT_NE(desk.object("late"), nullptr);
    EXPECT_EQ(desk.object(pasted->uuid), pasted);
    EXPECT_EQ(shared_pixels(desk.object("late"), pasted), 0u);
    const std::uint64_t beside = desk.object("late")->area;
    desk.act(action::Undo{});  // without the paste it is whole
    EXPECT_GT(desk.object("late")->area, beside);
  }
}

TEST(OverlapPasted, ObjectsCopiedToTheNextImageArePartedThereAndFromEachOther) {
  for (const Overlap rule : {Overlap::kYield, Overlap::kCut}) {
    LoadedDesk desk;
    desk.act(action::OpenImage{1});
    desk.load(1);
    const std::string a = desk.add_object(50, 40), b = desk.add_object(56, 40);
    desk.act(action::ClearPrompt{});
    desk.act(action::Select{"", SelectKind::kOnly});
    set_overlap(desk, rule);
    desk.act(action::CopyToNextImage{{"copy-a", "copy-b"}});
    desk.load(2);
    desk.decode();
    desk.finalize();
    desk.decode();
    desk.finalize();
    ASSERT_NE(desk.object("copy-a"), nullptr);
    ASSERT_NE(desk.object("copy-b"), nullptr);
    EXPECT_EQ(shared_pixels(desk.object("copy-a"), desk.object("copy-b")), 0u);
    EXPECT_EQ(shared_pixels(desk.object("copy-a"), desk.object("old")), 0u);
    EXPECT_EQ(shared_pixels(desk.object("copy-b"), desk.object("old")), 0u);
  }
}

}  // namespace
}  // namespace maskpoint::session
