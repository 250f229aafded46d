// The brush and the eraser, at every edge: undo, Escape, another tool or image mid-stroke, an
// object that is still on its way.
#include <gtest/gtest.h>

#include "session/by_hand.h"

namespace maskpoint::session {
namespace {

struct BrushDesk : ReadyDesk {
  explicit BrushDesk(Tool tool = Tool::kBrush) {
    act(action::SetTool{tool});
    act(action::SetBrushDiameter{9});
    forget_effects();
  }
  // Pressed, moved, not released.
  void begin(double x0, double y0, double x1, double y1) {
    press(x0, y0);
    move(x1, y1);
  }
};

TEST(Brush, PaintsANewObjectOfTheCurrentClassInOneStep) {
  BrushDesk desk;
  desk.act(action::PickCategory{2});
  const int depth = desk.session().undo_depth();
  desk.drag(20, 30, 60, 50);
  ASSERT_EQ(desk.uuids().size(), 1u);
  const std::string uuid = desk.uuids()[0];
  EXPECT_EQ(object_of(desk, uuid)->category_id, 2);
  EXPECT_TRUE(object_of(desk, uuid)->edited);
  EXPECT_EQ(object_of(desk, uuid)->prompts, nullptr);
  mask::Bitmap expected({100, 80});
  paint(expected, 20, 30, 40, 40, 9, 1);
  paint(expected, 40, 40, 60, 50, 9, 1);
  EXPECT_EQ(*object_of(desk, uuid)->mask, mask::encode(expected));
  EXPECT_EQ(object_of(desk, uuid)->area, mask::area(mask::encode(expected)));
  EXPECT_EQ(object_of(desk, uuid)->bbox, mask::bbox(mask::encode(expected)));
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{uuid});

  // The next stroke goes on with it.
  desk.click(80, 20);
  ASSERT_EQ(desk.uuids().size(), 1u);
  paint(expected, 80, 20, 80, 20, 9, 1);
  EXPECT_EQ(bitmap_of(desk, uuid).pixels, expected.pixels);
  desk.act(action::Undo{});
  EXPECT_EQ(bitmap_of(desk, uuid).at(80, 20), 0);
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Redo{});
  desk.act(action::Redo{});
  EXPECT_EQ(bitmap_of(desk, uuid).pixels, expected.pixels);
}

TEST(Brush, AStrokeBroughtBackIsGoneOnWith) {
  BrushDesk desk;
  desk.click(20, 20);
  const std::set<std::string> first = {desk.uuids().at(0)};
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.session().selection().empty());
  desk.act(action::Redo{});
  EXPECT_EQ(desk.session().selection(), first);
  desk.click(70, 60);
  EXPECT_EQ(desk.uuids().size(), 1u);
  desk.act(action::GoToHistory{0});
  desk.act(action::GoToHistory{1});
  EXPECT_EQ(desk.session().selection(), first);
  // Undoing the first stroke of another object does not put the next stroke on this one.
  desk.act(action::Select{"", action::SelectKind::kNone});
  desk.click(70, 20);
  ASSERT_EQ(desk.uuids().size(), 2u);
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.session().selection().empty());
  // What is selected meanwhile stays so.
  desk.act(action::Select{*first.begin(), action::SelectKind::kOnly});
  desk.act(action::Redo{});
  EXPECT_EQ(desk.session().selection(), first);
}

TEST(Brush, WithoutASelectionEveryObjectIsItsOwn) {
  BrushDesk desk;
  desk.click(20, 20);
  desk.act(action::Select{"", action::SelectKind::kNone});
  desk.click(70, 60);
  EXPECT_EQ(desk.uuids().size(), 2u);
  EXPECT_NE(desk.uuids()[0], desk.uuids()[1]);
}

TEST(Brush, TheOtherButtonAndAltDoTheOtherThing) {
  BrushDesk desk;
  desk.click(30, 30);
  const std::string uuid = desk.uuids().at(0);
  const std::uint64_t all = object_of(desk, uuid)->area;
  desk.act(action::SetBrushDiameter{3});
  desk.click(30, 30, action::Button::kRight);
  EXPECT_EQ(object_of(desk, uuid)->area, all - 9);
  desk.click(34, 30, action::Button::kLeft, with_alt());
  EXPECT_LT(object_of(desk, uuid)->area, all - 9);
  desk.act(action::SetTool{Tool::kEraser});
  const std::uint64_t before = object_of(desk, uuid)->area;
  desk.click(30, 30, action::Button::kRight);
  EXPECT_GT(object_of(desk, uuid)->area, before);
}

