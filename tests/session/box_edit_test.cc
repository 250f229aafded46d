// Dragging the edges and corners of the pending box.
#include <gtest/gtest.h>

#include "session/desk.h"

namespace maskpoint::session {
namespace {

// At 800 × 600 an image pixel is more than five CSS pixels wide, so that the edges' reach ends
// within a pixel and a half of them.
struct BoxDesk : ReadyDesk {
  BoxDesk() {
    drag(20, 20, 60, 60);
    decode();
    forget_effects();
  }
  geom::Box box() const { return *pending_of(*this).steps.back().box; }
  geom::ScreenPoint edge(double x, double y) const { return session().view().to_screen({x, y}); }
  void drag_edge(geom::ImagePoint from, geom::ImagePoint to) {
    act(action::PointerMoved{edge(from.x, from.y), {}});
    act(action::PointerPressed{edge(from.x, from.y), action::Button::kLeft, {}});
    act(action::PointerMoved{edge((from.x + to.x) / 2, (from.y + to.y) / 2), {}});
    act(action::PointerMoved{edge(to.x, to.y), {}});
    act(action::PointerReleased{edge(to.x, to.y), action::Button::kLeft, {}});
  }
};

TEST(BoxEdit, AnEdgeMovesItsSideAlone) {
  BoxDesk desk;
  desk.drag_edge({20, 40}, {10, 50});
  EXPECT_EQ(desk.box(), (geom::Box{10, 20, 60, 60}));
  desk.decode();
  desk.drag_edge({40, 60}, {30, 70});
  EXPECT_EQ(desk.box(), (geom::Box{10, 20, 60, 70}));
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
}

TEST(BoxEdit, ACornerMovesTwoSidesAndMayPassTheOthers) {
  BoxDesk desk;
  desk.drag_edge({60, 60}, {70, 65});
  EXPECT_EQ(desk.box(), (geom::Box{20, 20, 70, 65}));
  desk.decode();
  desk.drag_edge({70, 65}, {10, 5});
  EXPECT_EQ(desk.box(), (geom::Box{10, 5, 20, 20}));
}

TEST(BoxEdit, TheBoxStaysInsideTheImageAndNeverLosesItsArea) {
  BoxDesk desk;
  desk.drag_edge({60, 40}, {500, 40});
  EXPECT_EQ(desk.box(), (geom::Box{20, 20, 100, 60}));
  desk.decode();
  const int depth = desk.session().undo_depth();
  desk.drag_edge({20, 40}, {100, 40});
  EXPECT_EQ(desk.box(), (geom::Box{20, 20, 100, 60}));
  EXPECT_EQ(desk.session().undo_depth(), depth);
}

TEST(BoxEdit, ADragIsOneEditAndPreviewsOnTheWay) {
  BoxDesk desk;
  const int depth = desk.session().undo_depth();
  desk.act(action::PointerPressed{desk.edge(60, 40), action::Button::kLeft, {}});
  desk.act(action::PointerMoved{desk.edge(70, 40), {}});
  auto asked = desk.take<effect::Decode>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].purpose, effect::Purpose::kHover);
  EXPECT_EQ(asked[0].steps.back().box, (geom::Box{20, 20, 70, 60}));
  EXPECT_EQ(desk.session().scene().box->box, (geom::Box{20, 20, 70, 60}));
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.act(action::PointerReleased{desk.edge(70, 40), action::Button::kLeft, {}});
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.box(), (geom::Box{20, 20, 60, 60}));
  desk.act(action::Redo{});
  EXPECT_EQ(desk.box(), (geom::Box{20, 20, 70, 60}));
}

TEST(BoxEdit, APressOnAnEdgeWithoutADragDoesNothing) {
  BoxDesk desk;
  const int depth = desk.session().undo_depth();
  desk.drag_edge({20, 40}, {20, 40});
  EXPECT_EQ(desk.session().undo_depth(), depth);
  // The other button excludes there as anywhere.
  desk.act(action::PointerPressed{desk.edge(20, 40), action::Button::kRight, {}});
  desk.act(action::PointerReleased{desk.edge(20, 40), action::Button::kRight, {}});
  EXPECT_EQ(pending_of(desk).steps.back().points.size(), 1u);
}

