// Undo and redo: one timeline an image, prompts included.
#include <gtest/gtest.h>

#include "session/desk.h"

namespace maskpoint::session {
namespace {

TEST(Timeline, PromptsAreUndoneOneByOneAndComeBack) {
  ReadyDesk desk;
  for (const int x : {20, 40, 60}) {
    desk.click(x, 40);
    desk.decode();
  }
  for (std::size_t left = 2; left >= 1; --left) {
    desk.act(action::Undo{});
    EXPECT_EQ(pending_of(desk).steps.size(), left);
    desk.decode();
    EXPECT_FALSE(pending_of(desk).decoding);
  }
  desk.act(action::Undo{});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().can_undo());
  for (std::size_t have = 1; have <= 3; ++have) {
    desk.act(action::Redo{});
    EXPECT_EQ(pending_of(desk).steps.size(), have);
  }
  EXPECT_FALSE(desk.session().can_redo());
}

TEST(Timeline, UndoneCandidatesComeBackAsChosen) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.act(action::ShowCandidate{0});
  desk.click(60, 40);
  desk.decode();
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.back().candidate, 1);
  desk.decode();
  EXPECT_EQ(pending_of(desk).shown, 0);
  EXPECT_EQ(pending_of(desk).steps.back().candidate, 1);
}

TEST(Timeline, UndoingAnAcceptGivesBackItsPromptAndRedoTheVeryObject) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.click(60, 40);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.finalize();
  ASSERT_EQ(desk.uuids(), std::vector<std::string>{"a"});
  const doc::ImageDocPtr accepted = desk.session().image_doc();

  desk.act(action::Undo{});
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(pending_of(desk).steps.size(), 2u);
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);

  desk.act(action::Redo{});
  EXPECT_EQ(desk.session().image_doc(), accepted);  // no new mask is computed
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.has<effect::Finalize>());
}

TEST(Timeline, UndoInsideAPendingObjectTouchesNoOther) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.click(60, 40);
  desk.decode();
  desk.click(70, 40);
  desk.decode();
  desk.act(action::Undo{});
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids().size(), 1u);
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Undo{});  // only now the accept
  EXPECT_TRUE(desk.uuids().empty());
  ASSERT_EQ(pending_of(desk).steps.size(), 1u);
  EXPECT_EQ(pending_of(desk).steps[0].points[0].at, (geom::PixelPoint{20, 20}));
  // And the whole way back.
  for (int i = 0; i < 3; ++i)
    desk.act(action::Redo{});
  EXPECT_EQ(desk.uuids().size(), 1u);
  EXPECT_EQ(pending_of(desk).steps.size(), 2u);
  EXPECT_FALSE(desk.session().can_redo());
}

TEST(Timeline, ANewPromptDropsWhatWasUndone) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.act(action::Undo{});
  desk.decode();
  desk.click(60, 40);
  desk.decode();
  EXPECT_FALSE(desk.session().can_redo());
  desk.act(action::Accept{"b"});
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"b"});
}

TEST(Timeline, EveryEditOfObjectsIsUndone) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(70, 60);
  desk.act(action::SetObjectCategory{a, 2});
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);
  desk.act(action::DeleteObject{b});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{a, b}));
  desk.act(action::Undo{});
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 1);
}

TEST(Timeline, TakeBackRemovesTheLastPromptOfThePendingObjectOnly) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::TakeBackPrompt{});  // nothing pending
  EXPECT_EQ(desk.uuids().size(), 1u);
  desk.click(60, 40);
  desk.decode();
  desk.click(70, 40);
  desk.decode();
  desk.act(action::DeleteObject{a});  // the last edit is not a prompt
  desk.act(action::TakeBackPrompt{});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 2u);
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids().size(), 1u);
}

TEST(Timeline, TakeBackIsUndoWhereThePromptCameLast) {
  ReadyDesk desk;
  desk.click(60, 40);
  desk.decode();
  desk.click(70, 40);
  desk.decode();
  desk.act(action::TakeBackPrompt{});
  EXPECT_EQ(desk.session().undo_depth(), 1);
  EXPECT_EQ(desk.session().redo_depth(), 1);
  desk.act(action::TakeBackPrompt{});
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Redo{});
  desk.act(action::Redo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 2u);
}

TEST(Timeline, UndoMidDragEndsTheDragOnly) {
  ReadyDesk desk;
  desk.click(60, 40);
  desk.decode();
  desk.press(10, 10);
  desk.move(40, 30);
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  desk.release(40, 30);
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
}

TEST(Timeline, ClearingAPromptIsUndoneInOne) {
  ReadyDesk desk;
  desk.click(60, 40);
  desk.decode();
  desk.click(70, 40);
  desk.decode();
  desk.act(action::ClearPrompt{});
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 2u);
}

TEST(Timeline, UndoAnnouncesWhatItTookBack) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::Undo{});
  const auto words = desk.take<effect::Announce>();
  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(words[0].message, "Undone: add cat.");
}

TEST(Timeline, HundredsOfObjectsUnwind) {
  ReadyDesk desk;
  for (int i = 0; i < 300; ++i)
    desk.add_object(i % 100, i % 80);
  EXPECT_EQ(desk.doc().annotations.size(), 300u);
  while (desk.session().can_undo())
    desk.act(action::Undo{});
  EXPECT_TRUE(desk.doc().annotations.empty());
  while (desk.session().can_redo())
    desk.act(action::Redo{});
  EXPECT_EQ(desk.doc().annotations.size(), 300u);
}

}  // namespace
}  // namespace maskpoint::session
