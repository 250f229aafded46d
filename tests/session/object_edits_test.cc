// Multi-select, lock, solo, order, iscrowd and attributes, at their edges.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "session/desk.h"
#include "session/picking.h"

namespace maskpoint::session {
namespace {

using Uuids = std::set<std::string>;
using action::SelectKind;

action::Modifiers with_shift() {
  action::Modifiers m;
  m.shift = true;
  return m;
}

// Three objects side by side, none of them selected, nothing left to save.
struct ThreeDesk : ReadyDesk {
  std::string a, b, c;
  ThreeDesk() {
    a = add_object(20, 40);
    b = add_object(50, 40);
    c = add_object(80, 40);
    save();
    forget_effects();
  }
  void select(const std::string& first, const std::string& second = {}) {
    act(action::Select{first, SelectKind::kOnly});
    if (!second.empty()) act(action::Select{second, SelectKind::kToggle});
  }
  doc::AnnotationPtr object(const std::string& uuid) const { return doc::find(doc(), uuid); }
};

TEST(Selecting, ARangeRunsFromTheLastSelectedEitherWay) {
  ThreeDesk desk;
  desk.act(action::Select{desk.b, SelectKind::kOnly});
  desk.act(action::Select{desk.c, SelectKind::kRange});
  EXPECT_EQ(desk.session().selection(), (Uuids{desk.b, desk.c}));
  desk.act(action::Select{desk.a, SelectKind::kRange});  // from b still
  EXPECT_EQ(desk.session().selection(), (Uuids{desk.a, desk.b}));
}

TEST(Selecting, ARangeFromADeletedAnchorIsOneObject) {
  ThreeDesk desk;
  desk.act(action::Select{desk.a, SelectKind::kOnly});
  desk.act(action::DeleteSelected{});
  desk.act(action::Select{desk.c, SelectKind::kRange});
  EXPECT_EQ(desk.session().selection(), Uuids{desk.c});
}

TEST(Selecting, AllMeansWhatIsSeenAndFree) {
  ThreeDesk desk;
  desk.act(action::ToggleLocked{desk.a});
  desk.act(action::ToggleVisible{desk.b});
  desk.act(action::SelectAll{});
  EXPECT_EQ(desk.session().selection(), Uuids{desk.c});
}

TEST(Selecting, AFrameTakesWhatHasAPixelInIt) {
  ThreeDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.drag(1, 1, 51, 79);
  EXPECT_EQ(desk.session().selection(), (Uuids{desk.a, desk.b}));
  EXPECT_EQ(desk.session().undo_depth(), 6) << "selecting is no edit";
  desk.drag(99, 79, 97, 77);  // nothing there
  EXPECT_TRUE(desk.session().selection().empty());
}

TEST(Selecting, AFrameWithShiftAddsAndEscapeBringsBackWhatWas) {
  ThreeDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.select(desk.c);
  desk.press(1, 1, action::Button::kLeft, with_shift());
  desk.move(20, 60);
  desk.move(30, 79);
  EXPECT_EQ(desk.session().selection(), (Uuids{desk.a, desk.c})) << "while it is being drawn";
  EXPECT_TRUE(desk.session().scene().band.has_value());
  desk.act(action::ClearPrompt{});
  EXPECT_EQ(desk.session().selection(), Uuids{desk.c});
  EXPECT_FALSE(desk.session().scene().band.has_value());
  desk.release(30, 79);
  EXPECT_EQ(desk.session().selection(), Uuids{desk.c});
}

TEST(Selecting, AToolSwitchInTheMiddleOfAFrameEndsIt) {
  ThreeDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.press(1, 1);
  desk.move(60, 70);
  desk.act(action::SetTool{Tool::kPrompt});
  EXPECT_TRUE(desk.session().selection().empty());
  desk.release(60, 70);
  EXPECT_EQ(desk.session().pending(), nullptr);
}

TEST(Selecting, DeletingWhileAFrameIsDrawnLeavesNothingBehind) {
  ThreeDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.press(1, 1);
  desk.move(60, 70);
  desk.act(action::DeleteObject{desk.a});
  EXPECT_EQ(desk.session().selection(), Uuids{desk.b});
  desk.release(60, 70);
  EXPECT_EQ(desk.session().selection(), Uuids{desk.b});
}

TEST(Selecting, ShiftClickTogglesInTheSelectTool) {
  ThreeDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.click(20, 40);
  desk.click(50, 40, action::Button::kLeft, with_shift());
  EXPECT_EQ(desk.session().selection(), (Uuids{desk.a, desk.b}));
  desk.click(20, 40, action::Button::kLeft, with_shift());
  EXPECT_EQ(desk.session().selection(), Uuids{desk.b});
}

TEST(Selecting, TheRightButtonSelectsForTheMenuUnlessItIsSelectedAlready) {
  ThreeDesk desk;
  desk.act(action::SetTool{Tool::kSelect});
  desk.click(20, 40, action::Button::kRight);
  EXPECT_EQ(desk.session().selection(), Uuids{desk.a});
  desk.select(desk.a, desk.b);
  desk.click(50, 40, action::Button::kRight);
  EXPECT_EQ(desk.session().selection(), (Uuids{desk.a, desk.b}));
  desk.click(80, 40, action::Button::kRight);
  EXPECT_EQ(desk.session().selection(), Uuids{desk.c});
}

TEST(Locking, KeepsAnObjectFromTheCanvasEditsAndDeletion) {
  ThreeDesk desk;
  desk.act(action::ToggleLocked{desk.a});
  EXPECT_TRUE(desk.object(desk.a)->locked);
  desk.act(action::SetTool{Tool::kSelect});
  desk.click(20, 40);
  EXPECT_TRUE(desk.session().selection().empty());
  desk.drag(1, 1, 40, 79);
  EXPECT_FALSE(desk.session().selection().contains(desk.a));

  desk.select(desk.a);  // from the list
  const doc::ImageDocPtr before = desk.session().image_doc();
  desk.act(action::DeleteSelected{});
  desk.act(action::CutSelected{});
  desk.act(action::PickCategory{2});
  desk.act(action::SetObjectCategory{desk.a, 2});
  desk.act(action::ReorderSelected{doc::ZMove::kToFront});
  desk.act(action::ToggleSelectedCrowd{});
  desk.act(action::SetAttribute{"colour", "\"red\""});
  desk.act(action::ReopenObject{desk.a});
  EXPECT_EQ(desk.session().image_doc(), before);
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_FALSE(desk.session().toasts().empty());
  desk.act(action::ToggleSelectedLocked{});
  desk.act(action::DeleteSelected{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.b, desk.c}));
}

TEST(Locking, OfSeveralTheFreeOnesAreChanged) {
  ThreeDesk desk;
  desk.act(action::ToggleLocked{desk.a});
  desk.select(desk.a, desk.b);
  desk.act(action::DeleteSelected{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.a, desk.c}));
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  EXPECT_EQ(desk.session().toasts()[0].message,
            "1 object is locked and stayed as it is: unlock with L first.");
}

