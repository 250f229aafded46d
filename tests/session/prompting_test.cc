// Clicks, boxes, candidates: how a pending prompt grows and shrinks.
#include <gtest/gtest.h>

#include "session/candidates.h"
#include "session/desk.h"
#include "session/prompt_chain.h"

namespace maskpoint::session {
namespace {

using action::Button;
using geom::PointLabel;

std::vector<effect::Decode> prompts(std::vector<effect::Decode> requests) {
  std::erase_if(requests, [](const auto& r) { return r.purpose != effect::Purpose::kPrompt; });
  return requests;
}

TEST(Prompting, ALeftClickIncludesThePixelUnderIt) {
  ReadyDesk desk;
  desk.act(
      action::PointerPressed{desk.session().view().to_screen({10.9, 20.2}), Button::kLeft, {}});
  EXPECT_EQ(desk.session().pending(), nullptr);  // may still become a box
  desk.act(
      action::PointerReleased{desk.session().view().to_screen({10.9, 20.2}), Button::kLeft, {}});
  const std::vector<effect::Decode> asked = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].image_id, 1);
  ASSERT_EQ(asked[0].steps.size(), 1u);
  ASSERT_EQ(asked[0].steps[0].points.size(), 1u);
  EXPECT_EQ(asked[0].steps[0].points[0], (geom::PromptPoint{{10, 20}, PointLabel::kInclude}));
  EXPECT_TRUE(pending_of(desk).decoding);
}

TEST(Prompting, RightClickAndAltClickExclude) {
  ReadyDesk desk;
  desk.click(30, 30);
  desk.decode();
  desk.click(50, 30, Button::kRight);
  desk.decode();
  action::Modifiers alt;
  alt.alt = true;
  desk.click(70, 30, Button::kLeft, alt);
  desk.decode();
  const auto& points = pending_of(desk).steps.back().points;
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[0].label, PointLabel::kInclude);
  EXPECT_EQ(points[1].label, PointLabel::kExclude);
  EXPECT_EQ(points[2].label, PointLabel::kExclude);
  EXPECT_EQ(pending_of(desk).steps.size(), 3u);
}

TEST(Prompting, ClicksOutsideTheImageDoNothing) {
  ReadyDesk desk;
  desk.click(-2, 10);
  desk.click(100, 10);
  desk.click(10, 80);
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().can_undo());
  desk.click(99, 79);
  EXPECT_NE(desk.session().pending(), nullptr);
}

TEST(Prompting, OnePromptOffersThreeMasksNamedByArea) {
  ReadyDesk desk;
  desk.click(50, 40);
  desk.decode();
  const Pending& pending = pending_of(desk);
  ASSERT_EQ(pending.candidates.size(), 3u);
  EXPECT_EQ(pending.candidates[0].name, "whole");
  EXPECT_EQ(pending.candidates[0].index, 1);
  EXPECT_EQ(pending.candidates[1].name, "part");
  EXPECT_EQ(pending.candidates[1].index, 2);
  EXPECT_EQ(pending.candidates[2].name, "subpart");
  EXPECT_GT(pending.candidates[0].area, pending.candidates[1].area);
  EXPECT_GT(pending.candidates[1].area, pending.candidates[2].area);
  EXPECT_EQ(pending.shown, 1);  // output 2, the best scored
  EXPECT_EQ(pending.steps.back().candidate, 2);
  EXPECT_FALSE(pending.decoding);
  EXPECT_EQ(desk.session().last_decode_ms(), 10);
}

TEST(Prompting, FromThreeSparsePromptsOnTheOverallMaskIsOfferedToo) {
  ReadyDesk desk;
  desk.drag(20, 20, 60, 60);  // two corners
  desk.decode();
  EXPECT_EQ(pending_of(desk).candidates.size(), 3u);
  desk.click(40, 30);
  desk.decode();
  const Pending& pending = pending_of(desk);
  ASSERT_EQ(pending.candidates.size(), 4u);
  EXPECT_EQ(pending.candidates[0].name, "overall");
  EXPECT_EQ(pending.candidates[0].index, 0);
  EXPECT_EQ(pending.candidates[1].name, "whole");
  EXPECT_EQ(pending.shown, 0);
  EXPECT_EQ(pending.steps.back().candidate, 0);
}

TEST(Prompting, TheOverallMaskIsShownWhereOfferedElseTheBestScored) {
  std::vector<CandidateView> views(3);
  views[0] = {0, "overall", 0.73f, 40, disc(10, 10, 5)};
  views[1] = {1, "whole", 0.96f, 90, disc(10, 10, 9)};
  views[2] = {3, "part", 0.89f, 30, disc(10, 10, 4)};
  EXPECT_EQ(suggested_output(views), 0);
  views.erase(views.begin());
  EXPECT_EQ(suggested_output(views), 1);
  views[1].predicted_iou = 0.97f;
  EXPECT_EQ(suggested_output(views), 3);
}

