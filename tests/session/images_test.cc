// The list of images: opening, stepping, leaving and coming back.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

ImageRow row(std::int64_t id, const std::string& name, doc::WorkState state) {
  ImageRow r;
  r.id = id;
  r.file_name = name;
  r.size = {100, 80};
  r.state = state;
  return r;
}

TEST(Images, TheFirstUnfinishedOneOpens) {
  Desk desk;
  ImageRow broken = row(1, "a.jpg", doc::WorkState::kNew);
  broken.error = "a.jpg is cut off.";
  broken.size = {};
  desk.act(action::ProjectLoaded{
      "p",
      {broken, row(2, "b.jpg", doc::WorkState::kDone), row(3, "c.jpg", doc::WorkState::kInWork)}});
  ASSERT_NE(desk.session().open_image(), nullptr);
  EXPECT_EQ(desk.session().open_image()->id, 3);
  EXPECT_EQ(desk.take<effect::LoadImage>().at(0).image_id, 3);
}

TEST(Images, WhereAllAreDoneTheFirstOpens) {
  Desk desk;
  desk.act(action::ProjectLoaded{
      "p", {row(2, "b.jpg", doc::WorkState::kDone), row(3, "c.jpg", doc::WorkState::kDone)}});
  EXPECT_EQ(desk.session().open_image()->id, 2);
}

TEST(Images, AnEmptyProjectHasNothingOpen) {
  Desk desk;
  desk.act(action::ProjectLoaded{"p", {}});
  EXPECT_EQ(desk.session().open_image(), nullptr);
  EXPECT_TRUE(desk.session().image_doc()->annotations.empty());
  EXPECT_EQ(desk.session().scene().image_id, 0);
  // Nothing that a user can do there goes wrong.
  desk.click(10, 10);
  desk.drag(10, 10, 20, 20);
  for (const Action& action : std::vector<Action>{action::Accept{"a"},
                                                  action::ClearPrompt{},
                                                  action::CycleCandidate{},
                                                  action::Undo{},
                                                  action::Redo{},
                                                  action::TakeBackPrompt{},
                                                  action::ReopenObject{"x"},
                                                  action::DeleteSelected{},
                                                  action::DeleteObject{"x"},
                                                  action::CycleObject{},
                                                  action::ToggleAllVisible{},
                                                  action::StepImage{1},
                                                  action::StepUnfinishedImage{-1},
                                                  action::OpenImage{7},
                                                  action::SetImageDone{7, true},
                                                  action::ZoomBy{2},
                                                  action::Wheel{{1, 1}, 1},
                                                  action::SetObjectCategory{"x", 1},
                                                  action::MaskReady{},
                                                  action::DecodeFinished{},
                                                  action::ImagePrepared{}})
    desk.act(action);
  desk.act(action::ImageRowChanged{row(5, "new.jpg", doc::WorkState::kNew)});
  EXPECT_EQ(desk.session().open_image()->id, 5);  // the first file to arrive
}

TEST(Images, TheNextOnesAreEncodedAhead) {
  ReadyDesk desk;
  desk.act(action::OpenImage{2});
  auto asked = desk.take<effect::EncodeNow>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].image_id, 2);
  EXPECT_EQ(asked[0].ahead, std::vector<std::int64_t>{3});
  desk.act(action::OpenImage{1});
  asked = desk.take<effect::EncodeNow>();
  EXPECT_EQ(asked.at(0).ahead, (std::vector<std::int64_t>{2, 3}));
  // By the order of the filter, and asked again only where that changes what comes next.
  desk.act(action::SetImageFilter{{"photo", {}, {}}});
  EXPECT_FALSE(desk.has<effect::EncodeNow>());
  desk.act(action::SetImageFilter{{"3", {}, {}}});
  asked = desk.take<effect::EncodeNow>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].image_id, 1);
  EXPECT_EQ(asked[0].ahead, std::vector<std::int64_t>{3});
}

TEST(Images, SteppingClosesOneAndLoadsTheOther) {
  ReadyDesk desk;
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().open_image()->id, 2);
  EXPECT_FALSE(desk.session().pixels_ready());
  EXPECT_FALSE(desk.session().image_prepared());
  EXPECT_EQ(desk.take<effect::CloseImage>().at(0).image_id, 1);
  EXPECT_EQ(desk.take<effect::LoadImage>().at(0).image_id, 2);
  desk.act(action::StepImage{1});
  desk.forget_effects();
  desk.act(action::StepImage{1});  // no further
  EXPECT_EQ(desk.session().open_image()->id, 3);
  EXPECT_FALSE(desk.has<effect::LoadImage>());
  desk.act(action::OpenImage{3});  // open already
  EXPECT_FALSE(desk.has<effect::LoadImage>());
}

