// The tools' buttons, the bar of their options and the sliders of "This mask", driven as a person
// would.
#include <gtest/gtest.h>

#include "booth.h"
#include "doc/edits.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;
using session::Tool;

struct ToolBooth : Booth {
  ToolBooth() : Booth({1440, 900}, 1) {
    desk.load_project();
    settle();
  }
  // A disc painted with the brush.
  std::string paint() {
    press("b");
    settle();
    desk.click(50, 40);
    settle();
    return desk.uuids().empty() ? std::string() : desk.uuids().back();
  }
  void drag(const std::string& widget, float from, float to) {
    const geom::ScreenRect r = rect(widget);
    const float y = r.y + r.height / 2;
    interface->pointer_pressed({r.x + r.width * from, y}, action::Button::kLeft, {});
    settle();
    move_to({r.x + r.width * to, y});
    settle();
  }
  void let_go(const std::string& widget, float at) {
    const geom::ScreenRect r = rect(widget);
    interface->pointer_released({r.x + r.width * at, r.y + r.height / 2}, action::Button::kLeft);
    settle();
  }
};

TEST(Tools, ButtonsAndKeysChooseThem) {
  ToolBooth booth;
  const std::pair<const char*, Tool> tools[] = {
      {"tool:brush", Tool::kBrush},     {"tool:eraser", Tool::kEraser},
      {"tool:polygon", Tool::kPolygon}, {"tool:lasso", Tool::kLasso},
      {"tool:outline", Tool::kOutline}, {"tool:select", Tool::kSelect},
      {"tool:prompt", Tool::kPrompt}};
  for (const auto& [widget, tool] : tools) {
    booth.click(widget);
    booth.settle();
    EXPECT_EQ(booth.desk.session().tool(), tool) << widget;
  }
  const std::pair<const char*, Tool> keys[] = {
      {"b", Tool::kBrush}, {"e", Tool::kEraser}, {"p", Tool::kPolygon}, {"o", Tool::kOutline}};
  for (const auto& [key, tool] : keys) {
    EXPECT_TRUE(booth.press(key));
    EXPECT_EQ(booth.desk.session().tool(), tool) << key;
  }
  action::Modifiers shift;
  shift.shift = true;
  booth.press("L", shift);
  EXPECT_EQ(booth.desk.session().tool(), Tool::kLasso);
}

TEST(Tools, TheBrushHasASizeAndAMode) {
  ToolBooth booth;
  EXPECT_FALSE(booth.shows("brush-size"));
  booth.press("b");
  booth.settle();
  ASSERT_TRUE(booth.shows("brush-size"));
  const double before = booth.desk.session().brush_diameter();
  booth.press("]");
  EXPECT_GT(booth.desk.session().brush_diameter(), before);
  booth.press("[");
  booth.press("[");
  EXPECT_LT(booth.desk.session().brush_diameter(), before);
  booth.drag("brush-size", 0.2f, 0.95f);
  booth.let_go("brush-size", 0.95f);
  EXPECT_GT(booth.desk.session().brush_diameter(), 300);
  booth.click("mode:erase");
  booth.settle();
  EXPECT_EQ(booth.desk.session().tool(), Tool::kEraser);
}

TEST(Tools, ShapesAddOrSubtract) {
  ToolBooth booth;
  booth.press("p");
  booth.settle();
  booth.click("mode:subtract");
  booth.settle();
  EXPECT_EQ(booth.desk.session().tools().shape_mode, session::ShapeMode::kSubtracts);
  booth.click("mode:add");
  booth.settle();
  EXPECT_EQ(booth.desk.session().tools().shape_mode, session::ShapeMode::kAdds);
}

TEST(Tools, EnterAndEscapeAndBackspaceKnowWhatIsInHand) {
  ToolBooth booth;
  booth.press("p");
  for (const auto& [x, y] : {std::pair{10, 10}, {40, 10}, {40, 40}, {10, 40}})
    booth.desk.click(x, y);
  booth.press("Backspace");
  ASSERT_NE(booth.desk.session().polygon(), nullptr);
  EXPECT_EQ(booth.desk.session().polygon()->points.size(), 3u);
  booth.press("Enter");
  EXPECT_EQ(booth.desk.uuids().size(), 1u);
  EXPECT_EQ(booth.desk.session().selection().size(), 1u);
  booth.press("Enter");  // done with it: the next one is new
  EXPECT_TRUE(booth.desk.session().selection().empty());
  booth.desk.click(60, 60);
  booth.press("Escape");
  EXPECT_EQ(booth.desk.session().polygon(), nullptr);
  EXPECT_EQ(booth.desk.session().tool(), Tool::kPolygon);
}