TEST(Prompting, TabCyclesThroughTheChipsAndTheChoiceIsRecorded) {
  ReadyDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::CycleCandidate{1});
  EXPECT_EQ(pending_of(desk).shown, 2);
  EXPECT_EQ(pending_of(desk).steps.back().candidate, 3);
  desk.act(action::CycleCandidate{1});
  EXPECT_EQ(pending_of(desk).shown, 0);
  desk.act(action::CycleCandidate{-1});
  EXPECT_EQ(pending_of(desk).shown, 2);
  desk.act(action::ShowCandidate{0});
  EXPECT_EQ(pending_of(desk).steps.back().candidate, 1);
  desk.act(action::ShowCandidate{7});
  desk.act(action::ShowCandidate{-1});
  EXPECT_EQ(pending_of(desk).shown, 0);
  // The next step's prior is the candidate that was shown.
  desk.forget_effects();
  desk.click(60, 40);
  const auto asked = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(asked.size(), 1u);
  ASSERT_EQ(asked[0].steps.size(), 2u);
  EXPECT_EQ(asked[0].steps[0].candidate, 1);
}

TEST(Prompting, ASecondClickBeforeTheAnswerWaitsForIt) {
  ReadyDesk desk;
  desk.click(30, 30);
  const auto first = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(first.size(), 1u);
  desk.click(60, 30);
  EXPECT_TRUE(prompts(desk.take<effect::Decode>()).empty());  // its prior is not known yet
  desk.act(desk.answer(first[0]));
  const auto second = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(second.size(), 1u);
  EXPECT_GT(second[0].seq, first[0].seq);
  ASSERT_EQ(second[0].steps.size(), 2u);
  EXPECT_EQ(second[0].steps[0].candidate, 2);
  EXPECT_TRUE(pending_of(desk).decoding);
  desk.act(desk.answer(second[0]));
  EXPECT_FALSE(pending_of(desk).decoding);
}

TEST(Prompting, LateAnswersAreDropped) {
  ReadyDesk desk;
  desk.click(30, 30);
  const auto first = prompts(desk.take<effect::Decode>());
  desk.act(action::ClearPrompt{});
  desk.act(desk.answer(first.at(0)));
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.click(60, 30);
  desk.act(desk.answer(first.at(0)));
  EXPECT_TRUE(pending_of(desk).decoding);
  action::DecodeFinished other = desk.answer(prompts(desk.take<effect::Decode>()).at(0));
  other.image_id = 2;
  desk.act(other);
  EXPECT_TRUE(pending_of(desk).decoding);
  other.image_id = 1;
  desk.act(other);
  EXPECT_FALSE(pending_of(desk).decoding);
}

TEST(Prompting, AClickOnAPointRemovesItFromEveryStep) {
  ReadyDesk desk;
  for (const int x : {20, 40, 60}) {
    desk.click(x, 40);
    desk.decode();
  }
  ASSERT_EQ(pending_of(desk).steps.size(), 3u);
  desk.click(40, 40);
  const auto asked = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(asked.size(), 1u);
  // {20}, {20, 40}, {20, 40, 60} → {20}, {20, 60}
  const Pending& pending = pending_of(desk);
  ASSERT_EQ(pending.steps.size(), 2u);
  EXPECT_EQ(pending.steps[0].points.size(), 1u);
  ASSERT_EQ(pending.steps[1].points.size(), 2u);
  EXPECT_EQ(pending.steps[1].points[1].at, (geom::PixelPoint{60, 40}));
  EXPECT_EQ(asked[0].steps.size(), 2u);
  desk.act(desk.answer(asked[0]));
  EXPECT_FALSE(pending_of(desk).decoding);
}

TEST(Prompting, RemovingTheOnlyPointEndsThePrompt) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.click(20, 40);
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
}

TEST(Prompting, RemovingTheFirstPointReplaysStepByStep) {
  ReadyDesk desk;
  for (const int x : {20, 40, 60}) {
    desk.click(x, 40);
    desk.decode();
  }
  desk.click(20, 40);
  // {40}, {40, 60}: both changed, so the first is decided before the second is asked for.
  auto asked = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(asked.size(), 1u);
  ASSERT_EQ(asked[0].steps.size(), 1u);
  desk.act(desk.answer(asked[0]));
  asked = prompts(desk.take<effect::Decode>());
  ASSERT_EQ(asked.size(), 1u);
  ASSERT_EQ(asked[0].steps.size(), 2u);
  EXPECT_EQ(asked[0].steps[0].candidate, 2);
  desk.act(desk.answer(asked[0]));
  EXPECT_FALSE(pending_of(desk).decoding);
}