TEST(Images, TheFilterIsByNameInEitherCaseAndStepsFollowIt) {
  ReadyDesk desk;
  desk.act(action::ProjectLoaded{
      "p",
      {row(1, "Cat1.jpg", doc::WorkState::kNew), row(2, "dog.jpg", doc::WorkState::kNew),
       row(3, "CAT2.jpg", doc::WorkState::kNew)}});
  desk.act(action::SetImageFilter{{"cAt", {}, {}}});
  EXPECT_EQ(desk.session().filtered_images(), (std::vector<int>{0, 2}));
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().open_image()->id, 3);
}

ImageRow with_classes(ImageRow row, std::map<int, int> counts) {
  for (const auto& [id, count] : counts)
    row.annotation_count += count;
  row.class_counts = std::move(counts);
  return row;
}

TEST(Images, TheFilterIsByStateAndClassToo) {
  ReadyDesk desk;
  desk.act(action::ProjectLoaded{
      "p",
      {row(1, "a.jpg", doc::WorkState::kNew),
       with_classes(row(2, "b.jpg", doc::WorkState::kInWork), {{1, 2}}),
       with_classes(row(3, "c.jpg", doc::WorkState::kDone), {{1, 1}, {2, 1}})}});
  const auto shown = [&](std::set<doc::WorkState> states, std::set<int> classes) {
    desk.act(action::SetImageFilter{{"", std::move(states), std::move(classes)}});
    return desk.session().filtered_images();
  };
  EXPECT_EQ(shown({}, {}).size(), 3u);
  EXPECT_EQ(shown({doc::WorkState::kDone}, {}), std::vector<int>{2});
  EXPECT_EQ(shown({doc::WorkState::kDone, doc::WorkState::kNew}, {}), (std::vector<int>{0, 2}));
  EXPECT_EQ(shown({}, {1}), (std::vector<int>{1, 2}));
  EXPECT_EQ(shown({}, {2}), std::vector<int>{2});
  EXPECT_EQ(shown({}, {2, kNoObjects}), (std::vector<int>{0, 2}));
  EXPECT_EQ(shown({doc::WorkState::kInWork}, {2}), std::vector<int>{});
  EXPECT_EQ(desk.session().done_images(), 1);
}

TEST(Images, TheFilterFollowsWhatIsDone) {
  ReadyDesk desk;
  desk.act(action::SetImageFilter{{"", {doc::WorkState::kNew}, {}}});
  EXPECT_EQ(desk.session().filtered_images(), (std::vector<int>{0, 1, 2}));
  desk.add_object(20, 20);  // on the first, which is in work now
  EXPECT_EQ(desk.session().filtered_images(), (std::vector<int>{1, 2}));
  EXPECT_EQ(desk.session().images()[0].class_counts, (std::map<int, int>{{1, 1}}));
  // It is not in the list any more; the next is still the one after it.
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().open_image()->id, 2);
  desk.act(action::SetImageDone{2, true});
  EXPECT_EQ(desk.session().filtered_images(), std::vector<int>{2});
  desk.act(action::StepImage{-1});  // nothing before it
  EXPECT_EQ(desk.session().open_image()->id, 2);
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().open_image()->id, 3);
  EXPECT_FALSE(desk.session().has_other_unfinished());
}

TEST(Images, WhatIsNotSavedYetStaysOnTopOfANewList) {
  ReadyDesk desk;
  desk.act(action::SetImageDone{2, true});
  desk.add_object(20, 20);
  desk.act(action::ProjectLoaded{
      "p",
      {row(1, "photo1.jpg", doc::WorkState::kNew), row(2, "photo2.jpg", doc::WorkState::kNew)}});
  EXPECT_EQ(desk.session().images()[0].state, doc::WorkState::kInWork);
  EXPECT_EQ(desk.session().images()[0].annotation_count, 1);
  EXPECT_EQ(desk.session().images()[1].state, doc::WorkState::kDone);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaving);
  desk.act(action::ImageStateSaved{2, doc::WorkState::kDone});
  desk.act(action::ImageRowChanged{row(2, "photo2.jpg", doc::WorkState::kNew)});
  EXPECT_EQ(desk.session().images()[1].state, doc::WorkState::kNew);
}

TEST(Images, AReplacedFileIsLoadedAnewAndItsObjectsStay) {
  ReadyDesk desk;
  ImageRow first = row(1, "photo1.jpg", doc::WorkState::kNew);
  first.version = "1";
  desk.act(action::ProjectLoaded{"p", {first}});
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::ProjectLoaded{"p", {first}});
  EXPECT_FALSE(desk.has<effect::LoadImage>());
  first.version = "2";
  desk.act(action::ProjectLoaded{"p", {first}});
  EXPECT_EQ(desk.take<effect::LoadImage>().at(0).image_id, 1);
  EXPECT_EQ(desk.take<effect::EncodeNow>().at(0).image_id, 1);
  EXPECT_FALSE(desk.session().image_prepared());
  EXPECT_EQ(desk.uuids().size(), 1u);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
}

