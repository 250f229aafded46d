#include <gtest/gtest.h>

#include "doc/edits.h"
#include "doc/palette.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

TEST(Classes, ANewClassIsCurrentAndHasItsOwnColourAndKey) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"  bird \n"});
  const doc::Category* bird = doc::find(desk.session().categories(), 3);
  ASSERT_NE(bird, nullptr);
  EXPECT_EQ(bird->name, "bird");
  EXPECT_EQ(bird->key, "3");
  EXPECT_EQ(bird->color, doc::palette_color(2));
  EXPECT_EQ(desk.session().current_category(), 3);
}

TEST(Classes, NamesAreNeitherEmptyNorTakenTwice) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"  "});
  EXPECT_EQ(desk.session().categories().size(), 2u);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
  desk.act(action::AddCategory{"dog"});  // there already: picked
  EXPECT_EQ(desk.session().categories().size(), 2u);
  EXPECT_EQ(desk.session().current_category(), 2);
  desk.act(action::RenameCategory{2, "cat"});
  EXPECT_EQ(doc::find(desk.session().categories(), 2)->name, "dog");
  desk.act(action::RenameCategory{2, "wolf"});
  EXPECT_EQ(doc::find(desk.session().categories(), 2)->name, "wolf");
}

TEST(Classes, IdsAreNeverGivenTwice) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"bird"});
  desk.act(action::DeleteCategory{3});
  desk.act(action::AddCategory{"fish"});
  EXPECT_NE(doc::find(desk.session().categories(), 4), nullptr);
  EXPECT_EQ(doc::find(desk.session().categories(), 3), nullptr);
}

TEST(Classes, DigitsPickByKey) {
  ReadyDesk desk;
  desk.act(action::PickCategoryByKey{"2"});
  EXPECT_EQ(desk.session().current_category(), 2);
  desk.act(action::PickCategoryByKey{"7"});
  desk.act(action::PickCategoryByKey{""});
  EXPECT_EQ(desk.session().current_category(), 2);
}

TEST(Classes, PickingChangesTheSelectionUnlessAPromptIsPending) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(70, 60);
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::Select{b, action::SelectKind::kToggle});
  desk.act(action::PickCategory{2});
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);
  EXPECT_EQ(desk.doc().annotations[1]->category_id, 2);
  const int depth = desk.session().undo_depth();
  desk.act(action::PickCategory{2});  // no change, no edit
  EXPECT_EQ(desk.session().undo_depth(), depth);
  desk.click(40, 40);  // a prompt begins: digits are its class now
  EXPECT_TRUE(desk.session().selection().empty());
  desk.act(action::Select{a, action::SelectKind::kOnly});
  desk.act(action::PickCategory{1});
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);
  EXPECT_EQ(desk.session().current_category(), 1);
}

TEST(Classes, OneThatHasObjectsIsNotDeleted) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.act(action::DeleteCategory{1});
  EXPECT_EQ(desk.session().categories().size(), 2u);
  EXPECT_EQ(desk.session().toasts().size(), 1u);
  desk.act(action::DeleteCategory{2});
  EXPECT_EQ(desk.session().categories().size(), 1u);
  desk.click(60, 60);
  desk.act(action::AddCategory{"bird"});
  desk.act(action::Accept{"b"});  // its mask is not there yet
  desk.act(action::DeleteCategory{3});
  EXPECT_NE(doc::find(desk.session().categories(), 3), nullptr);
}

TEST(Classes, DeletingTheCurrentOneMovesOn) {
  ReadyDesk desk;
  desk.act(action::PickCategory{2});
  desk.act(action::DeleteCategory{2});
  EXPECT_EQ(desk.session().current_category(), 1);
}

