// The preview under the pointer.
#include <gtest/gtest.h>

#include "session/desk.h"

namespace maskpoint::session {
namespace {

TEST(Hover, OneRequestAPixel) {
  ReadyDesk desk;
  const geom::ViewTransform& view = desk.session().view();
  desk.act(action::PointerMoved{view.to_screen({10.1, 20.1}), {}});
  desk.act(action::PointerMoved{view.to_screen({10.8, 20.9}), {}});
  auto asked = desk.take<effect::Decode>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].purpose, effect::Purpose::kHover);
  ASSERT_EQ(asked[0].steps.size(), 1u);
  EXPECT_EQ(asked[0].steps[0].points[0].at, (geom::PixelPoint{10, 20}));
  desk.act(action::PointerMoved{view.to_screen({11.1, 20.9}), {}});
  EXPECT_EQ(desk.take<effect::Decode>().size(), 1u);
}

TEST(Hover, ShowsEveryAnswerThatIsNewerThanTheOneShown) {
  ReadyDesk desk;
  for (const int x : {10, 20, 30})
    desk.move(x, 40);
  const auto asked = desk.take<effect::Decode>();
  ASSERT_EQ(asked.size(), 3u);
  const auto second = desk.answer(asked[1]);
  desk.act(second);  // the pointer is further on, but there is nothing better to show
  ASSERT_TRUE(desk.session().scene().mask.has_value());
  EXPECT_EQ(desk.session().scene().mask->style, MaskStyle::kHover);
  EXPECT_EQ(desk.session().scene().mask->logits, second.candidates[0].logits);
  desk.act(desk.answer(asked[0]));  // older: dropped
  EXPECT_EQ(desk.session().scene().mask->logits, second.candidates[0].logits);
  const auto third = desk.answer(asked[2]);
  desk.act(third);
  EXPECT_EQ(desk.session().scene().mask->logits, third.candidates[0].logits);
}

TEST(Hover, LeavingTakesItAwayAndCancels) {
  ReadyDesk desk;
  desk.move(10, 40);
  const auto asked = desk.take<effect::Decode>();
  desk.act(action::PointerLeft{});
  EXPECT_TRUE(desk.has<effect::CancelHover>());
  desk.act(desk.answer(asked[0]));
  EXPECT_FALSE(desk.session().scene().mask.has_value());
  desk.forget_effects();
  desk.move(10, 40);  // asked anew
  EXPECT_EQ(desk.take<effect::Decode>().size(), 1u);
}

TEST(Hover, NothingOutsideTheImageOrWhilePanning) {
  ReadyDesk desk;
  desk.move(-3, 40);
  EXPECT_FALSE(desk.has<effect::Decode>());
  desk.press(50, 40, action::Button::kMiddle);
  desk.move(60, 40);
  EXPECT_FALSE(desk.has<effect::Decode>());
  desk.release(60, 40, action::Button::kMiddle);
  EXPECT_TRUE(desk.has<effect::Decode>());
}

TEST(Hover, NothingInTheSelectToolOrWhileAPromptIsPending) {
  ReadyDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.move(50, 40);
  EXPECT_FALSE(desk.has<effect::Decode>());
  desk.act(action::SetTool{Tool::kPrompt});
  EXPECT_TRUE(desk.has<effect::Decode>());  // back without moving the pointer
  desk.click(50, 40);
  desk.decode();
  desk.forget_effects();
  desk.move(60, 40);
  EXPECT_FALSE(desk.has<effect::Decode>());
}

TEST(Hover, ThePreviewCoversForThePromptUntilItsMaskIsThere) {
  ReadyDesk desk;
  desk.move(50, 40);
  desk.act(desk.answer(desk.take<effect::Decode>().at(0)));
  const sam::LogitsPtr preview = desk.session().scene().mask->logits;
  desk.click(50, 40);
  ASSERT_TRUE(desk.session().scene().mask.has_value());
  EXPECT_EQ(desk.session().scene().mask->logits, preview);
  desk.decode();
  ASSERT_TRUE(desk.session().scene().mask.has_value());
  EXPECT_NE(desk.session().scene().mask->logits, preview);
  EXPECT_EQ(desk.session().scene().mask->style, MaskStyle::kPending);
}

