// Fingers: a tap includes, a held press excludes, a drag draws a box, a second finger takes all
// back.
#include <gtest/gtest.h>

#include "session/desk.h"

namespace maskpoint::session {
namespace {

using geom::PointLabel;

struct TouchDesk : ReadyDesk {
  static action::Modifiers finger() {
    action::Modifiers modifiers;
    modifiers.touch = true;
    return modifiers;
  }
  void down(double x, double y) {
    act(action::PointerMoved{screen(x, y), finger()});
    act(action::PointerPressed{screen(x, y), action::Button::kLeft, finger()});
  }
  void slide(double x, double y) { act(action::PointerMoved{screen(x, y), finger()}); }
  void up(double x, double y) {
    act(action::PointerReleased{screen(x, y), action::Button::kLeft, finger()});
    act(action::PointerLeft{});
  }
};

TEST(Touch, ATapIncludes) {
  TouchDesk desk;
  desk.down(30, 30);
  desk.up(30, 30);
  ASSERT_EQ(pending_of(desk).steps.back().points.size(), 1u);
  EXPECT_EQ(pending_of(desk).steps.back().points[0],
            (geom::PromptPoint{{30, 30}, PointLabel::kInclude}));
}

TEST(Touch, AnUnsteadyTapIsStillATap) {
  TouchDesk desk;
  const geom::ScreenPoint at = desk.screen(30, 30);
  desk.act(action::PointerPressed{at, action::Button::kLeft, TouchDesk::finger()});
  desk.act(action::PointerMoved{{at.x + 7, at.y + 3}, TouchDesk::finger()});
  desk.act(action::PointerReleased{{at.x + 7, at.y + 3}, action::Button::kLeft, {}});
  EXPECT_EQ(pending_of(desk).steps.back().points.size(), 1u);
  EXPECT_EQ(pending_of(desk).steps.back().box, std::nullopt);
}

TEST(Touch, AHeldPressExcludesWhereTheFingerIsLifted) {
  TouchDesk desk;
  desk.down(30, 30);
  EXPECT_FALSE(desk.session().scene().held);
  desk.act(action::PressHeld{});
  ASSERT_TRUE(desk.session().scene().held);
  desk.slide(50, 40);
  EXPECT_EQ(*desk.session().scene().held, desk.session().view().to_image(desk.screen(50, 40)));
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.up(50, 40);
  ASSERT_EQ(pending_of(desk).steps.back().points.size(), 1u);
  EXPECT_EQ(pending_of(desk).steps.back().points[0],
            (geom::PromptPoint{{50, 40}, PointLabel::kExclude}));
  EXPECT_FALSE(desk.session().scene().held);
}

TEST(Touch, AFingerMovesPointsFromFurtherOff) {
  TouchDesk desk;
  desk.down(30, 30);
  desk.up(30, 30);
  desk.decode();
  desk.down(33, 30);  // 16 CSS pixels off
  desk.slide(40, 30);
  desk.up(45, 30);
  ASSERT_EQ(pending_of(desk).steps.back().points.size(), 1u);
  EXPECT_EQ(pending_of(desk).steps.back().points[0].at, (geom::PixelPoint{45, 30}));
}

TEST(Touch, ADragDrawsABox) {
  TouchDesk desk;
  desk.down(20, 20);
  desk.slide(40, 40);
  desk.up(60, 50);
  EXPECT_EQ(pending_of(desk).steps.back().box, (geom::Box{20, 20, 60, 50}));
}

TEST(Touch, ASecondFingerTakesEverythingBack) {
  TouchDesk desk;
  desk.down(20, 20);
  desk.slide(40, 40);
  desk.act(action::PointerCancelled{});
  EXPECT_FALSE(desk.session().scene().box);
  desk.act(action::Pinch{desk.screen(30, 30), 1.3, 10, 5});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().can_undo());
  // Nothing is left over: the next tap is a tap at its own place.
  desk.down(50, 50);
  desk.up(50, 50);
  EXPECT_EQ(pending_of(desk).steps.back().points[0].at, (geom::PixelPoint{50, 50}));
  EXPECT_EQ(pending_of(desk).steps.back().box, std::nullopt);
}

TEST(Touch, ASecondFingerTakesAHeldPressBackToo) {
  TouchDesk desk;
  desk.down(20, 20);
  desk.act(action::PressHeld{});
  desk.act(action::PointerCancelled{});
  EXPECT_FALSE(desk.session().scene().held);
  desk.up(20, 20);
  EXPECT_EQ(desk.session().pending(), nullptr);
}

TEST(Touch, HoldingAPointOrADragExcludesNothing) {
  TouchDesk desk;
  desk.down(30, 30);
  desk.up(30, 30);
  desk.decode();
  desk.down(30, 30);
  desk.act(action::PressHeld{});
  EXPECT_FALSE(desk.session().scene().held);
  desk.up(30, 30);  // a tap on a point removes it
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.down(30, 30);
  desk.slide(50, 50);
  desk.act(action::PressHeld{});
  EXPECT_FALSE(desk.session().scene().held);
  desk.up(50, 50);
  EXPECT_TRUE(pending_of(desk).steps.back().box);
}

}  // namespace
}  // namespace maskpoint::session
