// What is sent, in which order, and what happens when others save too or nobody answers.
#include <gtest/gtest.h>

#include <functional>

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

doc::AnnotationPtr foreign(const std::string& uuid, int category_id, std::int64_t id) {
  auto a = std::make_shared<doc::Annotation>();
  a->uuid = uuid;
  a->id = id;
  a->category_id = category_id;
  a->mask = std::make_shared<const mask::Rle>(mask::Rle{{100, 80}, {0, 80, 7920}});
  a->bbox = mask::bbox(*a->mask);
  a->area = mask::area(*a->mask);
  return a;
}

TEST(Saving, AnAcceptedObjectIsSentAndGetsItsId) {
  ReadyDesk desk;
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  desk.add_object(20, 20);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaving);
  const auto sent = desk.take<effect::SaveImage>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].etag, "e1");
  EXPECT_EQ(sent[0].doc, desk.session().image_doc());
  desk.act(desk.store(sent[0]));
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_EQ(desk.doc().annotations[0]->id, 1);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_TRUE(desk.session().can_undo());  // no edit was made by it
}

TEST(Saving, OneRequestAtATimeAndTheNewestNext) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  const auto first = desk.take<effect::SaveImage>();
  ASSERT_EQ(first.size(), 1u);
  desk.add_object(50, 20);
  desk.add_object(80, 20);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  desk.act(desk.store(first[0]));
  const auto second = desk.take<effect::SaveImage>();
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].doc->annotations.size(), 3u);
  EXPECT_EQ(second[0].doc->annotations[0]->id, 1);  // known by now
  EXPECT_EQ(second[0].etag, "e2");
  desk.act(desk.store(second[0]));
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Saving, UndoIsSavedAndRedoBringsBackTheSameId) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.save();
  desk.act(action::Undo{});
  desk.save();
  EXPECT_TRUE(desk.stored[1]->annotations.empty());
  desk.act(action::Redo{});
  EXPECT_EQ(desk.doc().annotations.at(0)->id, 1);
  desk.save();
  EXPECT_EQ(desk.stored[1]->annotations.size(), 1u);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Saving, UndoneAndRedoneWhileSavingNothingMoreIsSent) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  const auto sent = desk.take<effect::SaveImage>();
  desk.act(action::Undo{});
  desk.act(action::Redo{});
  desk.act(desk.store(sent.at(0)));
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Saving, PromptsAloneAreNotSent) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Saving, ClassesGoBeforeTheObjectsThatUseThem) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"bird"});
  const auto classes = desk.take<effect::SaveCategories>();
  ASSERT_EQ(classes.size(), 1u);
  EXPECT_EQ(classes[0].etag, "c0");
  desk.add_object(20, 20);
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 3);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  desk.act(action::CategoriesSaved{classes[0].categories, "c1"});
  EXPECT_TRUE(desk.has<effect::SaveImage>());
}

TEST(Saving, NothingIsSentBeforeTheStoredObjectsAreKnown) {
  Desk desk;
  desk.load_project();
  desk.act(action::OpenImage{2});
  desk.act(action::ImagePrepared{2, "model", "embedding"});
  desk.add_object(20, 20);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kUnsaved);
  desk.act(action::AnnotationsLoaded{
      doc::added(doc::empty_doc(2, {100, 80}), foreign("theirs", 1, 9)), "e7"});
  const auto sent = desk.take<effect::SaveImage>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].etag, "e7");
  EXPECT_EQ(desk.uuids().size(), 2u);
  desk.act(action::Undo{});  // mine goes, theirs stays
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"theirs"});
}