TEST(Prompting, TheReachOfAPointIsMeasuredOnTheScreen) {
  ReadyDesk desk;
  desk.click(50, 40);
  desk.decode();
  const geom::ScreenPoint centre = desk.screen(50, 40);
  const auto click_at = [&](float x, float y) {
    desk.act(action::PointerPressed{{x, y}, Button::kLeft, {}});
    desk.act(action::PointerReleased{{x, y}, Button::kLeft, {}});
    desk.decode();
  };
  click_at(centre.x + 9.5f, centre.y);
  EXPECT_EQ(pending_of(desk).steps.back().points.size(), 2u);
  desk.act(action::Undo{});
  click_at(centre.x + 8.5f, centre.y);
  EXPECT_EQ(desk.session().pending(), nullptr);
}

TEST(Prompting, DraggingAPointMovesItAsOneEdit) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.click(60, 40, Button::kRight);
  desk.decode();
  const int depth = desk.session().undo_depth();
  desk.drag(20, 40, 30, 50);
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  const Pending& pending = pending_of(desk);
  ASSERT_EQ(pending.steps.size(), 2u);
  EXPECT_EQ(pending.steps[0].points[0].at, (geom::PixelPoint{30, 50}));
  EXPECT_EQ(pending.steps[1].points[0].at, (geom::PixelPoint{30, 50}));
  EXPECT_EQ(pending.steps[1].points[1].label, PointLabel::kExclude);
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).steps[0].points[0].at, (geom::PixelPoint{20, 40}));
}

TEST(Prompting, APointDroppedOutsideStaysWhereItWas) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.drag(20, 40, -5, 40);
  EXPECT_EQ(pending_of(desk).steps[0].points[0].at, (geom::PixelPoint{20, 40}));
  EXPECT_EQ(desk.session().undo_depth(), 1);
}

TEST(Prompting, ADragDrawsABoxWithALivePreview) {
  ReadyDesk desk;
  desk.press(10, 10);
  desk.move(10.3, 10);  // within the slop: still a click
  EXPECT_FALSE(desk.session().scene().box.has_value());
  desk.move(40, 30);
  ASSERT_TRUE(desk.session().scene().box.has_value());
  EXPECT_TRUE(desk.session().scene().box->dragging);
  const auto live = desk.take<effect::Decode>();
  ASSERT_FALSE(live.empty());
  EXPECT_EQ(live.back().purpose, effect::Purpose::kHover);
  ASSERT_TRUE(live.back().steps.back().box.has_value());
  EXPECT_EQ(*live.back().steps.back().box, (geom::Box{10, 10, 40, 30}));
  desk.act(desk.answer(live.back()));
  ASSERT_TRUE(desk.session().scene().mask.has_value());
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.release(40, 30);
  EXPECT_EQ(*pending_of(desk).steps.back().box, (geom::Box{10, 10, 40, 30}));
  EXPECT_EQ(desk.session().undo_depth(), 1);
  EXPECT_TRUE(desk.session().scene().mask.has_value());  // the live mask covers for the decode
}

TEST(Prompting, ABoxIsClampedToTheImageAndHasAnArea) {
  ReadyDesk desk;
  desk.drag(90, 70, 150, 120);
  EXPECT_EQ(*pending_of(desk).steps.back().box, (geom::Box{90, 70, 100, 80}));
  desk.act(action::ClearPrompt{});
  desk.drag(60, 50, 20, 10);  // corners in any order
  EXPECT_EQ(*pending_of(desk).steps.back().box, (geom::Box{20, 10, 60, 50}));
  desk.act(action::ClearPrompt{});
  desk.drag(-20, 10, -5, 60);  // beside the image
  EXPECT_EQ(desk.session().pending(), nullptr);
}

TEST(Prompting, ABoxKeepsThePointsAndThePointsKeepTheBox) {
  ReadyDesk desk;
  desk.click(30, 30);
  desk.decode();
  desk.drag(10, 50, 60, 70);
  desk.decode();
  desk.click(70, 20);
  const doc::PromptStep& last = pending_of(desk).steps.back();
  EXPECT_EQ(last.points.size(), 2u);
  EXPECT_TRUE(last.box.has_value());
}

TEST(Prompting, EscClearsThenDeselectsThenLeavesTheTool) {
  ReadyDesk desk;
  const std::string uuid = desk.add_object(50, 40);
  desk.act(action::Select{uuid, action::SelectKind::kOnly});
  desk.press(20, 20);
  desk.move(60, 60);
  desk.act(action::ClearPrompt{});  // mid-drag: only the drag ends
  desk.release(60, 60);
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_EQ(desk.session().selection().size(), 1u);
  desk.act(action::ClearPrompt{});
  EXPECT_TRUE(desk.session().selection().empty());
  EXPECT_EQ(desk.session().tool(), Tool::kPrompt);
  desk.act(action::ClearPrompt{});
  EXPECT_EQ(desk.session().tool(), Tool::kSelect);
}

