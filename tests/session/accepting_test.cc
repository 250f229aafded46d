// From a pending prompt to an object, with answers that come late or not at all.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

TEST(Accepting, TheObjectCarriesEverythingAboutItsMask) {
  ReadyDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::CycleCandidate{1});
  desk.act(action::PickCategory{2});
  desk.act(action::Accept{"a"});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_TRUE(desk.uuids().empty());  // its exact mask is still computed
  desk.finalize();
  ASSERT_EQ(desk.doc().annotations.size(), 1u);
  const doc::Annotation& a = *desk.doc().annotations[0];
  EXPECT_EQ(a.uuid, "a");
  EXPECT_EQ(a.category_id, 2);
  EXPECT_EQ(a.area, mask::area(*a.mask));
  EXPECT_EQ(a.bbox, mask::bbox(*a.mask));
  EXPECT_GT(a.area, 0u);
  EXPECT_FLOAT_EQ(a.predicted_iou, 0.83f);
  EXPECT_GT(a.stability_score, 0);
  ASSERT_TRUE(a.prompts);
  EXPECT_EQ(a.prompts->model, "model");
  EXPECT_EQ(a.prompts->embedding, "embedding");
  ASSERT_EQ(a.prompts->steps.size(), 1u);
  EXPECT_EQ(a.prompts->steps[0].candidate, 3);
  EXPECT_EQ(desk.session().current_category(), 2);  // stays armed in the same class
}

TEST(Accepting, NothingPendingNothingAccepted) {
  ReadyDesk desk;
  desk.act(action::Accept{"a"});
  EXPECT_FALSE(desk.has<effect::Finalize>());
  EXPECT_FALSE(desk.session().can_undo());
}

TEST(Accepting, BeforeTheDecodeIsBackItIsAcceptedWhenItComes) {
  ReadyDesk desk;
  desk.click(50, 40);
  desk.act(action::Accept{"a"});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.has<effect::Finalize>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kUnsaved);
  desk.decode();
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"a"});
}

TEST(Accepting, TheNextObjectCanBeBegunMeanwhile) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.act(action::Accept{"a"});
  desk.click(70, 60);  // the next one, while the first is not even decoded
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  desk.decode();  // both, one after the other
  EXPECT_FALSE(pending_of(desk).decoding);
  desk.act(action::Accept{"b"});
  desk.finalize();
  ASSERT_EQ(desk.uuids(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(desk.doc().annotations[0]->prompts->steps[0].points[0].at, (geom::PixelPoint{20, 20}));
  EXPECT_EQ(desk.doc().annotations[1]->prompts->steps[0].points[0].at, (geom::PixelPoint{70, 60}));
  // The timeline has the order in which things were done.
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"a"});
  EXPECT_EQ(pending_of(desk).steps[0].points[0].at, (geom::PixelPoint{70, 60}));
  desk.act(action::Undo{});
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.uuids().empty());
}

TEST(Accepting, UndoneBeforeItsMaskCameItComesBackByRedo) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  desk.finalize();
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  desk.act(action::Redo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"a"});
}

TEST(Accepting, UndoneAndReplacedItsMaskIsDropped) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.act(action::Undo{});
  desk.click(60, 60);
  desk.finalize();
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Redo{});
  EXPECT_TRUE(desk.uuids().empty());
}

TEST(Accepting, UndoneWhileDecodingThePromptIsDecodedAgain) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.act(action::Accept{"a"});
  desk.act(action::Undo{});
  EXPECT_TRUE(pending_of(desk).decoding);
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
  EXPECT_TRUE(desk.uuids().empty());
  desk.finalize();
  desk.act(action::Redo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"a"});
}

TEST(Accepting, AnEmptyMaskMakesNoObjectAndGivesThePromptBack) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  desk.act(action::Accept{"a"});
  const auto asked = desk.take<effect::Finalize>();
  action::MaskReady empty = desk.answer(asked.at(0));
  empty.mask = std::make_shared<const mask::Rle>(mask::empty_rle({100, 80}));
  empty.area = 0;
  desk.act(empty);
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  EXPECT_FALSE(desk.session().can_redo());
  EXPECT_EQ(desk.session().undo_depth(), 1);
}

TEST(Accepting, AFailedFinalizeGivesThePromptBack) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.act(action::Failed{"Out of memory.", 1, desk.take<effect::Finalize>().at(0).seq});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  desk.decode();
  desk.act(action::Accept{"a"});
  desk.finalize();
  EXPECT_EQ(desk.uuids().size(), 1u);
}

TEST(Accepting, WithoutClassesOneIsMade) {
  Desk desk;
  ImageRow row;
  row.id = 1;
  row.size = {100, 80};
  desk.act(action::CategoriesLoaded{std::make_shared<doc::Categories>(), "c0"});
  desk.act(action::ProjectLoaded{"p", {row}});
  desk.load(1);
  desk.click(20, 20);
  desk.decode();
  EXPECT_EQ(desk.session().current_category(), 0);
  desk.act(action::Accept{"a"});
  ASSERT_EQ(desk.session().categories().size(), 1u);
  EXPECT_EQ(desk.session().categories()[0].name, "object");
  EXPECT_EQ(desk.session().categories()[0].id, 1);
  EXPECT_TRUE(desk.has<effect::SaveCategories>());
  desk.finalize();
  EXPECT_EQ(desk.doc().annotations.at(0)->category_id, 1);
}

