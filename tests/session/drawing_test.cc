// Polygons, lassos and the vertices of outlines.
#include <gtest/gtest.h>

#include "session/by_hand.h"

namespace maskpoint::session {
namespace {

struct ShapeDesk : ReadyDesk {
  explicit ShapeDesk(Tool tool) {
    act(action::SetTool{tool});
    forget_effects();
  }
  // The very point of the image, not a pixel's middle.
  void click_at(double x, double y, action::Button button = action::Button::kLeft,
                action::Modifiers modifiers = {}) {
    click(x - 0.5, y - 0.5, button, modifiers);
  }
  void square(double x0, double y0, double x1, double y1, action::Modifiers modifiers = {}) {
    click_at(x0, y0, action::Button::kLeft, modifiers);
    click_at(x1, y0);
    click_at(x1, y1);
    click_at(x0, y1);
  }
  std::uint64_t only_area() const {
    EXPECT_EQ(uuids().size(), 1u);
    return uuids().empty() ? 0 : doc().annotations[0]->area;
  }
};

TEST(Polygon, ClosesByItsFirstCornerEnterOrADoubleClick) {
  {
    ShapeDesk desk(Tool::kPolygon);
    desk.square(10, 10, 40, 30);
    EXPECT_TRUE(desk.uuids().empty());
    desk.click_at(10, 10);
    EXPECT_EQ(desk.only_area(), 600u);
    EXPECT_EQ(desk.session().polygon(), nullptr);
  }
  {
    ShapeDesk desk(Tool::kPolygon);
    desk.square(10, 10, 40, 30);
    desk.act(action::FinishShape{});
    EXPECT_EQ(desk.only_area(), 600u);
  }
  {
    ShapeDesk desk(Tool::kPolygon);
    desk.square(10, 10, 40, 30);
    desk.click_at(10, 30);
    EXPECT_EQ(desk.only_area(), 600u);
    EXPECT_TRUE(desk.doc().annotations[0]->edited);
  }
}

TEST(Polygon, CornersAreTakenBackOneByOne) {
  ShapeDesk desk(Tool::kPolygon);
  desk.square(10, 10, 40, 30);
  const int depth = desk.session().undo_depth();
  desk.act(action::TakeBackPrompt{});
  EXPECT_EQ(desk.session().polygon()->points.size(), 3u);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.session().polygon()->points.size(), 2u);
  desk.act(action::FinishShape{});  // two corners enclose nothing; they stay
  EXPECT_TRUE(desk.uuids().empty());
  ASSERT_NE(desk.session().polygon(), nullptr);
  desk.click(50, 50, action::Button::kRight);
  EXPECT_EQ(desk.session().polygon()->points.size(), 1u);
  desk.act(action::TakeBackPrompt{});
  EXPECT_EQ(desk.session().polygon(), nullptr);
  EXPECT_EQ(desk.session().undo_depth(), depth);
}

TEST(Polygon, EscapeGivesItUp) {
  ShapeDesk desk(Tool::kPolygon);
  desk.square(10, 10, 40, 30);
  EXPECT_TRUE(desk.session().tool_in_hand());
  desk.act(action::ClearPrompt{});
  EXPECT_EQ(desk.session().polygon(), nullptr);
  EXPECT_EQ(desk.session().tool(), Tool::kPolygon);
}

TEST(Polygon, OutlastsAnotherToolAndAnotherImage) {
  ShapeDesk desk(Tool::kPolygon);
  desk.square(10, 10, 40, 30);
  desk.act(action::SetTool{Tool::kBrush});
  EXPECT_FALSE(desk.session().scene().shape);
  desk.act(action::OpenImage{2});
  desk.load(2);
  EXPECT_EQ(desk.session().polygon(), nullptr);
  desk.act(action::OpenImage{1});
  desk.act(action::SetTool{Tool::kPolygon});
  ASSERT_TRUE(desk.session().scene().shape);
  desk.act(action::FinishShape{});
  EXPECT_EQ(desk.only_area(), 600u);
}

TEST(Polygon, AddsToTheSelectedAndTakesFromIt) {
  ShapeDesk desk(Tool::kPolygon);
  desk.square(10, 10, 40, 30);
  desk.act(action::FinishShape{});
  desk.square(30, 20, 60, 40);  // overlaps by 10 × 10
  desk.act(action::FinishShape{});
  EXPECT_EQ(desk.only_area(), 1100u);
  desk.square(20, 15, 24, 19, with_alt());
  EXPECT_TRUE(desk.session().scene().shape->subtracts);
  desk.act(action::FinishShape{});
  EXPECT_EQ(desk.only_area(), 1084u);
  desk.act(action::SetShapeMode{true});
  desk.square(0, 0, 20, 80);
  desk.act(action::FinishShape{});
  EXPECT_EQ(desk.only_area(), 884u);
  // All of it: it stays, and that is said.
  desk.square(0, 0, 100, 80);
  desk.act(action::FinishShape{});
  EXPECT_EQ(desk.only_area(), 884u);
  EXPECT_FALSE(desk.session().toasts().empty());
  for (int i = 0; i < 4; ++i)
    desk.act(action::Undo{});
  EXPECT_TRUE(desk.uuids().empty());
}

TEST(Polygon, AnOutlineOfNothingMakesNoObject) {
  ShapeDesk desk(Tool::kPolygon);
  desk.square(110, 10, 140, 30);  // beside the image
  desk.act(action::FinishShape{});
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_FALSE(desk.session().can_undo());
  EXPECT_EQ(desk.session().toasts().size(), 1u);
}

TEST(Lasso, EnclosesWhatItIsDrawnRound) {
  ShapeDesk desk(Tool::kLasso);
  desk.press(9.5, 9.5);
  for (const auto& [x, y] : {std::pair{39.5, 9.5}, {39.5, 29.5}, {9.5, 29.5}})
    desk.move(x, y);
  const Scene scene = desk.session().scene();
  ASSERT_TRUE(scene.shape);
  EXPECT_EQ(scene.shape->points.size(), 4u);
  desk.release(9.5, 29.5);
  EXPECT_EQ(desk.only_area(), 600u);
  EXPECT_EQ(desk.session().undo_depth(), 1);
  // With Alt it takes away.
  desk.press(9.5, 9.5, action::Button::kLeft, with_alt());
  desk.move(19.5, 9.5);
  desk.move(19.5, 29.5);
  desk.move(9.5, 29.5);
  desk.release(9.5, 29.5);
  EXPECT_EQ(desk.only_area(), 400u);
}

TEST(Lasso, ACancelledOrTinyOneDoesNothing) {
  ShapeDesk desk(Tool::kLasso);
  desk.click(20, 20);
  EXPECT_TRUE(desk.uuids().empty());
  desk.press(10, 10);
  desk.move(40, 10);
  desk.move(40, 40);
  desk.act(action::ClearPrompt{});
  desk.release(10, 40);
  EXPECT_TRUE(desk.uuids().empty());
  desk.press(10, 10);
  desk.move(40, 10);
  desk.move(40, 40);
  desk.act(action::SetTool{Tool::kPrompt});
  desk.release(10, 40);
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(desk.session().pending(), nullptr);
}

TEST(Shape, APendingPromptIsAcceptedFirst) {
  ShapeDesk desk(Tool::kPrompt);
  desk.click(40, 40);
  desk.decode();
  desk.act(action::SetTool{Tool::kPolygon});
  desk.square(80, 60, 95, 75);
  desk.act(action::FinishShape{});
  desk.finalize();
  ASSERT_EQ(desk.uuids().size(), 1u);
  EXPECT_EQ(bitmap_of(desk, desk.uuids()[0]).at(90, 70), 1);
  EXPECT_EQ(bitmap_of(desk, desk.uuids()[0]).at(40, 40), 1);
}

// --- the outline of a square of 30 × 20 with a hole of 6 × 6 ---
struct OutlineDesk : ShapeDesk {
  OutlineDesk() : ShapeDesk(Tool::kPolygon) {
    square(10, 10, 40, 30);
    act(action::FinishShape{});
    square(20, 16, 26, 22, with_alt());
    act(action::FinishShape{});
    uuid = uuids().at(0);
    act(action::SetTool{Tool::kOutline});
  }
  std::size_t vertices() const {
    std::size_t count = 0;
    if (const auto outline = session().scene().outline)
      for (const mask::OutlineRing& ring : outline->outline->rings)
        count += ring.vertices.size();
    return count;
  }
  void drag_at(double x0, double y0, double x1, double y1) {
    drag(x0 - 0.5, y0 - 0.5, x1 - 0.5, y1 - 0.5);
  }
  std::string uuid;
};

TEST(Outline, ShowsTheContoursOfTheOneSelected) {
  OutlineDesk desk;
  ASSERT_TRUE(desk.session().scene().outline);
  EXPECT_EQ(desk.vertices(), 8u);
  desk.act(action::Select{"", action::SelectKind::kNone});
  EXPECT_FALSE(desk.session().scene().outline);
  desk.click(12, 12);  // a click on an object selects it
  EXPECT_EQ(desk.vertices(), 8u);
  desk.act(action::SetTool{Tool::kBrush});
  EXPECT_FALSE(desk.session().scene().outline);
}

TEST(Outline, AVertexIsDraggedInOneStepAndHolesStay) {
  OutlineDesk desk;
  const int depth = desk.session().undo_depth();
  desk.press(39.5, 29.5);  // the corner at 40, 30
  desk.move(49.5, 39.5);
  const Scene scene = desk.session().scene();
  ASSERT_EQ(scene.objects.size(), 1u);
  EXPECT_NE(scene.objects[0].mask, object_of(desk, desk.uuid)->mask);  // live
  desk.move(59.5, 49.5);
  desk.release(59.5, 49.5);
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(45, 35), 1);
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(22, 18), 0);
  EXPECT_EQ(desk.vertices(), 8u);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.only_area(), 564u);
  EXPECT_EQ(desk.vertices(), 8u);
  desk.act(action::Redo{});
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(45, 35), 1);
  EXPECT_TRUE(object_of(desk, desk.uuid)->edited);
}