TEST(Brush, AChangedObjectKeepsItsPromptsAndSaysItWasEdited) {
  BrushDesk desk(Tool::kPrompt);
  const std::string uuid = desk.add_object(40, 40);
  const doc::AnnotationPtr made = object_of(desk, uuid);
  EXPECT_FALSE(made->edited);
  EXPECT_GT(made->predicted_iou, 0);
  desk.act(action::Select{uuid});
  desk.act(action::SetTool{Tool::kBrush});
  desk.click(5, 5);
  EXPECT_TRUE(object_of(desk, uuid)->edited);
  EXPECT_EQ(object_of(desk, uuid)->prompts, made->prompts);
  EXPECT_EQ(object_of(desk, uuid)->predicted_iou, 0);
  EXPECT_EQ(object_of(desk, uuid)->stability_score, 0);
  // Its prompts are still there to go on from; accepting them makes it the decoder's again.
  desk.act(action::ReopenObject{uuid});
  desk.decode();
  desk.act(action::Accept{""});
  desk.finalize();
  EXPECT_FALSE(object_of(desk, uuid)->edited);
  EXPECT_EQ(*object_of(desk, uuid)->mask, *made->mask);
}

TEST(Brush, EscapeAndUndoDropTheStrokeInHand) {
  BrushDesk desk;
  desk.begin(20, 20, 40, 40);
  EXPECT_TRUE(desk.session().tool_in_hand());
  const Scene scene = desk.session().scene();
  ASSERT_EQ(scene.objects.size(), 1u);
  EXPECT_NE(scene.objects[0].stroke, nullptr);
  desk.act(action::ClearPrompt{});
  EXPECT_FALSE(desk.session().tool_in_hand());
  EXPECT_TRUE(desk.session().scene().objects.empty());
  desk.move(50, 50);
  desk.release(50, 50);
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(desk.session().tool(), Tool::kBrush);

  desk.click(70, 70);
  const int depth = desk.session().undo_depth();
  desk.begin(20, 20, 40, 40);
  desk.act(action::Undo{});
  desk.release(40, 40);
  EXPECT_EQ(desk.session().undo_depth(), depth);
  EXPECT_EQ(desk.uuids().size(), 1u);
}

TEST(Brush, AnotherToolMidStrokeKeepsWhatIsPainted) {
  BrushDesk desk;
  desk.begin(20, 20, 40, 20);
  desk.act(action::SetTool{Tool::kPrompt});
  ASSERT_EQ(desk.uuids().size(), 1u);
  desk.move(70, 70);
  desk.release(70, 70);
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_EQ(bitmap_of(desk, desk.uuids()[0]).at(30, 20), 1);
  EXPECT_EQ(bitmap_of(desk, desk.uuids()[0]).at(70, 70), 0);
}

TEST(Brush, AnotherImageMidStrokeKeepsWhatIsPainted) {
  BrushDesk desk;
  desk.begin(20, 20, 40, 20);
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.release(50, 50);
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::OpenImage{1});
  EXPECT_EQ(desk.uuids().size(), 1u);
}

TEST(Brush, DeletingTheObjectWhileStrokingEndsInNothing) {
  BrushDesk desk;
  desk.click(20, 20);
  desk.begin(30, 20, 40, 20);
  desk.act(action::DeleteSelected{});
  EXPECT_TRUE(desk.uuids().empty());
  desk.release(45, 20);
  EXPECT_TRUE(desk.uuids().empty());
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids().size(), 1u);
}