TEST(Accepting, TheImageIsInWorkFromItsFirstObjectOn) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  EXPECT_EQ(desk.session().open_image()->state, doc::WorkState::kInWork);
  EXPECT_EQ(desk.session().open_image()->annotation_count, 1);
  EXPECT_FALSE(desk.has<effect::SaveImageState>());  // the server sees it by itself
}

TEST(Accepting, TheMaskStaysOnTheScreenUntilItsObjectIsThere) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  const sam::LogitsPtr shown = desk.session().scene().mask->logits;
  desk.act(action::Accept{"a"});
  ASSERT_TRUE(desk.session().scene().mask.has_value());
  EXPECT_EQ(desk.session().scene().mask->logits, shown);
  desk.act(action::PointerLeft{});
  desk.finalize();
  EXPECT_FALSE(desk.session().scene().mask.has_value());
  EXPECT_EQ(desk.session().scene().objects.size(), 1u);
}

TEST(Accepting, AcceptedAndLeftItStillArrives) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.act(action::Accept{"a"});  // Enter, D in one breath
  const auto decode = desk.take<effect::Decode>();
  desk.act(action::StepImage{1});
  desk.load(2);
  for (const effect::Decode& request : decode)
    if (request.purpose == effect::Purpose::kPrompt) desk.act(desk.answer(request));
  desk.finalize();
  const auto saves = desk.take<effect::SaveImage>();
  ASSERT_EQ(saves.size(), 1u);
  EXPECT_EQ(saves[0].doc->image_id, 1);
  EXPECT_EQ(saves[0].doc->annotations.size(), 1u);
  EXPECT_EQ(desk.session().open_image()->id, 2);
  EXPECT_TRUE(desk.doc().annotations.empty());
}

TEST(Accepting, LeftBeforeItsDecodeWasAnsweredItGoesOnWhenOpenedAgain) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.act(action::Accept{"a"});
  desk.act(action::StepImage{1});
  desk.load(2);
  desk.forget_effects();  // the worker let go of it
  desk.act(action::StepImage{-1});
  desk.load(1);
  desk.decode();
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"a"});
}

TEST(Reopening, BringsThePromptBackAndReplacesTheObject) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(70, 60);
  desk.act(action::SetObjectCategory{a, 2});
  desk.act(action::PickCategory{1});
  const doc::AnnotationPtr before = desk.doc().annotations[0];
  desk.act(action::ReopenObject{a});
  EXPECT_EQ(pending_of(desk).replaces, a);
  EXPECT_EQ(desk.session().current_category(), 2);
  desk.decode();
  EXPECT_EQ(pending_of(desk).steps.back().candidate, before->prompts->steps.back().candidate);
  EXPECT_EQ(desk.session().scene().objects.size(), 1u);  // the pending mask stands for it
  desk.click(30, 20);
  desk.decode();
  desk.act(action::Accept{"ignored"});
  desk.finalize();
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{a, b}));
  EXPECT_NE(desk.doc().annotations[0]->mask, before->mask);
  EXPECT_EQ(desk.doc().annotations[0]->prompts->steps.size(), 2u);
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.doc().annotations[0], before);
  EXPECT_EQ(pending_of(desk).replaces, a);
}

TEST(Reopening, KeepsTheServersIdAndUnknownKeys) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  auto stored = std::make_shared<doc::Annotation>(*desk.doc().annotations[0]);
  stored->id = 17;
  stored->extra_json = R"({"note":"kept"})";
  stored->iscrowd = true;
  doc::ImageDocPtr theirs = doc::added(doc::empty_doc(1, {100, 80}), stored);
  desk.save();
  desk.act(action::AnnotationsLoaded{theirs, "e9"});
  desk.act(action::ReopenObject{a});
  desk.decode();
  desk.act(action::Accept{"x"});
  desk.finalize();
  const doc::Annotation& after = *desk.doc().annotations.at(0);
  EXPECT_EQ(after.id, 17);
  EXPECT_EQ(after.extra_json, stored->extra_json);
  EXPECT_TRUE(after.iscrowd);
}

TEST(Reopening, ANewEmptyPromptLeavesTheObjectAlone) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const doc::ImageDocPtr before = desk.session().image_doc();
  desk.act(action::ReopenObject{a});
  desk.act(action::ClearPrompt{});
  EXPECT_EQ(desk.session().image_doc(), before);
  EXPECT_EQ(desk.session().scene().objects.size(), 1u);
}

TEST(Reopening, MasksFromElsewhereHaveNoPrompts) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  auto foreign = std::make_shared<doc::Annotation>(*desk.doc().annotations[0]);
  foreign->uuid = "foreign";
  foreign->prompts = nullptr;
  desk.save();
  desk.act(action::AnnotationsLoaded{doc::added(desk.session().image_doc(), foreign), "e9"});
  desk.act(action::ReopenObject{"foreign"});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
}

TEST(Reopening, DeletingTheObjectEndsItsPrompt) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::ReopenObject{a});  // still decoding
  desk.act(action::DeleteObject{a});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_TRUE(desk.uuids().empty());
  desk.decode();
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});
  EXPECT_EQ(pending_of(desk).replaces, a);
}

TEST(Reopening, DeletedWhileItsNewMaskIsComputedItStaysDeleted) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::ReopenObject{a});
  desk.decode();
  desk.act(action::Accept{"x"});
  desk.act(action::DeleteObject{a});
  desk.finalize();
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});
}

}  // namespace
}  // namespace maskpoint::session