TEST(Classes, HaveATimelineOfTheirOwn) {
  ReadyDesk desk;
  EXPECT_FALSE(desk.session().can_undo_class_edit());
  desk.act(action::RecolorCategory{1, {1, 2, 3}});
  EXPECT_FALSE(desk.session().can_undo());
  EXPECT_TRUE(desk.session().can_undo_class_edit());
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(desk.session().categories()[0].color, doc::palette_color(0));
  desk.act(action::RedoClassEdit{});
  EXPECT_EQ(desk.session().categories()[0].color, (doc::Color{1, 2, 3}));
  desk.act(action::AddCategory{"bird"});
  desk.add_object(20, 20);  // a bird
  desk.act(action::UndoClassEdit{});
  EXPECT_NE(doc::find(desk.session().categories(), 3), nullptr);  // it has an object
}

TEST(Classes, ChangedByBothAreMergedAndRenumbered) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"bird"});  // 3 here
  desk.add_object(20, 20);
  const auto sent = desk.take<effect::SaveCategories>();
  auto theirs = std::make_shared<doc::Categories>(desk.session().categories());
  theirs->back().name = "fish";  // 3 there
  desk.act(action::CategoriesConflict{theirs, "c5"});
  ASSERT_EQ(desk.session().categories().size(), 4u);
  EXPECT_EQ(doc::find(desk.session().categories(), 3)->name, "fish");
  EXPECT_EQ(doc::find(desk.session().categories(), 4)->name, "bird");
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 4);
  EXPECT_EQ(desk.session().current_category(), 4);
  const auto again = desk.take<effect::SaveCategories>();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].etag, "c5");
  desk.act(action::CategoriesSaved{again[0].categories, "c6"});
  desk.save();
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
  desk.act(action::AddCategory{"cow"});
  EXPECT_EQ(desk.session().current_category(), 5);
}

TEST(Classes, TheSameClassAddedByBothIsOne) {
  ReadyDesk desk;
  desk.act(action::AddCategory{"bird"});
  auto theirs = std::make_shared<doc::Categories>(desk.session().categories());
  theirs->back() = doc::Category{3, "fish", "", {}, "", ""};
  theirs->push_back({4, "bird", "", {}, "", ""});
  desk.act(action::CategoriesConflict{theirs, "c5"});
  EXPECT_EQ(desk.session().categories().size(), 4u);
  EXPECT_EQ(desk.session().current_category(), 4);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Classes, TheirsAreReloadedWhenTheyChangeThem) {
  ReadyDesk desk;
  desk.act(action::ChangedByOther{0, "c0"});
  EXPECT_FALSE(desk.has<effect::ReloadCategories>());
  desk.act(action::ChangedByOther{0, "c8"});
  EXPECT_TRUE(desk.has<effect::ReloadCategories>());
  auto theirs = std::make_shared<doc::Categories>(desk.session().categories());
  theirs->pop_back();
  desk.act(action::CategoriesLoaded{theirs, "c8"});
  EXPECT_EQ(desk.session().categories().size(), 1u);
  EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
}

TEST(Classes, TheLastOneUsedSticksOverAReload) {
  ReadyDesk desk;
  desk.act(action::PickCategory{2});
  const auto kept = desk.take<effect::StoreSettings>();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].settings.last_class, "dog");
  Desk again;
  again.act(action::SettingsLoaded{kept[0].settings});
  again.load_project();
  EXPECT_EQ(again.session().current_category(), 2);
  again.act(action::CategoriesLoaded{
      std::make_shared<doc::Categories>(again.session().categories()), "c7"});
  again.act(action::PickCategory{1});
  again.act(action::OpenImage{2});
  EXPECT_EQ(again.session().current_category(), 1);
}

TEST(Classes, AnotherProjectWithoutThatClassBeginsWithItsFirst) {
  Desk desk;
  Settings settings;
  settings.last_class = "horse";
  desk.act(action::SettingsLoaded{settings});
  desk.load_project();
  EXPECT_EQ(desk.session().current_category(), 1);
}

