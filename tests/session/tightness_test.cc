// The threshold of the pending mask: slid, set, undone, kept with the object.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

// Logits that fall off linearly from the middle: every threshold gives another disc.
sam::LogitsPtr cone(double slope) {
  auto logits = std::make_shared<sam::Logits>(std::size_t(sam::kLogitCount));
  for (int y = 0; y < geom::kLogitSide; ++y)
    for (int x = 0; x < geom::kLogitSide; ++x)
      (*logits)[std::size_t(y) * geom::kLogitSide + std::size_t(x)] =
          float(8 - slope * std::hypot(x - 128.0, y - 100.0));
  return logits;
}

struct ConeDesk : ReadyDesk {
  // Answers whatever was asked with cones.
  void decode() {
    while (true) {
      auto requests = take<effect::Decode>();
      std::erase_if(requests, [](const auto& r) { return r.purpose == effect::Purpose::kHover; });
      if (requests.empty()) return;
      action::DecodeFinished result = answer(requests.back());
      for (sam::Candidate& candidate : result.candidates)
        candidate.logits = cone(0.2 + 0.1 * candidate.index);
      act(result);
    }
  }
  std::uint64_t shown_area() const {
    const Pending& pending = pending_of(*this);
    return pending.candidates[std::size_t(pending.shown)].area;
  }
};

TEST(Tightness, SlidingShowsWhatSettingKeeps) {
  ConeDesk desk;
  desk.click(50, 40);
  desk.decode();
  const int depth = desk.session().undo_depth();
  const std::uint64_t loose = desk.shown_area();
  desk.act(action::ShowUncertainty{true});
  desk.act(action::SlideTightness{2});
  EXPECT_EQ(desk.session().scene().mask->threshold, 2.0f);
  EXPECT_TRUE(desk.session().scene().mask->shows_uncertainty);
  EXPECT_LT(desk.shown_area(), loose);
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.act(action::SlideTightness{3});
  desk.act(action::SetTightness{3});
  desk.act(action::ShowUncertainty{false});
  EXPECT_FALSE(desk.session().scene().mask->shows_uncertainty);
  EXPECT_EQ(pending_of(desk).threshold, 3);
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_FALSE(pending_of(desk).decoding);
  EXPECT_FALSE(desk.has<effect::Decode>());
  desk.act(action::Undo{});
  EXPECT_EQ(pending_of(desk).threshold, 0);
  EXPECT_EQ(desk.shown_area(), loose);
  desk.act(action::Redo{});
  EXPECT_EQ(pending_of(desk).threshold, 3);
}

TEST(Tightness, TheMaskIsCutThereAndTheObjectRemembersIt) {
  ConeDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::SetTightness{2.5});
  desk.act(action::Accept{"tight"});
  const auto asked = desk.take<effect::Finalize>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].threshold, 2.5f);
  desk.act(desk.answer(asked[0]));
  const doc::AnnotationPtr object = doc::find(desk.doc(), "tight");
  ASSERT_TRUE(object);
  EXPECT_EQ(object->prompts->threshold, 2.5);
  EXPECT_GT(object->area, 0u);

  desk.act(action::ReopenObject{"tight"});
  EXPECT_EQ(pending_of(desk).threshold, 2.5);
  desk.decode();
  desk.click(60, 40);
  desk.decode();
  EXPECT_EQ(pending_of(desk).threshold, 2.5);
}

TEST(Tightness, ASelectedObjectIsReopenedForIt) {
  ConeDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::Accept{"one"});
  desk.finalize();
  const std::uint64_t before = doc::find(desk.doc(), "one")->area;
  desk.act(action::Select{"one"});
  desk.act(action::SlideTightness{4});
  EXPECT_EQ(pending_of(desk).replaces, "one");
  desk.decode();  // while the slider is still held
  EXPECT_EQ(pending_of(desk).threshold, 4);
  desk.act(action::SetTightness{4});
  desk.act(action::Accept{"unused"});
  desk.finalize();
  EXPECT_LT(doc::find(desk.doc(), "one")->area, before);
  EXPECT_EQ(desk.doc().annotations.size(), 1u);
}

TEST(Tightness, WithNothingOpenOrSelectedItDoesNothing) {
  ConeDesk desk;
  desk.act(action::SlideTightness{4});
  desk.act(action::SetTightness{4});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().can_undo());
}

TEST(Tightness, EscAndUndoEndTheSlideFirst) {
  for (const Action& interruption : {Action{action::ClearPrompt{}}, Action{action::Undo{}}}) {
    ConeDesk desk;
    desk.click(50, 40);
    desk.decode();
    desk.act(action::SlideTightness{5});
    desk.act(interruption);
    EXPECT_EQ(pending_of(desk).threshold, 0);
    EXPECT_EQ(pending_of(desk).steps.size(), 1u);
  }
}

TEST(Tightness, AnotherImageAndBackKeepsWhatWasSet) {
  ConeDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::SetTightness{-3});
  desk.act(action::SlideTightness{6});
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.act(action::OpenImage{1});
  desk.load(1);
  desk.decode();
  EXPECT_EQ(pending_of(desk).threshold, -3);
  EXPECT_EQ(desk.session().scene().mask->threshold, -3.0f);
}

TEST(Tightness, StaysWithinTheSlider) {
  ConeDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::SetTightness{400});
  EXPECT_EQ(pending_of(desk).threshold, 8);
  desk.act(action::SetTightness{std::nan("")});
  EXPECT_EQ(pending_of(desk).threshold, 0);
}

TEST(Tightness, NothingLeftIsSaidAndThePromptStays) {
  ConeDesk desk;
  desk.click(50, 40);
  desk.decode();
  desk.act(action::SetTightness{8});  // above the tip of the cone
  desk.act(action::Accept{"nothing"});
  desk.finalize();
  EXPECT_TRUE(desk.doc().annotations.empty());
  EXPECT_EQ(pending_of(desk).threshold, 8);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
}

TEST(Tightness, ComesBackWithAKeptPrompt) {
  ConeDesk desk;
  action::RestorePrompt kept;
  kept.image_id = 1;
  kept.steps = {{{{{50, 40}, geom::PointLabel::kInclude}}, std::nullopt, 2}};
  kept.threshold = 1.5;
  desk.act(kept);
  EXPECT_EQ(pending_of(desk).threshold, 1.5);
}

}  // namespace
}  // namespace maskpoint::session