TEST(Saving, AnAnswerAskedForBeforeASaveIsNotTaken) {
  ReadyDesk desk;
  const std::string mine = desk.add_object(20, 20);
  const auto sent = desk.take<effect::SaveImage>();
  ASSERT_EQ(sent.size(), 1u);
  desk.act(desk.store(sent[0]));
  // The server came back and was asked for the objects before ours had reached it.
  desk.act(action::AnnotationsLoaded{doc::empty_doc(1, {100, 80}), sent[0].etag});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{mine});
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Conflict, BothSidesObjectsAreKeptAndSavedAgain) {
  ReadyDesk desk;
  const std::string mine = desk.add_object(20, 20);
  desk.take<effect::SaveImage>();
  const doc::ImageDocPtr theirs = doc::added(doc::empty_doc(1, {100, 80}), foreign("theirs", 2, 5));
  desk.act(action::ImageSaveConflict{1, theirs, "e50"});
  EXPECT_EQ(desk.uuids().size(), 2u);
  const auto again = desk.take<effect::SaveImage>();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].etag, "e50");
  EXPECT_EQ(again[0].doc->annotations.size(), 2u);
  desk.act(desk.store(again[0]));
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  // Undo takes back what I did, not what they did.
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"theirs"});
}

// My object got class 2 here, and class 3 or another mask there.
struct Disputed : ReadyDesk {
  Disputed() {
    uuid = add_object(20, 20);
    save();
    act(action::AddCategory{"bird"});
    save();
    was = doc().annotations[0];
    act(action::SetObjectCategory{uuid, 2});
    take<effect::SaveImage>();
  }
  void they_saved(const std::function<void(doc::Annotation&)>& change) {
    auto changed = std::make_shared<doc::Annotation>(*was);
    change(*changed);
    act(action::ImageSaveConflict{1, doc::added(doc::empty_doc(1, {100, 80}), changed), "e50"});
  }
  void decide(doc::Keep keep) { act(action::ResolveConflicts{1, {{uuid, {keep, "copy"}}}}); }
  std::string uuid;
  doc::AnnotationPtr was;
};

TEST(Conflict, DifferentChangesOfOneObjectArePutTogether) {
  Disputed desk;
  desk.they_saved([](doc::Annotation& a) { a.iscrowd = true; });
  EXPECT_EQ(desk.doc().annotations.at(0)->category_id, 2);
  EXPECT_TRUE(desk.doc().annotations.at(0)->iscrowd);
  EXPECT_EQ(desk.take<effect::SaveImage>().at(0).etag, "e50");
  EXPECT_TRUE(desk.session().toasts().empty());
}

TEST(Conflict, OfTheSameChangeAPersonDecidesAndNothingIsSentBefore) {
  for (const doc::Keep keep : {doc::Keep::kMine, doc::Keep::kTheirs, doc::Keep::kBoth}) {
    Disputed desk;
    desk.they_saved([](doc::Annotation& a) { a.category_id = 3; });
    EXPECT_EQ(desk.session().save_state(), SaveState::kConflict);
    EXPECT_FALSE(desk.has<effect::SaveImage>());
    ASSERT_EQ(desk.session().conflicts(1).size(), 1u);
    EXPECT_EQ(desk.session().conflicts(1)[0].theirs->category_id, 3);
    EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);  // mine is on the screen
    // What the journal keeps meanwhile still leads to the same question.
    EXPECT_EQ(desk.session().unsaved_images().at(0).base->annotations[0]->category_id, 1);
    // Work goes on.
    desk.add_object(60, 20);
    EXPECT_FALSE(desk.has<effect::SaveImage>());
    desk.decide(keep);
    EXPECT_TRUE(desk.session().conflicts(1).empty());
    const auto sent = desk.take<effect::SaveImage>();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].etag, "e50");
    std::vector<int> classes;
    for (const doc::AnnotationPtr& a : sent[0].doc->annotations)
      classes.push_back(a->category_id);
    const int next = desk.session().current_category();
    std::vector<int> expected = {keep == doc::Keep::kMine ? 2 : 3, next};
    if (keep == doc::Keep::kBoth) expected = {3, 2, next};
    EXPECT_EQ(classes, expected);
    desk.act(desk.store(sent[0]));
    EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  }
}

