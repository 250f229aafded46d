// A cut object's prompts give its uncut mask: accepted as they are, they take nothing back.
#include <gtest/gtest.h>

#include "session/overlap_desk.h"

namespace maskpoint::session {
namespace {

// "a" was cut by "b", and then it became a matter of the past: no logits are known any longer.
struct CutDesk : OverlapDesk {
  explicit CutDesk(Overlap now = Overlap::kCut) {
    set_overlap(*this, Overlap::kCut);
    a = add_object(40, 40);
    whole = object(a);
    b = add_object(46, 40);
    save();
    forget_logits(a);
    auto theirs = std::make_shared<doc::ImageDoc>(*stored[1]);
    for (doc::AnnotationPtr& annotation : theirs->annotations) {
      auto copy = std::make_shared<doc::Annotation>(*annotation);
      copy->mask = std::make_shared<const mask::Rle>(*annotation->mask);
      copy->stability_score += 0.001f;
      annotation = copy;
    }
    stored[1] = theirs;
    act(action::AnnotationsLoaded{theirs, "theirs"});
    set_overlap(*this, now);
    forget_effects();
  }
  void reopen_and_accept() {
    act(action::ReopenObject{a});
    decode();
    act(action::Accept{"unused"});
    finalize();
  }
  std::string a, b;
  doc::AnnotationPtr whole;
};

TEST(OverlapReopened, AcceptedAsItIsNothingChangesInAnySetting) {
  for (const Overlap now : {Overlap::kAllowed, Overlap::kYield, Overlap::kCut}) {
    CutDesk desk(now);
    const doc::ImageDocPtr before = desk.session().image_doc();
    ASSERT_LT(desk.object(desk.a)->area, desk.whole->area);
    const int depth = desk.session().undo_depth();
    desk.reopen_and_accept();
    EXPECT_EQ(desk.session().image_doc(), before);
    EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
    EXPECT_FALSE(desk.has<effect::SaveImage>());
    EXPECT_EQ(desk.session().pending(), nullptr);
    EXPECT_EQ(desk.session().undo_depth(), depth) << "undo goes back to what was really done";
  }
}

TEST(OverlapReopened, WhatNobodyHasAnyLongerIsItsAgain) {
  CutDesk desk(Overlap::kYield);
  desk.act(action::DeleteObject{desk.b});
  desk.reopen_and_accept();
  EXPECT_EQ(desk.object(desk.a)->area, desk.whole->area);
  EXPECT_EQ(*desk.object(desk.a)->mask, *desk.whole->mask);
  desk.act(action::Undo{});
  EXPECT_NE(desk.session().pending(), nullptr);
  EXPECT_LT(desk.object(desk.a)->area, desk.whole->area);
}

TEST(OverlapReopened, WithAnotherClassTheMaskStaysCut) {
  CutDesk desk;
  const std::uint64_t area = desk.object(desk.a)->area;
  desk.act(action::ReopenObject{desk.a});
  desk.decode();
  desk.act(action::PickCategory{2});
  desk.act(action::Accept{"unused"});
  desk.finalize();
  EXPECT_EQ(desk.object(desk.a)->category_id, 2);
  EXPECT_EQ(desk.object(desk.a)->area, area);
  EXPECT_EQ(shared_pixels(desk.object(desk.a), desk.object(desk.b)), 0u);
}

TEST(OverlapReopened, WithAnotherPromptItIsPartedLikeANewOne) {
  CutDesk desk(Overlap::kYield);
  desk.act(action::ReopenObject{desk.a});
  desk.decode();
  desk.click(34, 40);
  desk.decode();
  desk.act(action::Accept{"unused"});
  const auto asked = desk.take<effect::Finalize>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].rule, mask::OverlapRule::kNewYields);
  ASSERT_EQ(asked[0].neighbours.size(), 1u);
  desk.act(desk.answer(asked[0]));
  EXPECT_EQ(desk.object(desk.a)->prompts->steps.size(), 2u);
  EXPECT_EQ(shared_pixels(desk.object(desk.a), desk.object(desk.b)), 0u);
}

TEST(OverlapReopened, WhatWasPaintedSinceIsReplacedAsWasSaid) {
  CutDesk desk(Overlap::kYield);
  desk.act(action::SetTool{Tool::kEraser});
  desk.act(action::Select{desk.a, action::SelectKind::kOnly});
  desk.drag(30, 30, 34, 30);
  ASSERT_TRUE(desk.object(desk.a)->edited);
  desk.reopen_and_accept();
  EXPECT_FALSE(desk.object(desk.a)->edited);
  EXPECT_EQ(shared_pixels(desk.object(desk.a), desk.object(desk.b)), 0u);
}

TEST(OverlapReopened, AnObjectThatIsWholeIsLetBeToo) {
  ReadyDesk desk;
  const std::string a = desk.add_object(40, 40);
  desk.add_object(46, 40);
  desk.save();
  const doc::ImageDocPtr before = desk.session().image_doc();
  desk.act(action::ReopenObject{a});
  desk.decode();
  desk.act(action::Accept{"unused"});
  desk.finalize();
  EXPECT_EQ(desk.session().image_doc(), before);
}

TEST(OverlapReopened, WithAnotherEmbeddingItIsMadeAnew) {
  CutDesk desk(Overlap::kYield);
  desk.act(action::ImagePrepared{1, "model", "another embedding"});
  desk.reopen_and_accept();
  EXPECT_EQ(desk.object(desk.a)->prompts->embedding, "another embedding");
}

}  // namespace
}  // namespace maskpoint::session