TEST(Outline, APressOnAnEdgePutsAVertexIn) {
  OutlineDesk desk;
  const int depth = desk.session().undo_depth();
  desk.move(24.5, 9.5);
  EXPECT_TRUE(desk.session().scene().outline->insert_at);
  desk.click_at(25, 10);
  EXPECT_EQ(desk.vertices(), 9u);
  EXPECT_EQ(desk.session().undo_depth(), depth);  // the mask is the same
  desk.drag_at(25, 10, 25, 2);
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(24, 5), 1);
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_EQ(desk.vertices(), 9u);
}

TEST(Outline, DelAndTheRightButtonTakeAVertexOut) {
  OutlineDesk desk;
  desk.click(39.5, 29.5, action::Button::kRight);
  EXPECT_EQ(desk.vertices(), 7u);
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(38, 28), 0);
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(22, 18), 0);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.vertices(), 8u);
  EXPECT_FALSE(desk.session().tools().active_vertex);
  desk.click(39.5, 29.5);
  ASSERT_TRUE(desk.session().tools().active_vertex);
  desk.act(action::DeleteVertex{});
  EXPECT_EQ(desk.vertices(), 7u);
  EXPECT_EQ(desk.uuids().size(), 1u);
  // The hole goes with its last corners.
  desk.click(25.5, 21.5, action::Button::kRight);
  desk.click(19.5, 15.5, action::Button::kRight);
  EXPECT_EQ(desk.vertices(), 3u);
  EXPECT_EQ(bitmap_of(desk, desk.uuid).at(22, 18), 1);
}

TEST(Outline, MidDragEscapeAndUndoAndOtherThingsDropTheDrag) {
  OutlineDesk desk;
  const auto area = desk.only_area();
  const auto begin = [&] {
    desk.press(39.5, 29.5);
    desk.move(59.5, 49.5);
    EXPECT_TRUE(desk.session().tool_in_hand());
  };
  begin();
  desk.act(action::ClearPrompt{});
  desk.release(59.5, 49.5);
  EXPECT_EQ(desk.only_area(), area);
  begin();
  desk.act(action::Undo{});
  desk.release(59.5, 49.5);
  EXPECT_EQ(desk.only_area(), area);
  begin();
  desk.act(action::SetTool{Tool::kSelect});
  desk.release(59.5, 49.5);
  EXPECT_EQ(desk.only_area(), area);
  desk.act(action::SetTool{Tool::kOutline});
  begin();
  desk.act(action::DeleteSelected{});
  desk.release(59.5, 49.5);
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Undo{});
  desk.act(action::Select{desk.uuid});
  begin();
  desk.act(action::OpenImage{2});
  desk.release(59.5, 49.5);
  desk.act(action::OpenImage{1});
  EXPECT_EQ(desk.only_area(), area);
}

}  // namespace
}  // namespace maskpoint::session