TEST(Conflict, UndoingMineLeavesTheirs) {
  Disputed desk;
  desk.they_saved([](doc::Annotation& a) { a.category_id = 3; });
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.session().images_in_conflict().empty());
  EXPECT_EQ(desk.doc().annotations.at(0)->category_id, 3);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Conflict, TheyMaySaveAgainWhileItIsOpen) {
  Disputed desk;
  desk.they_saved([](doc::Annotation& a) { a.category_id = 3; });
  desk.act(action::ChangedByOther{1, "e51"});
  EXPECT_EQ(desk.take<effect::ReloadAnnotations>().size(), 1u);
  auto again = std::make_shared<doc::Annotation>(*desk.was);
  again->category_id = 2;  // what I say too
  desk.act(action::AnnotationsLoaded{doc::added(doc::empty_doc(1, {100, 80}), again), "e51"});
  EXPECT_TRUE(desk.session().images_in_conflict().empty());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Conflict, OfAnImageThatIsNotOpenWaitsForIt) {
  Disputed desk;
  desk.act(action::StepImage{1});
  desk.they_saved([](doc::Annotation& a) { a.category_id = 3; });
  EXPECT_EQ(desk.session().images_in_conflict(), std::vector<std::int64_t>{1});
  EXPECT_EQ(desk.session().toasts().size(), 1u);
  desk.act(action::OpenImage{1});
  desk.act(action::OpenImage{2});
  EXPECT_EQ(desk.session().conflicts(1).size(), 1u);
  desk.decide(doc::Keep::kTheirs);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Restore, UnsavedWorkIsSentAsIfThePageHadStayedOpen) {
  ReadyDesk desk;
  const doc::ImageDocPtr base = doc::empty_doc(2, {100, 80});
  desk.act(action::RestoreImage{base, doc::added(base, foreign("mine", 1, 0)), "e9"});
  const auto sent = desk.take<effect::SaveImage>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].etag, "e9");
  EXPECT_EQ(desk.session().images()[1].annotation_count, 1);
  desk.act(desk.store(sent[0]));
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_TRUE(desk.session().unsaved_images().empty());
  desk.act(action::OpenImage{2});
  desk.load(2);
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"mine"});
}

TEST(Restore, WhereTheServersVersionWasNotKnownItIsLookedAtFirst) {
  ReadyDesk desk;
  const doc::ImageDocPtr base = doc::empty_doc(2, {100, 80});
  desk.act(action::RestoreImage{base, doc::added(base, foreign("mine", 1, 0)), ""});
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.take<effect::ReloadAnnotations>().at(0).image_id, 2);
  desk.act(action::AnnotationsLoaded{doc::added(base, foreign("theirs", 1, 4)), "e3"});
  const auto sent = desk.take<effect::SaveImage>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].doc->annotations.size(), 2u);
}

TEST(Restore, TwoTabsWorkOnOneImageIsPutTogether) {
  ReadyDesk desk;
  const doc::ImageDocPtr base = doc::empty_doc(2, {100, 80});
  desk.act(action::RestoreImage{base, doc::added(base, foreign("one", 1, 0)), "e9"});
  desk.act(action::RestoreImage{base, doc::added(base, foreign("two", 1, 0)), "e8"});
  desk.save();
  EXPECT_EQ(desk.stored[2]->annotations.size(), 2u);
}

TEST(Restore, ClassesOfAnEarlierVisitAreMergedWithTheirsAndObjectsFollow) {
  Desk desk;
  const auto named = [](std::initializer_list<std::pair<int, const char*>> list) {
    auto classes = std::make_shared<doc::Categories>();
    for (const auto& [id, name] : list)
      classes->push_back({id, name, "", {}, "", ""});
    return classes;
  };
  desk.act(action::RestoreClasses{named({{1, "cat"}}), named({{1, "cat"}, {2, "mine"}})});
  const doc::ImageDocPtr base = doc::empty_doc(2, {100, 80});
  desk.act(action::RestoreImage{base, doc::added(base, foreign("a", 2, 0)), "e9"});
  EXPECT_FALSE(desk.has<effect::SaveCategories>());  // theirs are not known yet
  desk.act(action::CategoriesLoaded{named({{1, "cat"}, {2, "theirs"}}), "c7"});
  const auto classes = desk.take<effect::SaveCategories>();
  ASSERT_EQ(classes.size(), 1u);
  EXPECT_EQ(classes[0].etag, "c7");
  EXPECT_EQ(classes[0].categories->size(), 3u);
  desk.act(action::CategoriesSaved{classes[0].categories, "c8"});
  const auto sent = desk.take<effect::SaveImage>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].doc->annotations[0]->category_id, classes[0].categories->at(2).id);
}