TEST(Brush, APendingPromptIsAcceptedFirst) {
  BrushDesk desk(Tool::kPrompt);
  desk.click(40, 40);
  desk.decode();
  desk.act(action::SetTool{Tool::kBrush});
  ASSERT_NE(desk.session().pending(), nullptr);
  desk.begin(90, 70, 95, 70);
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.release(95, 70);  // its mask is still on its way
  EXPECT_TRUE(desk.uuids().empty());
  const SceneObjects shown = desk.session().scene().objects;
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_NE(shown[0].stroke, nullptr);
  desk.finalize();
  ASSERT_EQ(desk.uuids().size(), 1u);
  const std::string uuid = desk.uuids()[0];
  EXPECT_EQ(bitmap_of(desk, uuid).at(92, 70), 1);
  EXPECT_EQ(bitmap_of(desk, uuid).at(40, 40), 1);
  EXPECT_TRUE(object_of(desk, uuid)->edited);
  EXPECT_NE(object_of(desk, uuid)->prompts, nullptr);
  // Undone one by one: the stroke, then the accept.
  desk.act(action::Undo{});
  EXPECT_EQ(bitmap_of(desk, uuid).at(92, 70), 0);
  EXPECT_FALSE(object_of(desk, uuid)->edited);
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_NE(desk.session().pending(), nullptr);
}

TEST(Brush, UndoTakesBackAStrokeThatStillWaits) {
  BrushDesk desk(Tool::kPrompt);
  desk.click(40, 40);
  desk.act(action::SetTool{Tool::kBrush});
  desk.drag(90, 70, 95, 70);
  desk.act(action::Undo{});  // the stroke
  desk.decode();
  desk.finalize();
  ASSERT_EQ(desk.uuids().size(), 1u);
  EXPECT_FALSE(object_of(desk, desk.uuids()[0])->edited);
}

TEST(Brush, AMaskThatComesToNothingTakesItsStrokesWithIt) {
  BrushDesk desk(Tool::kPrompt);
  desk.click(40, 40);
  desk.decode();
  desk.act(action::SetTool{Tool::kBrush});
  desk.drag(90, 70, 95, 70);
  const auto requests = desk.take<effect::Finalize>();
  ASSERT_EQ(requests.size(), 1u);
  desk.act(action::MaskReady{1, requests[0].seq, nullptr, {}, 0, 0});
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_NE(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().tool_in_hand());
}

TEST(Brush, ShiftPaintsStraightFromTheLastPoint) {
  BrushDesk desk;
  desk.click(10, 10);
  desk.click(80, 60, action::Button::kLeft, with_shift());
  mask::Bitmap expected({100, 80});
  paint(expected, 10, 10, 80, 60, 9, 1);
  EXPECT_EQ(bitmap_of(desk, desk.uuids().at(0)).pixels, expected.pixels);
  desk.act(action::PointerMoved{desk.screen(20, 60), with_shift()});
  const auto brush = desk.session().scene().brush;
  ASSERT_TRUE(brush);
  ASSERT_TRUE(brush->straight_from);
  EXPECT_NEAR(brush->straight_from->x, 80.5, 1e-4);
  // Not from another image.
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.click(50, 50, action::Button::kLeft, with_shift());
  mask::Bitmap alone({100, 80});
  paint(alone, 50, 50, 50, 50, 9, 1);
  EXPECT_EQ(bitmap_of(desk, desk.uuids().at(0)).pixels, alone.pixels);
}

TEST(Eraser, TakesFromTheObjectItBeginsOn) {
  BrushDesk desk(Tool::kPrompt);
  const std::string a = desk.add_object(30, 40);
  const std::string b = desk.add_object(70, 40);
  desk.act(action::Select{"", action::SelectKind::kNone});
  desk.act(action::SetTool{Tool::kEraser});
  const std::uint64_t before = object_of(desk, b)->area;
  desk.click(70, 40);
  EXPECT_LT(object_of(desk, b)->area, before);
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{b});
  EXPECT_FALSE(object_of(desk, a)->edited);
}

TEST(Eraser, SaysThatThereIsNothingToEraseFrom) {
  BrushDesk desk(Tool::kEraser);
  desk.drag(10, 10, 20, 20);
  EXPECT_TRUE(desk.uuids().empty());
  ASSERT_EQ(desk.session().toasts().size(), 1u);
}

TEST(Eraser, LeavesAnObjectItWouldEraseWhole) {
  BrushDesk desk;
  desk.click(30, 30);
  const std::string uuid = desk.uuids().at(0);
  const std::uint64_t area = object_of(desk, uuid)->area;
  const int depth = desk.session().undo_depth();
  desk.act(action::SetTool{Tool::kEraser});
  desk.act(action::SetBrushDiameter{40});
  desk.click(30, 30);
  EXPECT_EQ(object_of(desk, uuid)->area, area);
  EXPECT_EQ(desk.session().undo_depth(), depth);
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  EXPECT_NE(desk.session().toasts()[0].message.find("Nothing would be left"), std::string::npos);
}