TEST(Prompting, ChangingTheToolMidDragDropsTheDrag) {
  ReadyDesk desk;
  desk.press(20, 20);
  desk.move(60, 60);
  desk.act(action::SetTool{Tool::kSelect});
  desk.release(60, 60);
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().scene().box.has_value());
}

TEST(Prompting, PromptsMadeBeforeTheImageIsPreparedAreDecodedThen) {
  Desk desk;
  ImageRow row;
  row.id = 1;
  row.size = {100, 80};
  desk.act(action::ProjectLoaded{"p", {row}});
  desk.click(30, 30);
  EXPECT_TRUE(pending_of(desk).decoding);
  EXPECT_FALSE(desk.has<effect::Decode>());
  desk.load(1);
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
}

TEST(Prompting, AFailedDecodeStopsWaitingAndTheNextClickAsksAgain) {
  ReadyDesk desk;
  desk.click(30, 30);
  const auto asked = prompts(desk.take<effect::Decode>());
  desk.act(action::Failed{"The decoder ran out of memory.", 1, asked.at(0).seq});
  EXPECT_FALSE(pending_of(desk).decoding);
  EXPECT_FALSE(desk.has<effect::Decode>());
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  desk.click(60, 30);
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
  EXPECT_FALSE(pending_of(desk).candidates.empty());
}

TEST(Prompting, AnnouncesTheMaskShown) {
  ReadyDesk desk;
  desk.click(30, 30);
  desk.decode();
  const auto words = desk.take<effect::Announce>();
  ASSERT_FALSE(words.empty());
  EXPECT_EQ(words.back().message, "part, 95 %, 2 of 3");
}

// As the shell keeps it.
action::RestorePrompt kept(const Desk& desk) {
  const Pending& pending = pending_of(desk);
  return {1, preview_steps(*desk.session().prompt_chain()), pending.replaces,
          desk.session().current_category()};
}

TEST(RestorePrompt, GoesOnWithTheMaskThatWasShown) {
  ReadyDesk before;
  before.act(action::PickCategory{2});
  before.click(20, 40);
  before.decode();
  before.click(60, 40, Button::kRight);
  before.decode();
  before.act(action::CycleCandidate{1});
  const Pending was = pending_of(before);

  ReadyDesk after;
  after.act(kept(before));
  EXPECT_TRUE(pending_of(after).decoding);
  after.decode();
  const Pending& now = pending_of(after);
  EXPECT_EQ(now.steps, was.steps);
  EXPECT_EQ(now.shown, was.shown);
  EXPECT_EQ(*now.candidates.at(std::size_t(now.shown)).logits,
            *was.candidates.at(std::size_t(was.shown)).logits);
  EXPECT_EQ(after.session().current_category(), 2);
  after.act(action::Accept{"a"});
  after.finalize();
  EXPECT_EQ(after.uuids(), std::vector<std::string>{"a"});
}

TEST(RestorePrompt, WhatWasNotDecodedYetIsDecodedNow) {
  ReadyDesk before;
  before.click(20, 40);
  const action::RestorePrompt undecoded = kept(before);
  before.decode();
  ReadyDesk after;
  after.act(undecoded);
  after.decode();
  EXPECT_EQ(pending_of(after).steps, pending_of(before).steps);
}

TEST(RestorePrompt, AReeditedObjectIsStillReplacedUnlessItIsGone) {
  ReadyDesk before;
  const std::string uuid = before.add_object(20, 20);
  before.save();
  before.act(action::ReopenObject{uuid});
  before.decode();
  const action::RestorePrompt reopened = kept(before);
  EXPECT_EQ(reopened.replaces, uuid);
  before.act(action::ClearPrompt{});
  before.act(reopened);
  EXPECT_EQ(pending_of(before).replaces, uuid);
  ReadyDesk without;
  without.act(reopened);
  EXPECT_TRUE(pending_of(without).replaces.empty());
}

TEST(RestorePrompt, DisturbsNothing) {
  ReadyDesk desk;
  desk.click(20, 40);
  const action::RestorePrompt first = kept(desk);
  desk.act(action::ClearPrompt{});
  desk.act(action::StepImage{1});
  desk.act(first);  // another image is open
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::StepImage{-1});
  desk.click(70, 60);
  desk.act(first);  // the user has begun anew
  EXPECT_EQ(pending_of(desk).steps[0].points[0].at, (geom::PixelPoint{70, 60}));
}

}  // namespace
}  // namespace maskpoint::session