TEST(Images, TheNextUnfinishedOneSkipsWhatIsDone) {
  ReadyDesk desk;
  desk.act(action::SetImageDone{2, true});
  EXPECT_EQ(desk.take<effect::SaveImageState>().at(0).state, doc::WorkState::kDone);
  desk.act(action::StepUnfinishedImage{1});
  EXPECT_EQ(desk.session().open_image()->id, 3);
  desk.act(action::StepUnfinishedImage{1});  // round the end
  EXPECT_EQ(desk.session().open_image()->id, 1);
  desk.act(action::SetImageDone{3, true});
  desk.act(action::StepUnfinishedImage{-1});
  EXPECT_EQ(desk.session().open_image()->id, 1);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
  desk.act(action::SetImageDone{2, false});
  EXPECT_EQ(desk.session().images()[1].state, doc::WorkState::kNew);
}

TEST(Images, APendingPromptIsThereWhenOneComesBack) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  desk.act(action::ShowCandidate{0});
  desk.click(30, 20);
  desk.decode();
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().can_undo());
  desk.load(2);
  desk.click(50, 50);  // another prompt, on the other image
  desk.decode();
  desk.act(action::StepImage{-1});
  ASSERT_EQ(pending_of(desk).steps.size(), 2u);
  EXPECT_EQ(pending_of(desk).steps[0].candidate, 1);
  EXPECT_TRUE(pending_of(desk).decoding);
  EXPECT_TRUE(pending_of(desk).candidates.empty());  // 1 MB of logits is not kept
  desk.forget_effects();
  desk.load(1);
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
  EXPECT_EQ(desk.session().undo_depth(), 2);
  desk.act(action::StepImage{1});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
}

TEST(Images, LateAnswersForTheOtherImageAreDropped) {
  ReadyDesk desk;
  desk.click(20, 20);
  const auto asked = desk.take<effect::Decode>();
  desk.act(action::StepImage{1});
  desk.load(2);
  desk.click(50, 50);
  desk.act(desk.answer(asked.back()));
  EXPECT_TRUE(pending_of(desk).decoding);
  EXPECT_TRUE(pending_of(desk).candidates.empty());
}

TEST(Images, TheHistoryStaysWithItsImage) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.save();
  desk.act(action::StepImage{1});
  desk.load(2);
  desk.act(action::Undo{});  // nothing here
  desk.act(action::StepImage{-1});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});  // before the server has answered
  desk.load(1);
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.uuids().empty());
  desk.save();
  EXPECT_TRUE(desk.stored[1]->annotations.empty());
}

TEST(Images, AnErrorIsShownAndTheImageCanBeTriedAgain) {
  ReadyDesk desk;
  desk.act(action::StepImage{1});
  desk.forget_effects();
  desk.act(action::ImageFailed{2, "photo2.jpg cannot be read: it is cut off."});
  EXPECT_EQ(desk.session().toasts().at(0).kind, ToastKind::kError);
  EXPECT_TRUE(desk.has<effect::Announce>());
  desk.act(action::OpenImage{2});
  EXPECT_TRUE(desk.has<effect::LoadImage>());
}

TEST(Images, ReloadingTheListKeepsTheOpenImage) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.act(action::ProjectLoaded{
      "p", {row(9, "z.jpg", doc::WorkState::kNew), row(1, "photo1.jpg", doc::WorkState::kNew)}});
  EXPECT_EQ(desk.session().open_image()->id, 1);
  EXPECT_EQ(desk.uuids().size(), 1u);
  desk.act(action::ProjectLoaded{"p", {row(9, "z.jpg", doc::WorkState::kNew)}});
  EXPECT_EQ(desk.session().open_image()->id, 9);
}

TEST(Images, ARowFromTheServerDoesNotTakeBackOurCount) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.act(action::ImageRowChanged{row(1, "photo1.jpg", doc::WorkState::kInWork)});
  EXPECT_EQ(desk.session().open_image()->annotation_count, 1);
  desk.act(action::EmbeddingProgress{2, EmbeddingState::kEncoding, 0.5f});
  EXPECT_EQ(desk.session().images()[1].progress, 0.5f);
}

TEST(Images, AtTheEndsOfTheListItIsSaid) {
  ReadyDesk desk;
  const auto last_said = [&] {
    const auto said = desk.take<effect::Announce>();
    const std::string toast =
        desk.session().toasts().empty() ? "" : desk.session().toasts().back().message;
    EXPECT_EQ(said.empty() ? "" : said.back().message, toast);
    return toast;
  };
  desk.act(action::StepImage{-1});
  EXPECT_EQ(last_said(), "This is the first image.");
  desk.act(action::OpenImage{3});
  desk.forget_effects();
  desk.act(action::StepImage{1});
  EXPECT_EQ(last_said(), "This is the last image.");
  desk.act(action::SetImageFilter{{"3", {}, {}}});
  desk.act(action::StepImage{1});
  EXPECT_EQ(last_said(), "This is the last image of those the filter shows.");
  EXPECT_EQ(desk.session().open_image()->id, 3);
}

}  // namespace
}  // namespace maskpoint::session