TEST(Classes, KeysSupercategoriesAndOrderAreEditsOfTheirOwn) {
  ReadyDesk desk;
  desk.act(action::SetCategoryKey{2, "1"});
  EXPECT_EQ(desk.session().categories()[0].key, "");
  desk.act(action::PickCategoryByKey{"1"});
  EXPECT_EQ(desk.session().current_category(), 2);
  desk.act(action::SetSupercategory{2, "animal"});
  desk.act(action::MoveCategory{2, 0});
  EXPECT_EQ(desk.session().categories()[0].name, "dog");
  const int depth = desk.session().undo_depth();
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(desk.session().categories()[0].name, "cat");
  EXPECT_EQ(desk.session().categories()[1].supercategory, "animal");
  EXPECT_EQ(desk.session().undo_depth(), depth) << "not on the image's timeline";
}

TEST(Classes, WhatReplacedOneIsSentWithTheList) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.save();
  desk.act(action::ReplaceCategory{1, 2});
  const auto sent = desk.take<effect::SaveCategories>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].replaced, (std::map<int, int>{{1, 2}}));
  EXPECT_FALSE(desk.has<effect::SaveImage>()) << "objects come after their classes";
  desk.act(action::CategoriesSaved{sent[0].categories, "c9"});
  EXPECT_TRUE(desk.has<effect::SaveImage>());
  desk.act(action::RenameCategory{2, "wolf"});
  EXPECT_TRUE(desk.take<effect::SaveCategories>().at(0).replaced.empty()) << "said once";
}

// Two images with a cat and a dog each, the first one open.
struct TwoImages : ReadyDesk {
  TwoImages() {
    for (const std::int64_t image : {2, 1}) {
      act(action::OpenImage{image});
      load(image);
      act(action::PickCategory{1});
      add_object(20, 20);
      act(action::PickCategory{2});
      add_object(70, 60);
      act(action::Select{"", action::SelectKind::kNone});
    }
    save();
    forget_effects();
  }
  std::vector<int> classes_of(std::int64_t image) {
    if (session().open_image()->id != image) {
      act(action::OpenImage{image});
      load(image);
    }
    std::vector<int> classes;
    for (const doc::AnnotationPtr& a : doc().annotations)
      classes.push_back(a->category_id);
    return classes;
  }
};

TEST(Classes, UndoingADeletionGivesItBackToTheObjectsOfEveryImage) {
  TwoImages desk;
  desk.act(action::ReplaceCategory{1, 2});
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{2, 2}));
  EXPECT_EQ(desk.classes_of(2), (std::vector<int>{2, 2}));
  desk.save();
  desk.act(action::UndoClassEdit{});
  ASSERT_NE(doc::find(desk.session().categories(), 1), nullptr);
  const auto sent = desk.take<effect::SaveCategories>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].restored, std::vector<int>{1});
  EXPECT_TRUE(sent[0].replaced.empty());
  desk.act(action::CategoriesSaved{sent[0].categories, "c8"});
  EXPECT_EQ(desk.classes_of(2), (std::vector<int>{1, 2}));
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{1, 2}));
  desk.act(action::RedoClassEdit{});
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{2, 2}));
  const auto again = desk.take<effect::SaveCategories>();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_TRUE(again[0].restored.empty());
  EXPECT_EQ(again[0].replaced, (std::map<int, int>{{1, 2}}));
}

TEST(Classes, UndoOfAnImageNeverComesToADeletedClass) {
  TwoImages desk;
  const int depth = desk.session().undo_depth();
  desk.act(action::ReplaceCategory{1, 2});
  EXPECT_EQ(desk.session().undo_depth(), depth) << "not on the image's timeline";
  desk.act(action::Undo{});
  desk.act(action::Undo{});
  ASSERT_FALSE(desk.doc().annotations.empty());
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 1);
}