TEST(Restore, DoneMarksToo) {
  ReadyDesk desk;
  desk.act(action::RestoreImageState{3, doc::WorkState::kDone});
  EXPECT_EQ(desk.session().images()[2].state, doc::WorkState::kDone);
  EXPECT_EQ(desk.take<effect::SaveImageState>().size(), 1u);
  EXPECT_EQ(desk.session().unsaved_states().size(), 1u);
  desk.act(action::ImageStateSaved{3, doc::WorkState::kDone});
  EXPECT_TRUE(desk.session().unsaved_states().empty());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Conflict, ARetryOfWhatIsStoredAlreadyIsNoConflict) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  const auto sent = desk.take<effect::SaveImage>();
  const action::ImageSaved answer = desk.store(sent.at(0));  // the answer was lost on the way
  desk.act(action::ImageSaveConflict{1, answer.stored, answer.etag});
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_EQ(desk.doc().annotations[0]->id, 1);
  EXPECT_TRUE(desk.session().toasts().empty());
}

TEST(Offline, EditingGoesOnAndEverythingIsSentWhenTheServerIsBack) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  const auto held = desk.take<effect::SaveImage>();
  desk.act(action::SaveFailed{"The server cannot be reached. Your work is kept and sent again."});
  EXPECT_EQ(desk.session().save_state(), SaveState::kFailing);
  EXPECT_FALSE(desk.session().save_error().empty());
  desk.add_object(60, 20);
  desk.add_object(80, 60);
  EXPECT_FALSE(desk.has<effect::SaveImage>());  // the shell still has one
  EXPECT_EQ(desk.session().save_state(), SaveState::kFailing);
  desk.act(desk.store(held.at(0)));
  EXPECT_TRUE(desk.session().save_error().empty());
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_EQ(desk.stored[1]->annotations.size(), 3u);
}

TEST(Offline, RetrySendsTheNewestOfEverything) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"bird"});
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::SaveFailed{"Away."});
  desk.act(action::RetrySave{});
  EXPECT_TRUE(desk.has<effect::SaveCategories>());
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  desk.add_object(60, 20);
  const auto held = desk.take<effect::SaveImage>();
  desk.add_object(80, 60);
  desk.act(action::SaveFailed{"Away."});
  desk.act(action::RetrySave{});
  const auto retried = desk.take<effect::SaveImage>();
  ASSERT_EQ(retried.size(), 1u);
  EXPECT_EQ(retried[0].doc->annotations.size(), 3u);
  // The first request made it through after all.
  desk.act(desk.store(held.at(0)));
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaving);
  desk.act(desk.store(retried[0]));
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Offline, SeveralImagesAreSavedWithoutBeingOpen) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.act(action::StepImage{1});
  desk.load(2);
  desk.add_object(40, 40);
  desk.act(action::StepImage{1});
  desk.load(3);
  desk.act(action::RetrySave{});
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaving);
  desk.save();
  EXPECT_EQ(desk.stored[1]->annotations.size(), 1u);
  EXPECT_EQ(desk.stored[2]->annotations.size(), 1u);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Refused, TheSameIsNotSentAgainButTheNextEditIs) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::SaveRefused{1, "Object 1 has no class."});
  EXPECT_EQ(desk.session().save_state(), SaveState::kFailing);
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  desk.act(action::Notice{"anything"});
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  desk.add_object(60, 20);
  EXPECT_TRUE(desk.has<effect::SaveImage>());
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Refused, OneSentenceSaysWhatToDoAndGoesWhenItIsSaved) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::SaveRefused{1, "Object 1 has no class."});
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  const std::string shown = desk.session().toasts()[0].message;
  EXPECT_EQ(shown, desk.session().save_error());
  EXPECT_NE(shown.find("Object 1 has no class."), std::string::npos);
  EXPECT_NE(shown.find("try again"), std::string::npos);
  EXPECT_EQ(desk.doc().annotations.size(), 1u);
  desk.act(action::RetrySave{});
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_TRUE(desk.session().toasts().empty());
}

TEST(Refused, UndoneItIsNoLongerWaitedForAndRedoneItIsTriedAgain) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::SaveRefused{1, "Object 1 has no class."});
  desk.act(action::Undo{});  // as the server has it
  EXPECT_FALSE(desk.has<effect::SaveImage>());
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  desk.act(action::Redo{});
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_EQ(desk.stored[1]->annotations.size(), 1u);
}

