// What the panels offer of prompting: tightness, history, overlap, copying on, fingers.
#include <gtest/gtest.h>

#include <cmath>

#include "ui/booth.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

struct Open : Booth {
  explicit Open(geom::ScreenSize size = {1440, 900}) : Booth(size, 1) {
    draw();
    desk.load_project();
    settle();
    forget();
  }
  void prompt() {
    desk.click(50, 40);
    desk.decode();
    settle();
  }
  geom::ScreenPoint on(const std::string& widget, float share) const {
    const geom::ScreenRect r = rect(widget);
    return {r.x + r.width * share, r.y + r.height / 2};
  }
};

TEST(PromptingUi, TheTightnessSliderSlidesThenSets) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  EXPECT_FALSE(booth.shows("tightness"));
  booth.prompt();
  ASSERT_TRUE(booth.shows("tightness"));
  booth.move_to(booth.on("tightness", 0.5f));
  ASSERT_EQ(booth.seen<action::ShowUncertainty>().size(), 1u);
  EXPECT_TRUE(booth.seen<action::ShowUncertainty>()[0].shown);
  booth.interface->pointer_pressed(booth.on("tightness", 0.5f), action::Button::kLeft, {});
  booth.draw();
  booth.move_to(booth.on("tightness", 0.7f));
  EXPECT_FALSE(booth.seen<action::SlideTightness>().empty());
  EXPECT_GT(booth.desk.session().pending()->threshold, 1);
  const int depth = booth.desk.session().undo_depth();
  booth.interface->pointer_released(booth.on("tightness", 0.7f), action::Button::kLeft);
  booth.settle();
  EXPECT_EQ(booth.desk.session().undo_depth(), depth + 1);
  const double set = booth.desk.session().pending()->threshold;
  EXPECT_EQ(set, std::round(set * 10) / 10);  // tenths, as they are written
  booth.move_to({700, 400});
  EXPECT_FALSE(booth.seen<action::ShowUncertainty>().back().shown);
}

// Frames come between; `then` is what the page does after each click.
template <class Then>
void double_click(Open& booth, geom::ScreenPoint at, const Then& then) {
  booth.move_to(at);
  for (int i = 0; i < 2; ++i) {
    booth.interface->pointer_pressed(at, action::Button::kLeft, {});
    booth.draw();
    booth.interface->pointer_released(at, action::Button::kLeft);
    booth.draw();
    then();
  }
  booth.settle();
}

TEST(PromptingUi, ADoubleClickOnTheSliderResets) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.prompt();
  booth.desk.act(action::SetTightness{3});
  booth.settle();
  const geom::ScreenPoint at = booth.on("tightness", 0.7f);
  double_click(booth, at, [] {});
  EXPECT_EQ(booth.desk.session().pending()->threshold, 0);
}

TEST(PromptingUi, TheFirstDoubleClickOnASelectedObjectsSliderResets) {
  MASKPOINT_NEEDS_FONTS();
  for (const int others : {0, 30}) {  // a list that leaves room below, and one that does not
    Open booth;
    booth.desk.act(action::SetCategoryAttributes{1,
                                                 {{"side", doc::AttributeType::kText, {}, {}},
                                                  {"year", doc::AttributeType::kNumber, {}, {}}}});
    for (int i = 0; i < others; ++i)
      booth.desk.add_object(20 + 2 * i, 60);
    booth.prompt();
    booth.desk.act(action::SetTightness{3});
    booth.desk.act(action::Accept{"tight"});
    booth.desk.finalize();
    booth.desk.act(action::Select{"tight"});
    booth.settle();
    ASSERT_TRUE(booth.shows("tightness"));
    const geom::ScreenPoint at = booth.on("tightness", 0.5f);
    double_click(booth, at, [&] {
      booth.desk.decode();
      booth.draw();
    });
    ASSERT_NE(booth.desk.session().pending(), nullptr);
    EXPECT_EQ(booth.desk.session().pending()->replaces, "tight");
    EXPECT_EQ(booth.desk.session().pending()->threshold, 0) << others;
  }
}

TEST(PromptingUi, TheSliderStaysInHandWhileASelectedObjectIsReopenedForIt) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  const std::string uuid = booth.desk.add_object(50, 40);
  booth.desk.act(action::Select{uuid});
  booth.settle();
  ASSERT_TRUE(booth.shows("tightness"));
  booth.move_to(booth.on("tightness", 0.5f));
  booth.interface->pointer_pressed(booth.on("tightness", 0.5f), action::Button::kLeft, {});
  booth.draw();
  booth.move_to(booth.on("tightness", 0.6f));
  ASSERT_NE(booth.desk.session().pending(), nullptr);
  booth.desk.decode();
  booth.draw();
  booth.move_to(booth.on("tightness", 0.75f));
  booth.interface->pointer_released(booth.on("tightness", 0.75f), action::Button::kLeft);
  booth.settle();
  EXPECT_NEAR(booth.desk.session().pending()->threshold, 4, 1);
  EXPECT_EQ(booth.desk.session().pending()->replaces, uuid);
}