TEST(BoxEdit, PointsAndBoxGoTogetherAndTheBoxChangesInEveryStep) {
  BoxDesk desk;
  desk.click(40, 40);
  desk.decode();
  ASSERT_EQ(pending_of(desk).steps.size(), 2u);
  desk.drag_edge({20, 30}, {15, 30});
  ASSERT_EQ(pending_of(desk).steps.size(), 2u);
  EXPECT_EQ(pending_of(desk).steps[0].box, (geom::Box{15, 20, 60, 60}));
  EXPECT_EQ(pending_of(desk).steps[1].box, (geom::Box{15, 20, 60, 60}));
  EXPECT_EQ(pending_of(desk).steps[1].points.size(), 1u);
  EXPECT_TRUE(pending_of(desk).decoding);
}

TEST(BoxEdit, APointOnTheEdgeIsTakenFirst) {
  BoxDesk desk;
  desk.act(action::PointerPressed{desk.edge(20.5, 40.5), action::Button::kRight, {}});
  desk.act(action::PointerReleased{desk.edge(20.5, 40.5), action::Button::kRight, {}});
  desk.decode();
  desk.drag_edge({20.5, 40.5}, {30.5, 40.5});
  EXPECT_EQ(desk.box(), (geom::Box{20, 20, 60, 60}));
  EXPECT_EQ(pending_of(desk).steps.back().points[0].at, (geom::PixelPoint{30, 40}));
}

TEST(BoxEdit, EscToolSwitchUndoAndImageSwitchEndTheDragWithoutEffect) {
  const std::vector<Action> interruptions = {
      action::ClearPrompt{}, action::SetTool{Tool::kSelect}, action::Undo{},
      action::OpenImage{2},  action::PointerCancelled{},
  };
  for (const Action& interruption : interruptions) {
    BoxDesk desk;
    const int depth = desk.session().undo_depth();
    desk.act(action::PointerPressed{desk.edge(60, 40), action::Button::kLeft, {}});
    desk.act(action::PointerMoved{desk.edge(80, 40), {}});
    desk.act(interruption);
    desk.act(action::PointerMoved{desk.edge(90, 40), {}});
    desk.act(action::PointerReleased{desk.edge(90, 40), action::Button::kLeft, {}});
    desk.act(action::OpenImage{1});
    EXPECT_EQ(desk.session().undo_depth(), depth) << interruption.index();
    EXPECT_EQ(desk.box(), (geom::Box{20, 20, 60, 60})) << interruption.index();
  }
}

TEST(BoxEdit, TheSidesUnderThePointerAreKnown) {
  BoxDesk desk;
  const auto grip = [&](double x, double y) {
    desk.act(action::PointerMoved{desk.edge(x, y), {}});
    return desk.session().box_grip();
  };
  EXPECT_EQ(grip(20, 40), (BoxGrip{true, false, false, false}));
  EXPECT_EQ(grip(60, 60), (BoxGrip{false, false, true, true}));
  EXPECT_EQ(grip(40, 20), (BoxGrip{false, true, false, false}));
  EXPECT_EQ(grip(40, 40), std::nullopt);
  EXPECT_EQ(grip(80, 20), std::nullopt);
  desk.act(action::SetTool{Tool::kSelect});
  EXPECT_EQ(grip(20, 40), std::nullopt);
}

TEST(BoxEdit, ABoxOfAFewPixelsCanStillBeClickedInside) {
  ReadyDesk desk;
  desk.drag(40, 40, 42, 42);
  desk.decode();
  desk.click(40.5, 40.5);
  EXPECT_EQ(pending_of(desk).steps.back().points.size(), 1u);
}

}  // namespace
}  // namespace maskpoint::session
