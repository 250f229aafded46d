// Selecting, hiding, deleting, and what the scene makes of it.
#include <gtest/gtest.h>

#include "doc/palette.h"
#include "mask/bitmap.h"
#include "session/desk.h"
#include "session/picking.h"

namespace maskpoint::session {
namespace {

TEST(Picking, AgreesWithTheBitmap) {
  mask::Bitmap bitmap({7, 5});
  for (int i = 0; i < 35; ++i)
    bitmap.pixels[std::size_t(i)] = (i * 7 + i / 3) % 3 == 0;
  const mask::Rle rle = mask::encode(bitmap);
  for (int y = -1; y <= 5; ++y)
    for (int x = -1; x <= 7; ++x) {
      const bool inside = x >= 0 && y >= 0 && x < 7 && y < 5;
      EXPECT_EQ(covers(rle, x, y), inside && bitmap.at(x, y) != 0) << x << ", " << y;
    }
}

TEST(Objects, TheSelectToolPicksTheTopmostUnderThePointer) {
  ReadyDesk desk;
  const std::string a = desk.add_object(40, 40);
  const std::string b = desk.add_object(45, 40);  // covers much of it
  desk.act(action::SetTool{Tool::kSelect});
  desk.click(44, 40);
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{b});
  desk.act(action::ToggleVisible{b});
  desk.click(44, 40);
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{a});
  desk.click(99, 79);
  EXPECT_TRUE(desk.session().selection().empty());
}

TEST(Objects, CtrlTogglesInBothTools) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(80, 60);
  action::Modifiers ctrl;
  ctrl.ctrl = true;
  desk.click(20, 20, action::Button::kLeft, ctrl);
  desk.click(80, 60, action::Button::kLeft, ctrl);
  EXPECT_EQ(desk.session().selection(), (std::set<std::string>{a, b}));
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::SetTool{Tool::kSelect});
  desk.click(20, 20, action::Button::kLeft, ctrl);
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{b});
  desk.click(50, 79, action::Button::kLeft, ctrl);  // nothing there: nothing lost
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{b});
}

TEST(Objects, SeveralAreDeletedAsOneEdit) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(50, 20);
  const std::string c = desk.add_object(80, 20);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::Select{c, action::SelectKind::kToggle});
  desk.forget_effects();
  desk.act(action::DeleteSelected{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{b});
  EXPECT_TRUE(desk.session().selection().empty());
  EXPECT_EQ(desk.take<effect::Announce>().at(0).message, "Deleted 2 objects.");
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{a, b, c}));
  const int depth = desk.session().undo_depth();
  desk.act(action::DeleteSelected{});  // nothing is selected
  EXPECT_EQ(desk.session().undo_depth(), depth);
}

TEST(Objects, DeletingWhileAPromptIsDecodedLeavesThePrompt) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.click(60, 60);
  desk.act(action::DeleteObject{a});
  EXPECT_TRUE(desk.uuids().empty());
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
  desk.act(action::Accept{"b"});
  desk.finalize();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"b"});
}

TEST(Objects, CyclingGoesRoundTheVisibleOnes) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(50, 20);
  const std::string c = desk.add_object(80, 20);
  desk.act(action::ToggleVisible{b});
  desk.act(action::CycleObject{1});
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{a});
  desk.act(action::CycleObject{1});
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{c});
  desk.act(action::CycleObject{1});
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{a});
  desk.act(action::CycleObject{-1});
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{c});
}

TEST(Objects, HidingIsNoEdit) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(70, 60);
  const int depth = desk.session().undo_depth();
  desk.act(action::ToggleVisible{a});
  EXPECT_TRUE(desk.session().is_hidden(a));
  EXPECT_EQ(desk.session().scene().objects.size(), 1u);
  desk.act(action::ToggleAllVisible{});  // some visible: hide all
  EXPECT_TRUE(desk.session().scene().objects.empty());
  desk.act(action::ToggleAllVisible{});
  EXPECT_EQ(desk.session().scene().objects.size(), 2u);
  EXPECT_EQ(desk.session().undo_depth(), depth);
}

TEST(Objects, HiddenStaysHiddenThroughAnAccept) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::ToggleVisible{a});
  desk.add_object(70, 60);
  EXPECT_TRUE(desk.session().is_hidden(a));
}

TEST(Objects, SelectingWhatIsNotThereDoesNothing) {
  ReadyDesk desk;
  desk.act(action::Select{"nobody", action::SelectKind::kOnly});
  EXPECT_TRUE(desk.session().selection().empty());
  const std::string a = desk.add_object(20, 20);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::Select{"", action::SelectKind::kNone});
  EXPECT_TRUE(desk.session().selection().empty());
}

TEST(Scene, ObjectsHaveTheirClassesColourAndName) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::PickCategory{2});
  desk.add_object(70, 60);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::HoverObject{a});
  const Scene scene = desk.session().scene();
  ASSERT_EQ(scene.objects.size(), 2u);
  EXPECT_EQ(scene.objects[0].label, "cat");
  EXPECT_EQ(scene.objects[0].color, doc::palette_color(0));
  EXPECT_TRUE(scene.objects[0].selected);
  EXPECT_TRUE(scene.objects[0].lit);
  EXPECT_EQ(scene.objects[1].label, "dog");
  EXPECT_FALSE(scene.objects[1].lit);
  EXPECT_EQ(scene.objects[0].mask, desk.doc().annotations[0]->mask);
  EXPECT_EQ(scene.image, (geom::ImageSize{100, 80}));
  EXPECT_TRUE(scene.pixels_ready);
}

TEST(Scene, TheSelectToolLightsWhatIsUnderThePointer) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.act(action::SetTool{Tool::kSelect});
  desk.move(20, 20);
  EXPECT_TRUE(desk.session().scene().objects.at(0).lit);
  desk.move(90, 70);
  EXPECT_FALSE(desk.session().scene().objects.at(0).lit);
}

TEST(Scene, ThePointUnderThePointerIsHot) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  desk.click(60, 60);
  desk.decode();
  desk.move(20, 20);
  const Scene scene = desk.session().scene();
  ASSERT_EQ(scene.points.size(), 2u);
  EXPECT_TRUE(scene.points[0].hot);
  EXPECT_FALSE(scene.points[1].hot);
  EXPECT_EQ(scene.points[0].at, (geom::ImagePoint{20.5, 20.5}));
}

}  // namespace
}  // namespace maskpoint::session