TEST(PromptingUi, KeysStepTheTightness) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.prompt();
  EXPECT_TRUE(booth.press("."));
  EXPECT_TRUE(booth.press("."));
  EXPECT_TRUE(booth.press(","));
  EXPECT_EQ(booth.desk.session().pending()->threshold, 0.5);
}

TEST(PromptingUi, TheHistoryListJumps) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.desk.add_object(30, 30);
  booth.desk.click(70, 40);
  booth.desk.decode();
  booth.settle();
  booth.click("history");
  ASSERT_TRUE(booth.shows("history:0"));
  ASSERT_TRUE(booth.shows("history:3"));
  booth.click("history:2");
  EXPECT_EQ(booth.desk.session().undo_depth(), 2);
  EXPECT_EQ(booth.desk.session().pending(), nullptr);
  EXPECT_TRUE(booth.shows("history:3"));  // still open, to go on looking
  booth.click("history:3");
  EXPECT_NE(booth.desk.session().pending(), nullptr);
  booth.press("Escape");
  booth.settle();
  EXPECT_FALSE(booth.shows("history:0"));
  EXPECT_NE(booth.desk.session().pending(), nullptr);
}

TEST(PromptingUi, OverlapIsAChoiceOfThree) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.click("overlap");
  booth.click("overlap:cut");
  EXPECT_EQ(booth.desk.session().settings().overlap, session::Overlap::kCut);
  EXPECT_FALSE(booth.shows("overlap:cut"));
  booth.press("O", {.shift = true});
  EXPECT_EQ(booth.desk.session().settings().overlap, session::Overlap::kAllowed);
}

TEST(PromptingUi, CopyingShowsHowFarItIsAndCanBeCancelled) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.desk.add_object(30, 30);
  booth.settle();
  booth.desk.act(action::CopyToNextImage{{"copy"}});
  booth.settle();
  ASSERT_TRUE(booth.shows("cancel-copy"));
  booth.click("cancel-copy");
  EXPECT_FALSE(booth.desk.session().copying());
  booth.settle();
  EXPECT_FALSE(booth.shows("cancel-copy"));
}

TEST(PromptingUi, EscapeCancelsCopyingWhereNoPromptIsOpen) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.desk.add_object(30, 30);
  booth.desk.act(action::CopyToNextImage{{"copy"}});
  booth.settle();
  booth.press("Escape");
  EXPECT_FALSE(booth.desk.session().copying());
}

TEST(PromptingUi, EnterReopensTheSelectedObject) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  const std::string uuid = booth.desk.add_object(30, 30);
  booth.desk.act(action::Select{uuid});
  booth.settle();
  booth.press("Enter");
  ASSERT_NE(booth.desk.session().pending(), nullptr);
  EXPECT_EQ(booth.desk.session().pending()->replaces, uuid);
}

TEST(PromptingUi, AFingerHitsSmallButtonsBesideThemToo) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.desk.add_object(30, 30);
  booth.settle();
  const geom::ScreenRect undo = booth.rect("undo");
  const geom::ScreenPoint below = {undo.x + undo.width / 2, undo.y + undo.height + 3};
  const int depth = booth.desk.session().undo_depth();
  booth.click_at(below);
  EXPECT_EQ(booth.desk.session().undo_depth(), depth);
  booth.interface->set_coarse(true);
  booth.click_at(below);
  EXPECT_EQ(booth.desk.session().undo_depth(), depth - 1);
}

TEST(PromptingUi, AFingerScrollsAListAndOpensNothing) {
  MASKPOINT_NEEDS_FONTS();
  Booth booth({1440, 900}, 1);
  booth.draw();
  std::vector<session::ImageRow> rows;
  for (int i = 1; i <= 80; ++i) {
    session::ImageRow row;
    row.id = i;
    row.file_name = std::string("photo").append(std::to_string(i));
    row.size = {100, 80};
    rows.push_back(row);
  }
  booth.desk.act(action::ProjectLoaded{"many", rows});
  booth.settle();
  const geom::ScreenRect row = booth.rect("image:4");
  const geom::ScreenPoint at = {row.x + 40, row.y + row.height / 2};
  booth.interface->set_coarse(true);
  booth.move_to(at);
  booth.interface->pointer_pressed(at, action::Button::kLeft, {});
  booth.draw();
  booth.move_to({at.x, at.y - 30});
  booth.move_to({at.x, at.y - 60});
  booth.interface->pointer_released({at.x, at.y - 60}, action::Button::kLeft);
  booth.settle();
  EXPECT_TRUE(booth.seen<action::OpenImage>().empty());
  EXPECT_NEAR(booth.rect("image:4").y, row.y - 60, 12);
  booth.click("image:5");
  EXPECT_EQ(booth.seen<action::OpenImage>().size(), 1u);
}

}  // namespace
}  // namespace maskpoint::ui