TEST(Tools, NothingFloatsWithoutAnImage) {
  MASKPOINT_NEEDS_FONTS();
  Booth empty({1440, 900}, 1);
  empty.settle();
  empty.press("b");
  empty.settle();
  EXPECT_FALSE(empty.shows("brush-size"));
}

TEST(RightPanel, NothingScrollsWhereAllFits) {
  MASKPOINT_NEEDS_FONTS();
  ToolBooth booth;
  booth.paint();
  const float y = booth.rect("clean:specks").y;
  booth.interface->wheel({booth.rect("clean:specks").x + 5, y + 5}, -1);
  booth.settle();
  EXPECT_EQ(booth.rect("clean:specks").y, y);
}

TEST(RightPanel, ALowWindowLeavesRoomForTheObjects) {
  MASKPOINT_NEEDS_FONTS();
  Booth booth({1400, 560}, 1);
  booth.desk.load_project();
  booth.settle();
  for (const int at : {20, 40, 60})
    booth.desk.add_object(at, 20);
  booth.settle();
  booth.click("object:" + booth.desk.uuids().front());
  booth.settle();
  for (const std::string& uuid : booth.desk.uuids())
    EXPECT_EQ(booth.rect("object:" + uuid).height, 30) << uuid;
  // The mask's sliders are there, some of them further down.
  EXPECT_TRUE(booth.shows("clean:specks"));
  EXPECT_FALSE(booth.shows("clean:smooth"));
  const geom::ScreenRect slider = booth.rect("clean:specks");
  booth.interface->wheel({slider.x + 5, slider.y + 5}, -1);
  booth.settle();
  EXPECT_TRUE(booth.shows("clean:smooth"));
}

TEST(Tools, TheOptionsLieAboveWhatAPromptOffers) {
  MASKPOINT_NEEDS_FONTS();
  ToolBooth booth;
  booth.press("b");
  booth.settle();
  const geom::ScreenRect alone = booth.rect("tool-options");
  booth.press("q");
  booth.desk.click(50, 40);
  booth.desk.decode();
  booth.press("b");
  booth.settle();
  const geom::ScreenRect options = booth.rect("tool-options"), prompt = booth.rect("candidates");
  EXPECT_EQ(prompt.y, alone.y);
  EXPECT_LT(options.y + options.height, prompt.y);
  booth.click("mode:erase");  // and both can be used
  EXPECT_EQ(booth.desk.session().tool(), Tool::kEraser);
  booth.click("cancel");
  EXPECT_EQ(booth.desk.session().pending(), nullptr);
  EXPECT_EQ(booth.rect("tool-options").y, alone.y);
}

TEST(MaskSection, SlidersTryAndThenApply) {
  ToolBooth booth;
  const std::string uuid = booth.paint();
  ASSERT_TRUE(booth.shows("clean:grow"));
  const auto before = doc::find(booth.desk.doc(), uuid);
  const int depth = booth.desk.session().undo_depth();
  booth.drag("clean:grow", 0.5f, 0.8f);
  EXPECT_TRUE(booth.desk.session().tools().trial);
  booth.desk.work_on_masks();
  booth.settle();
  EXPECT_EQ(doc::find(booth.desk.doc(), uuid)->mask, before->mask);
  booth.let_go("clean:grow", 0.8f);
  booth.desk.work_on_masks();
  booth.settle();
  const auto after = doc::find(booth.desk.doc(), uuid);
  EXPECT_GT(after->cleanup.grow, 0);
  EXPECT_GT(after->area, before->area);
  EXPECT_EQ(booth.desk.session().undo_depth(), depth + 1);
  ASSERT_TRUE(booth.shows("clean:reset"));
  booth.click("clean:reset");
  booth.desk.work_on_masks();
  booth.settle();
  EXPECT_EQ(doc::find(booth.desk.doc(), uuid)->mask, before->mask);
  EXPECT_FALSE(booth.shows("clean:reset"));
}