TEST(Refused, SavingAnotherImageDoesNotHideIt) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::SaveRefused{1, "Object 1 has no class."});
  desk.act(action::StepImage{1});
  desk.load(2);
  desk.add_object(40, 40);
  desk.save();
  EXPECT_EQ(desk.stored[2]->annotations.size(), 1u);
  EXPECT_EQ(desk.session().save_state(), SaveState::kFailing);
}

TEST(Refused, ClassesTooAreSentAgainOnlyWhenTheyChange) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"bird"});
  desk.forget_effects();
  desk.act(action::SaveRefused{0, "The name is too long."});
  EXPECT_EQ(desk.session().save_state(), SaveState::kFailing);
  EXPECT_EQ(desk.session().categories().size(), 3u);
  desk.act(action::Notice{"anything"});
  EXPECT_FALSE(desk.has<effect::SaveCategories>());
  desk.act(action::RenameCategory{3, "jay"});
  EXPECT_TRUE(desk.has<effect::SaveCategories>());
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Refused, ADeletedClassThatIsStillUsedElsewhereComesBack) {
  ReadyDesk desk;
  desk.act(action::DeleteCategory{2});
  EXPECT_EQ(desk.session().categories().size(), 1u);
  desk.forget_effects();
  desk.act(action::SaveRefused{0, "\"dog\" has 3 objects."});
  EXPECT_EQ(desk.session().categories().size(), 2u);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
  desk.add_object(20, 20);
  EXPECT_TRUE(desk.has<effect::SaveImage>());  // nothing is held up
}

TEST(Others, TheirChangesAreLoadedUnlessIAmSaving) {
  ReadyDesk desk;
  desk.act(action::ChangedByOther{1, "e1"});  // what I have
  EXPECT_FALSE(desk.has<effect::ReloadAnnotations>());
  desk.act(action::ChangedByOther{2, "e9"});  // not open
  EXPECT_FALSE(desk.has<effect::ReloadAnnotations>());
  desk.act(action::ChangedByOther{1, "e9"});
  EXPECT_EQ(desk.take<effect::ReloadAnnotations>().size(), 1u);
  desk.act(action::AnnotationsLoaded{
      doc::added(doc::empty_doc(1, {100, 80}), foreign("theirs", 2, 5)), "e9"});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"theirs"});
  EXPECT_FALSE(desk.session().can_undo());
  EXPECT_FALSE(desk.has<effect::SaveImage>());

  desk.add_object(60, 60);
  const auto sent = desk.take<effect::SaveImage>();
  const action::ImageSaved answer = desk.store(sent.at(0));
  desk.act(action::ChangedByOther{1, answer.etag});  // our own, told before the answer
  EXPECT_FALSE(desk.has<effect::ReloadAnnotations>());
  desk.act(answer);
  EXPECT_FALSE(desk.has<effect::ReloadAnnotations>());
}

TEST(Others, WhatTheySavedWhileISavedIsLoadedAfterwards) {
  ReadyDesk desk;
  desk.add_object(60, 60);
  const auto sent = desk.take<effect::SaveImage>();
  const action::ImageSaved answer = desk.store(sent.at(0));
  desk.act(action::ChangedByOther{1, "e99"});
  desk.act(answer);
  EXPECT_EQ(desk.take<effect::ReloadAnnotations>().size(), 1u);
}

TEST(Export, WaitsUntilEverythingIsSaved) {
  ReadyDesk desk;
  desk.act(action::ExportCoco{});
  EXPECT_EQ(desk.take<effect::ExportCoco>().size(), 1u);
  desk.click(20, 20);
  desk.act(action::Accept{"a"});  // not even decoded
  desk.act(action::ExportCoco{});
  EXPECT_FALSE(desk.has<effect::ExportCoco>());
  desk.decode();
  desk.finalize();
  EXPECT_FALSE(desk.has<effect::ExportCoco>());
  desk.save();
  EXPECT_EQ(desk.take<effect::ExportCoco>().size(), 1u);
}

}  // namespace
}  // namespace maskpoint::session