TEST(Locking, IsAnEditThatIsSavedAndUndone) {
  ThreeDesk desk;
  desk.select(desk.a, desk.b);
  desk.act(action::ToggleSelectedLocked{});
  EXPECT_TRUE(desk.object(desk.a)->locked && desk.object(desk.b)->locked);
  desk.save();
  EXPECT_TRUE(doc::find(*desk.stored[1], desk.a)->locked);
  desk.act(action::Undo{});
  EXPECT_FALSE(desk.object(desk.a)->locked || desk.object(desk.b)->locked);
}

TEST(Locking, AMixedSelectionIsLockedFirst) {
  ThreeDesk desk;
  desk.act(action::ToggleLocked{desk.a});
  desk.select(desk.a, desk.b);
  desk.act(action::ToggleSelectedLocked{});
  EXPECT_TRUE(desk.object(desk.a)->locked && desk.object(desk.b)->locked);
  desk.act(action::ToggleSelectedLocked{});
  EXPECT_FALSE(desk.object(desk.a)->locked || desk.object(desk.b)->locked);
}

TEST(Locking, TheObjectBeingReopenedIsLeftAsItIs) {
  ThreeDesk desk;
  desk.act(action::ReopenObject{desk.a});
  ASSERT_NE(desk.session().pending(), nullptr);
  desk.act(action::ToggleLocked{desk.a});
  EXPECT_EQ(desk.session().pending(), nullptr);
  EXPECT_TRUE(desk.object(desk.a)->locked);
  desk.act(action::Undo{});
  EXPECT_FALSE(desk.object(desk.a)->locked);
  EXPECT_NE(desk.session().pending(), nullptr);
}