TEST(Hover, ALatePromptAnswerIsNoPreview) {
  ReadyDesk desk;
  desk.move(10, 40);
  desk.click(10, 40);
  auto asked = desk.take<effect::Decode>();
  std::erase_if(asked, [](const auto& r) { return r.purpose == effect::Purpose::kHover; });
  desk.act(action::ClearPrompt{});
  desk.move(20, 40);
  desk.act(desk.answer(asked.at(0)));
  EXPECT_FALSE(desk.session().scene().mask.has_value());
}

TEST(Hover, ComesBackAfterAnAccept) {
  ReadyDesk desk;
  desk.click(10, 40);
  desk.decode();
  desk.forget_effects();
  desk.act(action::Accept{"a"});
  const auto asked = desk.take<effect::Decode>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].purpose, effect::Purpose::kHover);
}

TEST(Hover, APointBeingDraggedIsPreviewedInItsPrompt) {
  ReadyDesk desk;
  desk.click(10, 40);
  desk.decode();
  desk.click(60, 40, action::Button::kRight);
  desk.decode();
  desk.press(10, 40);
  desk.move(30, 40);
  const auto asked = desk.take<effect::Decode>();
  ASSERT_FALSE(asked.empty());
  EXPECT_EQ(asked.back().purpose, effect::Purpose::kHover);
  const doc::PromptStep& step = asked.back().steps.back();
  ASSERT_EQ(step.points.size(), 2u);
  EXPECT_EQ(step.points[0].at, (geom::PixelPoint{30, 40}));
  EXPECT_EQ(desk.session().scene().points[0].at, (geom::ImagePoint{30.5, 40.5}));
  EXPECT_TRUE(desk.session().scene().points[0].hot);
}

// What a drag shows just before the button is let go, and what is shown once its decode is in.
struct BeforeAndAfter {
  sam::Logits live, released;
};
BeforeAndAfter drag_from(Desk& desk, double x0, double y0, double x1, double y1) {
  desk.press(x0, y0);
  desk.move(x1, y1);
  const auto asked = desk.take<effect::Decode>();
  desk.act(desk.answer(asked.back()));
  BeforeAndAfter shown;
  shown.live = *desk.session().scene().mask.value().logits;
  desk.release(x1, y1);
  if (asked.front().purpose == effect::Purpose::kPrompt) desk.act(desk.answer(asked.front()));
  desk.decode();
  const Pending& pending = pending_of(desk);
  shown.released = *pending.candidates.at(std::size_t(pending.shown)).logits;
  return shown;
}

TEST(Hover, ABoxDrawnOverAPendingPromptRefinesItsMaskWhileItIsDrawn) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.act(action::CycleCandidate{1});  // the prior is the mask that is shown
  const BeforeAndAfter first = drag_from(desk, 10, 10, 60, 50);
  EXPECT_EQ(first.live, first.released);
  const BeforeAndAfter again = drag_from(desk, 12, 14, 70, 60);  // in place of that box
  EXPECT_EQ(again.live, again.released);
  EXPECT_EQ(pending_of(desk).steps.size(), 3u);
}

TEST(Hover, ABoxDrawnBeforeThePromptIsDecodedRefinesItAllTheSame) {
  ReadyDesk desk;
  desk.click(20, 40);
  const BeforeAndAfter shown = drag_from(desk, 10, 10, 60, 50);
  EXPECT_EQ(shown.live, shown.released);
}

TEST(Hover, APointDraggedInALaterStepKeepsThePriorOfTheEarlierOnes) {
  ReadyDesk desk;
  desk.click(20, 40);
  desk.decode();
  desk.click(60, 40, action::Button::kRight);
  desk.decode();
  const BeforeAndAfter later = drag_from(desk, 60, 40, 70, 50);
  EXPECT_EQ(later.live, later.released);
  const BeforeAndAfter first = drag_from(desk, 20, 40, 25, 45);  // both steps hold it
  EXPECT_EQ(first.live, first.released);
  desk.act(action::CycleCandidate{1});  // what the user chose stays chosen
  const BeforeAndAfter chosen = drag_from(desk, 70, 50, 80, 50);
  EXPECT_EQ(chosen.live, chosen.released);
}

}  // namespace
}  // namespace maskpoint::session