TEST(Classes, ObjectsGivenAnotherClassSinceADeletionKeepIt) {
  TwoImages desk;
  desk.act(action::AddCategory{"bird"});
  desk.act(action::ReplaceCategory{1, 2});
  desk.act(action::SetObjectCategory{desk.uuids()[0], 3});
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{3, 2}));
  EXPECT_EQ(desk.classes_of(2), (std::vector<int>{1, 2}));
}

TEST(Classes, OneAfterTheOtherDeletionsAreUndoneOneAfterTheOther) {
  TwoImages desk;
  desk.act(action::AddCategory{"bird"});
  desk.act(action::ReplaceCategory{1, 2});
  desk.act(action::ReplaceCategory{2, 3});
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{3, 3}));
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{2, 2}));
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(desk.classes_of(1), (std::vector<int>{1, 2}));
}

TEST(Classes, ARenamedAttributeTakesItsValuesAlongOnEveryImage) {
  TwoImages desk;
  const auto define = [&](const char* name) {
    desk.act(action::SetCategoryAttributes{1, {{name, doc::AttributeType::kText, {}, {}}}});
  };
  const auto values = [&](std::int64_t image) {
    desk.classes_of(image);
    return desk.doc().annotations[0]->attributes;
  };
  define("side");
  for (const std::int64_t image : {2, 1}) {
    desk.classes_of(image);
    desk.act(action::Select{desk.uuids()[0], action::SelectKind::kOnly});
    desk.act(action::SetAttribute{"side", "\"left\""});
  }
  desk.save();
  define("face");
  const doc::Attributes renamed{{"face", "\"left\""}}, before{{"side", "\"left\""}};
  EXPECT_EQ(values(1), renamed);
  EXPECT_EQ(values(2), renamed);
  const auto sent = desk.take<effect::SaveCategories>();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].renamed, (std::vector<doc::AttributeRename>{{1, "side", "face"}}));
  desk.act(action::CategoriesSaved{sent[0].categories, "c8"});
  desk.act(action::UndoClassEdit{});
  EXPECT_EQ(values(1), before);
  EXPECT_EQ(values(2), before);
  const auto back = desk.take<effect::SaveCategories>();
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(back[0].renamed, (std::vector<doc::AttributeRename>{{1, "face", "side"}}));
  // Taken back before it is known to be saved: both are said, in their order.
  desk.act(action::RedoClassEdit{});
  desk.act(action::CategoriesSaved{back[0].categories, "c9"});
  EXPECT_EQ(desk.take<effect::SaveCategories>().at(0).renamed,
            (std::vector<doc::AttributeRename>{{1, "side", "face"}}));
  EXPECT_EQ(values(1), renamed);
}

TEST(Classes, AnAttributeThatIsAnotherOneTakesNoValuesAlong) {
  TwoImages desk;
  desk.act(action::SetCategoryAttributes{1, {{"side", doc::AttributeType::kText, {}, {}}}});
  desk.act(action::Select{desk.uuids()[0], action::SelectKind::kOnly});
  desk.act(action::SetAttribute{"side", "\"left\""});
  desk.act(action::SetCategoryAttributes{1, {}});
  desk.act(action::SetCategoryAttributes{1, {{"year", doc::AttributeType::kNumber, {}, {}}}});
  EXPECT_EQ(desk.doc().annotations[0]->attributes, (doc::Attributes{{"side", "\"left\""}}));
}

TEST(Classes, ReplacingOneTakesItsObjectsAlongLockedOnesToo) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::ToggleLocked{a});
  desk.act(action::ReplaceCategory{1, 2});
  EXPECT_EQ(desk.doc().annotations[0]->category_id, 2);
  ASSERT_EQ(desk.session().categories().size(), 1u);
  EXPECT_EQ(desk.session().current_category(), 2);
  desk.act(action::ReplaceCategory{2, 2});
  EXPECT_EQ(desk.session().categories().size(), 1u);
}

}  // namespace
}  // namespace maskpoint::session