TEST(Locking, HiddenAndLockedIsBoth) {
  ThreeDesk desk;
  desk.select(desk.a);
  desk.act(action::ToggleSelectedLocked{});
  desk.act(action::ToggleSelectedVisible{});
  EXPECT_TRUE(desk.session().is_hidden(desk.a));
  desk.act(action::ToggleSelectedVisible{});  // hiding is no edit: it goes on with the lock
  EXPECT_FALSE(desk.session().is_hidden(desk.a));
  EXPECT_TRUE(desk.object(desk.a)->locked);
}

TEST(Solo, ShowsTheSelectedAloneAndThenWhatWas) {
  ThreeDesk desk;
  desk.act(action::ToggleVisible{desk.c});
  desk.select(desk.a);
  desk.act(action::ToggleSolo{});
  EXPECT_TRUE(desk.session().solo());
  EXPECT_EQ(desk.session().scene().objects.size(), 1u);
  const std::string d = desk.add_object(50, 70);
  EXPECT_FALSE(desk.session().is_hidden(d)) << "what is new is seen";
  desk.act(action::ToggleSolo{});
  EXPECT_FALSE(desk.session().is_hidden(desk.b));
  EXPECT_TRUE(desk.session().is_hidden(desk.c));
  EXPECT_FALSE(desk.session().solo());
}

TEST(Solo, OfAHiddenObjectShowsIt) {
  ThreeDesk desk;
  desk.act(action::ToggleVisible{desk.a});
  desk.select(desk.a);
  desk.act(action::ToggleSolo{});
  EXPECT_FALSE(desk.session().is_hidden(desk.a));
  desk.act(action::ToggleSolo{});
  EXPECT_TRUE(desk.session().is_hidden(desk.a));
}

TEST(Solo, EndsWithTheImage) {
  ThreeDesk desk;
  desk.select(desk.a);
  desk.act(action::ToggleSolo{});
  desk.act(action::OpenImage{2});
  desk.act(action::OpenImage{1});
  EXPECT_FALSE(desk.session().solo());
  EXPECT_EQ(desk.session().scene().objects.size(), 3u);
}

TEST(Solo, OfNothingDoesNothing) {
  ThreeDesk desk;
  desk.act(action::ToggleSolo{});
  EXPECT_FALSE(desk.session().solo());
}

TEST(Order, StepsAndEndsAreEditsWithTheirUndo) {
  ThreeDesk desk;
  desk.select(desk.a);
  desk.act(action::ReorderSelected{doc::ZMove::kForward});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.b, desk.a, desk.c}));
  desk.act(action::ReorderSelected{doc::ZMove::kToFront});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.b, desk.c, desk.a}));
  const int depth = desk.session().undo_depth();
  desk.act(action::ReorderSelected{doc::ZMove::kForward});  // on top already
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.forget_effects();
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.b, desk.a, desk.c}));
  EXPECT_EQ(desk.take<effect::Announce>().at(0).message, "Undone: bring to front.");
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.a, desk.b, desk.c}));
  desk.act(action::Redo{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.b, desk.a, desk.c}));
}

TEST(Order, WhatLiesOnTopIsPickedFirst) {
  ReadyDesk desk;
  const std::string a = desk.add_object(40, 40);
  const std::string b = desk.add_object(45, 40);
  desk.act(action::SetTool{Tool::kSelect});
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::ReorderSelected{doc::ZMove::kToFront});
  desk.click(44, 40);
  EXPECT_EQ(desk.session().selection(), Uuids{a});
}

TEST(Order, ABlockGoesAboveAnother) {
  ThreeDesk desk;
  desk.select(desk.a, desk.c);
  desk.act(action::MoveSelectedAbove{desk.b});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.b, desk.a, desk.c}));
  desk.act(action::MoveSelectedAbove{""});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{desk.a, desk.c, desk.b}));
  const int depth = desk.session().undo_depth();
  desk.act(action::MoveSelectedAbove{desk.a});  // above itself: nowhere
  EXPECT_EQ(desk.session().undo_depth(), depth);
}

