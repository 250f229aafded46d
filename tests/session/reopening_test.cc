// Prompts kept with their object: reopened, changed and accepted in place.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

std::vector<std::string> messages(const Desk& desk) {
  std::vector<std::string> all;
  for (const Toast& toast : desk.session().toasts())
    all.push_back(toast.message);
  return all;
}

struct ReopenDesk : ReadyDesk {
  ReopenDesk() {
    act(action::PickCategory{2});
    uuid = add_object(30, 30);
    add_object(70, 50);
    save();
    act(action::PickCategory{1});
  }
  doc::AnnotationPtr object() const { return doc::find(doc(), uuid); }
  std::string uuid;
};

TEST(Reopening, ADoubleClickWithTheSelectToolReopens) {
  ReopenDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  const geom::ScreenPoint at = desk.screen(30, 30);
  desk.act(action::PointerPressed{at, action::Button::kLeft, {}, 1});
  desk.act(action::PointerReleased{at, action::Button::kLeft, {}});
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::PointerPressed{at, action::Button::kLeft, {}, 2});
  desk.act(action::PointerReleased{at, action::Button::kLeft, {}});
  EXPECT_EQ(pending_of(desk).replaces, desk.uuid);
  EXPECT_EQ(desk.session().tool(), Tool::kPrompt);
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  EXPECT_TRUE(pending_of(desk).steps.back().box == std::nullopt);
}

TEST(Reopening, AcceptReplacesInPlaceAndKeepsUuidClassIdAndOrder) {
  ReopenDesk desk;
  const doc::AnnotationPtr before = desk.object();
  ASSERT_NE(before->id, 0);
  desk.act(action::ReopenObject{desk.uuid});
  desk.decode();
  desk.click(40, 40);
  desk.decode();
  desk.act(action::Accept{"never-used"});
  desk.finalize();
  desk.save();
  const doc::AnnotationPtr after = desk.object();
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->category_id, 2);
  EXPECT_EQ(after->prompts->steps.size(), 2u);
  EXPECT_EQ(desk.uuids().front(), desk.uuid);
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
  // One step back is the open prompt, and the object is as it was.
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).replaces, desk.uuid);
  EXPECT_EQ(desk.object()->mask, before->mask);
}

TEST(Reopening, EscLeavesTheObjectAsItWas) {
  ReopenDesk desk;
  const doc::AnnotationPtr before = desk.object();
  desk.act(action::ReopenObject{desk.uuid});
  desk.decode();
  desk.click(40, 40);
  desk.act(action::ClearPrompt{});
  desk.decode();
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_EQ(desk.object(), before);
}

TEST(Reopening, EachStepIsUndoneAndTheReopeningWithThem) {
  ReopenDesk desk;
  desk.act(action::ReopenObject{desk.uuid});
  desk.decode();
  desk.click(40, 40);
  desk.decode();
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
}

TEST(Reopening, AnotherModelOrEmbeddingIsSaid) {
  ReopenDesk desk;
  desk.act(action::ImagePrepared{1, "model", "another embedding"});
  desk.act(action::ReopenObject{desk.uuid});
  ASSERT_EQ(messages(desk).size(), 1u);
  EXPECT_NE(messages(desk)[0].find("encoded anew"), std::string::npos);
  desk.act(action::ClearPrompt{});
  desk.act(action::DismissToast{desk.session().toasts().front().id});
  desk.act(action::ImagePrepared{1, "another model", "embedding"});
  desk.act(action::ReopenObject{desk.uuid});
  ASSERT_EQ(messages(desk).size(), 1u);
  EXPECT_NE(messages(desk)[0].find("another model"), std::string::npos);
}

TEST(Reopening, NothingIsSaidWhereAllIsAsItWas) {
  ReopenDesk desk;
  desk.act(action::ReopenObject{desk.uuid});
  EXPECT_TRUE(messages(desk).empty());
}

TEST(Reopening, AnImageNotYetPreparedSaysItWhenItIs) {
  ReopenDesk desk;
  desk.act(action::OpenImage{2});
  desk.act(action::OpenImage{1});
  desk.act(action::ReopenObject{desk.uuid});
  EXPECT_TRUE(messages(desk).empty());
  desk.act(action::ImagePrepared{1, "model", "another embedding"});
  EXPECT_EQ(messages(desk).size(), 1u);
}

TEST(Reopening, AnObjectDeletedWhileItsPromptDecodesTakesThePromptAlong) {
  ReopenDesk desk;
  desk.act(action::ReopenObject{desk.uuid});
  desk.click(40, 40);
  const auto asked = desk.take<effect::Decode>();
  ASSERT_FALSE(asked.empty());
  desk.act(action::DeleteObject{desk.uuid});
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(desk.answer(asked.back()));
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_EQ(desk.doc().annotations.size(), 1u);
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).replaces, desk.uuid);
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
}

}  // namespace
}  // namespace maskpoint::session