TEST(MaskSection, EscapeWhileASliderIsHeldLeavesTheMask) {
  ToolBooth booth;
  const std::string uuid = booth.paint();
  const auto before = doc::find(booth.desk.doc(), uuid)->mask;
  booth.drag("clean:grow", 0.5f, 0.8f);
  booth.press("Escape");
  booth.settle();
  EXPECT_FALSE(booth.desk.session().tools().trial);
  booth.let_go("clean:grow", 0.9f);
  booth.desk.work_on_masks();
  EXPECT_EQ(doc::find(booth.desk.doc(), uuid)->mask, before);
  booth.time += 1;                       // else the next press makes it a double click
  booth.drag("clean:grow", 0.5f, 0.8f);  // and the next drag is a new one
  EXPECT_TRUE(booth.desk.session().tools().trial);
}

TEST(MaskSection, ButtonsForWholeMasks) {
  ToolBooth booth;
  const std::string first = booth.paint();
  booth.click("keep-largest");
  booth.click("split");
  booth.settle();
  const auto asked = booth.seen<action::CombineMasks>();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].operation, mask::Operation::kKeepLargest);
  EXPECT_EQ(asked[1].operation, mask::Operation::kSplit);
  booth.desk.work_on_masks();
  EXPECT_FALSE(booth.shows("unite"));
  booth.desk.act(action::Select{"", action::SelectKind::kNone});
  booth.desk.click(60, 40);
  booth.desk.act(action::Select{first, action::SelectKind::kToggle});
  booth.settle();
  ASSERT_TRUE(booth.shows("unite"));
  booth.click("unite");
  booth.desk.work_on_masks();
  EXPECT_EQ(booth.desk.uuids().size(), 1u);
}

TEST(MaskSection, SaysWhatWasMadeByHandAtEverySize) {
  for (const geom::ScreenSize size : {geom::ScreenSize{1024, 640}, {1440, 900}, {3840, 2160}}) {
    Booth booth(size, 2);
    booth.desk.load_project();
    booth.settle();
    booth.press("b");
    booth.desk.click(50, 40);
    booth.settle();
    EXPECT_TRUE(booth.shows("tool:outline"));
    EXPECT_TRUE(booth.shows("brush-size"));
    EXPECT_LT(booth.rect("tool:outline").x + 33, booth.rect("zoom").x);
  }
}

TEST(FloatingBars, LieBesideTheDrawerNotUnderIt) {
  MASKPOINT_NEEDS_FONTS();
  Booth booth({1024, 640}, 1);
  booth.draw();
  booth.desk.load_project();
  booth.settle();
  booth.desk.act(action::Notice{"A message long enough to be as wide as messages may be here."});
  booth.click("panel:right");
  const float drawer = 1024 - size::kRail - size::kRightPanel;
  const auto expect_free = [&](const std::string& bar) {
    ASSERT_TRUE(booth.shows(bar)) << bar;
    const geom::ScreenRect r = booth.rect(bar);
    EXPECT_LE(r.x + r.width, drawer - 8) << bar;
    EXPECT_GE(r.x, booth.interface->canvas().x + 8) << bar;
  };
  booth.desk.click(30, 40);
  booth.desk.decode();
  booth.settle();
  expect_free("candidates");
  EXPECT_TRUE(booth.shows("chip:2")) << "the alternatives still fit";
  EXPECT_TRUE(booth.shows("accept"));
  for (const char* key : {"b", "p", "o"}) {
    booth.press(key);
    booth.settle();
    expect_free("tool-options");
  }
  for (const session::Toast& toast : booth.desk.session().toasts())
    expect_free("toast:" + std::to_string(toast.id));
  booth.click("panel:right");
  booth.settle();
  EXPECT_GT(booth.rect("tool-options").x + booth.rect("tool-options").width, drawer - 200);
}

TEST(ToolOptions, SayWhatTheNextStrokeGoesTo) {
  ToolBooth booth;
  const auto target = [&] { return booth.desk.session().hand_target(); };
  booth.press("b");
  EXPECT_EQ(target(), session::HandTarget::kNewObject);
  booth.press("e");
  EXPECT_EQ(target(), session::HandTarget::kUnderPointer);
  booth.press("p");
  EXPECT_EQ(target(), session::HandTarget::kNewObject);
  booth.desk.act(action::SetShapeMode{true});
  EXPECT_EQ(target(), session::HandTarget::kUnderPointer);
  const std::string uuid = booth.paint();
  booth.desk.act(action::Select{uuid, action::SelectKind::kOnly});
  EXPECT_EQ(target(), session::HandTarget::kSelected);
}

}  // namespace
}  // namespace maskpoint::ui