TEST(Crowd, IsSetForAllUnlessAllHaveIt) {
  ThreeDesk desk;
  desk.select(desk.a);
  desk.act(action::ToggleSelectedCrowd{});
  desk.select(desk.a, desk.b);
  desk.act(action::ToggleSelectedCrowd{});
  EXPECT_TRUE(desk.object(desk.a)->iscrowd && desk.object(desk.b)->iscrowd);
  desk.act(action::ToggleSelectedCrowd{});
  EXPECT_FALSE(desk.object(desk.a)->iscrowd || desk.object(desk.b)->iscrowd);
}

TEST(ObjectAttributes, AreSetForAllSelectedAsOneEdit) {
  ThreeDesk desk;
  desk.select(desk.a, desk.c);
  desk.act(action::SetAttribute{"colour", "\"red\""});
  EXPECT_EQ(desk.object(desk.a)->attributes.at("colour"), "\"red\"");
  EXPECT_EQ(desk.object(desk.c)->attributes.at("colour"), "\"red\"");
  EXPECT_TRUE(desk.object(desk.b)->attributes.empty());
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.object(desk.a)->attributes.empty());
  desk.act(action::Redo{});
  desk.act(action::SetAttribute{"colour", ""});
  EXPECT_TRUE(desk.object(desk.a)->attributes.empty());
}

TEST(ObjectAttributes, ANewObjectHasTheDefaultsOfItsClass) {
  ReadyDesk desk;
  desk.act(action::SetCategoryAttributes{1,
                                         {{"truncated", doc::AttributeType::kCheckbox, {}, "false"},
                                          {"note", doc::AttributeType::kText, {}, ""}}});
  const std::string a = desk.add_object(20, 20);
  EXPECT_EQ(doc::find(desk.doc(), a)->attributes, (doc::Attributes{{"truncated", "false"}}));
}

TEST(ObjectAttributes, AChangeOfClassKeepsValuesAndAddsDefaults) {
  ThreeDesk desk;
  desk.act(action::SetCategoryAttributes{2, {{"size", doc::AttributeType::kNumber, {}, "3"}}});
  desk.select(desk.a);
  desk.act(action::SetAttribute{"colour", "\"red\""});
  desk.act(action::PickCategory{2});
  EXPECT_EQ(desk.object(desk.a)->attributes,
            (doc::Attributes{{"colour", "\"red\""}, {"size", "3"}}));
}

TEST(Picking, MeetsAgreesWithTheBitmap) {
  mask::Rle rle{{5, 4}, {3, 6, 5, 1, 5}};
  for (int x0 = -1; x0 <= 5; ++x0)
    for (int y0 = -1; y0 <= 4; ++y0)
      for (int w = 0; w <= 4; ++w)
        for (int h = 0; h <= 4; ++h) {
          bool slow = false;
          for (int x = x0; x < x0 + w; ++x)
            for (int y = y0; y < y0 + h; ++y)
              slow = slow || covers(rle, x, y);
          EXPECT_EQ(meets(rle, {x0, y0, w, h}), slow) << x0 << " " << y0 << " " << w << " " << h;
        }
}

TEST(SceneOfMany, IsTheSameListWhileNothingChanges) {
  ThreeDesk desk;
  const auto first = desk.session().scene().objects.list();
  EXPECT_EQ(desk.session().scene().objects.list(), first);
  desk.act(action::Wheel{{400, 300}, 1});
  EXPECT_EQ(desk.session().scene().objects.list(), first);
  desk.act(action::HoverObject{desk.a});
  const auto lit = desk.session().scene().objects.list();
  EXPECT_NE(lit, first);
  EXPECT_TRUE(lit->at(0).lit);
  desk.act(action::ToggleVisible{desk.b});
  EXPECT_EQ(desk.session().scene().objects.size(), 2u);
  desk.act(action::RenameCategory{1, "tiger"});
  EXPECT_EQ(desk.session().scene().objects[0].label, "tiger");
  desk.act(action::Select{desk.c, SelectKind::kOnly});
  EXPECT_TRUE(desk.session().scene().objects[1].selected);
}

TEST(SceneOfMany, ColoursByObjectDiffer) {
  ThreeDesk desk;
  Settings settings = desk.session().settings();
  settings.color_by = ColorBy::kObject;
  settings.outline_only = true;
  desk.act(action::ChangeSettings{settings});
  const Scene scene = desk.session().scene();
  EXPECT_NE(scene.objects[0].color, scene.objects[1].color);
  EXPECT_EQ(scene.object_fill, 0);
}

}  // namespace
}  // namespace maskpoint::session