TEST(Brush, NothingCoveredIsNoEdit) {
  BrushDesk desk;
  desk.click(50, 40);
  const int depth = desk.session().undo_depth();
  desk.click(50, 40);  // the very same pixels
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.act(action::SetTool{Tool::kEraser});
  desk.click(5, 5);
  EXPECT_EQ(desk.session().undo_depth(), depth);
}

TEST(Brush, OnePixelIsThePixelUnderThePointer) {
  BrushDesk desk;
  desk.act(action::SetBrushDiameter{1});
  desk.act(action::PointerPressed{desk.screen(30.4, 20.45), action::Button::kLeft, {}});
  desk.act(action::PointerReleased{desk.screen(30.4, 20.45), action::Button::kLeft, {}});
  EXPECT_EQ(object_of(desk, desk.uuids().at(0))->bbox, (geom::Rect{30, 20, 1, 1}));
}

TEST(Brush, SizeGoesByStepsAndByAltAndTheWheel) {
  BrushDesk desk;
  desk.act(action::SetBrushDiameter{1});
  desk.act(action::ResizeBrush{-1});
  EXPECT_EQ(desk.session().brush_diameter(), 1);
  desk.act(action::ResizeBrush{1});
  EXPECT_EQ(desk.session().brush_diameter(), 2);
  desk.act(action::SetBrushDiameter{100});
  desk.act(action::ResizeBrush{1});
  EXPECT_EQ(desk.session().brush_diameter(), 120);
  desk.act(action::Wheel{desk.screen(50, 40), -1, with_alt()});
  EXPECT_EQ(desk.session().brush_diameter(), 100);
  const double scale = desk.session().view().scale;
  desk.act(action::Wheel{desk.screen(50, 40), 1, {}});
  EXPECT_GT(desk.session().view().scale, scale);
  EXPECT_EQ(desk.session().brush_diameter(), 100);
  desk.act(action::SetBrushDiameter{1e12});
  desk.act(action::ResizeBrush{1});
  EXPECT_LE(desk.session().brush_diameter(), 1000);
}

TEST(Brush, PansWithSpaceMidTool) {
  BrushDesk desk;
  action::Modifiers space;
  space.space = true;
  desk.press(50, 40, action::Button::kLeft, space);
  desk.move(60, 40);
  desk.release(60, 40);
  EXPECT_TRUE(desk.uuids().empty());
}

// What the tool's options promise is what a stroke then does.
TEST(Brush, TheTargetSaidIsTheTargetTaken) {
  ReadyDesk desk;
  const std::string a = desk.add_object(30, 30);
  desk.act(action::Select{"", action::SelectKind::kNone});
  const auto stroke = [&](Tool tool, double x, double y) {
    desk.act(action::SetTool{tool});
    const HandTarget said = desk.session().hand_target();
    desk.drag(x, y, x + 2, y);
    desk.finalize();
    return said;
  };
  EXPECT_EQ(stroke(Tool::kEraser, 30, 30), HandTarget::kUnderPointer);
  EXPECT_TRUE(object_of(desk, a)->edited);
  EXPECT_EQ(stroke(Tool::kBrush, 80, 60), HandTarget::kSelected) << "what was erased from";
  EXPECT_EQ(desk.uuids().size(), 1u);
  desk.act(action::Select{"", action::SelectKind::kNone});
  EXPECT_EQ(stroke(Tool::kBrush, 80, 20), HandTarget::kNewObject);
  EXPECT_EQ(desk.uuids().size(), 2u);
  desk.act(action::Select{"", action::SelectKind::kNone});
  desk.act(action::SetTool{Tool::kPrompt});
  desk.click(60, 60);
  desk.decode();
  EXPECT_EQ(stroke(Tool::kBrush, 10, 70), HandTarget::kPending);
  EXPECT_EQ(desk.uuids().size(), 3u);
  EXPECT_EQ(desk.session().pending(), nullptr);
}

}  // namespace
}  // namespace maskpoint::session
