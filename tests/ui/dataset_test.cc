// The image list's filter and keyboard, the save card, and the question about a conflict.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "ui/booth.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;
using session::SaveState;

struct Desktop : Booth {
  Desktop() : Booth({1440, 900}, 1) {
    draw();
    desk.load_project();
    settle();
    forget();
  }
  std::int64_t open_id() const { return desk.session().open_image()->id; }
  void rest() {  // the keys
    draw();
    time += 1;
    settle();
  }
  void many(int count) {
    std::vector<session::ImageRow> rows(std::size_t(count), session::ImageRow{});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].id = std::int64_t(i) + 1;
      rows[i].file_name = std::string("photo").append(std::to_string(i + 1));
      rows[i].size = {100, 80};
    }
    desk.act(action::ProjectLoaded{"many", rows});
    settle();
  }
};

TEST(ImageList, TheFilterCardChoosesStatesAndClasses) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  booth.desk.act(action::SetImageDone{2, true});
  booth.click("image-filter");
  booth.click("filter-state:done");
  EXPECT_EQ(booth.desk.session().filtered_images(), std::vector<int>{1});
  booth.click("filter-state:new");  // the card stays for more
  EXPECT_EQ(booth.desk.session().filtered_images().size(), 3u);
  booth.click("filter-class:1");
  EXPECT_TRUE(booth.desk.session().filtered_images().empty());
  booth.press("Escape");
  EXPECT_FALSE(booth.shows("filter-state:new"));
  booth.click("image-filter:clear");
  EXPECT_TRUE(booth.desk.session().image_filter().empty());
  EXPECT_TRUE(booth.shows("image:3"));
}

// What a slow machine sees: the click and the way on from it come between two frames.
TEST(ImageList, AMarkClickedInPassingIsTheMarkAndNotTheRow) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  const geom::ScreenRect row = booth.rect("image:3");
  booth.move_to({row.x + 20, row.y + 20});
  booth.settle();
  const geom::ScreenRect mark = booth.rect("image:3:done");
  const geom::ScreenPoint at = {mark.x + mark.width / 2, mark.y + mark.height / 2};
  booth.interface->pointer_moved(at);
  booth.interface->pointer_pressed(at, action::Button::kLeft, {});
  booth.interface->pointer_released(at, action::Button::kLeft);
  booth.interface->pointer_moved({700, 400});
  booth.settle();
  EXPECT_TRUE(booth.seen<action::OpenImage>().empty());
  const auto marked = booth.seen<action::SetImageDone>();
  ASSERT_EQ(marked.size(), 1u);
  EXPECT_EQ(marked[0].image_id, 3);
}

TEST(ImageList, KeysWalkItWhileItHasThem) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  booth.many(200);
  EXPECT_FALSE(booth.press("ArrowDown"));  // not the list's yet
  booth.click("image:1");
  booth.forget();
  EXPECT_TRUE(booth.press("ArrowDown"));
  EXPECT_TRUE(booth.press("ArrowDown"));
  EXPECT_TRUE(booth.seen<action::OpenImage>().empty());  // they have not rested
  booth.rest();
  EXPECT_EQ(booth.open_id(), 3);
  EXPECT_EQ(booth.seen<action::OpenImage>().size(), 1u);
  booth.press("End");
  booth.press("Enter");
  EXPECT_EQ(booth.open_id(), 200);
  EXPECT_TRUE(booth.shows("image:200"));
  booth.press("PageUp");
  booth.rest();
  EXPECT_LT(booth.open_id(), 195);
  EXPECT_GT(booth.open_id(), 180);
  booth.press("Home");
  booth.press("ArrowUp");  // no further
  booth.rest();
  EXPECT_EQ(booth.open_id(), 1);
  EXPECT_TRUE(booth.shows("image:1"));
  // On the open image Enter means the prompt again, and a press on the canvas takes the keys away.
  EXPECT_TRUE(booth.press("Enter"));
  EXPECT_EQ(booth.seen<action::Accept>().size(), 0u);
  booth.interface->canvas_pressed();
  EXPECT_FALSE(booth.press("ArrowDown"));
}

TEST(ImageList, AKeyBetweenAnOpeningAndItsDrawingIsNotLost) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  booth.many(20);
  booth.click("image:5");
  booth.press("Home");
  booth.time += 1;
  booth.draw();
  EXPECT_EQ(booth.open_id(), 1);
  std::vector<session::Action> out;
  booth.interface->key_pressed({"ArrowDown", false, false, false}, booth.desk.session(), out);
  booth.settle();
  booth.press("Enter");
  EXPECT_EQ(booth.open_id(), 2);
}

TEST(ImageList, EnterInTheFilterLeadsIntoTheList) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  booth.many(30);
  booth.type("filter", TextEvent::kChanged, "photo2");
  booth.type("filter", TextEvent::kCommitted, "photo2");
  booth.press("ArrowDown");
  booth.rest();
  EXPECT_EQ(booth.open_id(), 2);
}

TEST(Fonts, AScriptComesWithTheFirstNameThatNeedsIt) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  EXPECT_FALSE(booth.interface->prepare(1));
  session::ImageRow row;
  row.id = 7;
  row.file_name = "\u043A\u043E\u0442.jpg";  // Cyrillic
  row.size = {100, 80};
  booth.desk.act(action::ImageRowChanged{row});
  std::vector<session::Action> out;
  booth.interface->draw(booth.frame(), out);
  EXPECT_TRUE(booth.interface->wants_frame());
  EXPECT_TRUE(booth.interface->prepare(1));
  booth.settle();
  EXPECT_FALSE(booth.interface->prepare(1));
}

TEST(ImageList, EncodingTheSetIsShownAndStopped) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  booth.click("encode-all");
  ASSERT_EQ(booth.seen<action::SetEncodeAll>().size(), 1u);
  EXPECT_EQ(booth.seen<action::SetEncodeAll>()[0].what, action::EncodeAll::kStart);
  booth.desk.act(action::EncodeAllProgress{true, 3, 1, 0, 4000});
  booth.settle();
  booth.forget();
  booth.click("encode-all");
  EXPECT_EQ(booth.seen<action::SetEncodeAll>().at(0).what, action::EncodeAll::kStop);
}

TEST(SaveCard, SaysWhatWaitsAndTriesAgain) {
  MASKPOINT_NEEDS_FONTS();
  Desktop booth;
  booth.click("save-state");
  EXPECT_FALSE(booth.shows("save-card:retry"));  // all is well
  booth.press("Escape");
  booth.desk.add_object(20, 20);
  booth.desk.act(action::SaveFailed{"The server does not answer."});
  booth.settle();
  booth.click("save-state");
  booth.click("save-card:retry");
  EXPECT_EQ(booth.seen<action::RetrySave>().size(), 1u);
  EXPECT_FALSE(booth.shows("save-card:retry"));
}

// The object has class 2 here and class 3 there.
struct Disputed : Desktop {
  Disputed() {
    uuid = desk.add_object(20, 20);
    desk.act(action::AddCategory{"bird"});
    desk.save();
    auto theirs = std::make_shared<doc::Annotation>(*desk.doc().annotations[0]);
    theirs->category_id = 3;
    desk.act(action::SetObjectCategory{uuid, 2});
    desk.act(action::ImageSaveConflict{
        1, doc::added(doc::empty_doc(1, {100, 80}), std::move(theirs)), "e50"});
    settle();
  }
  std::string uuid;
};

TEST(Conflicts, AreAskedAboutAndDecided) {
  MASKPOINT_NEEDS_FONTS();
  Disputed booth;
  EXPECT_EQ(booth.desk.session().save_state(), SaveState::kConflict);
  booth.press("d");  // nothing happens behind the question
  EXPECT_EQ(booth.open_id(), 1);
  booth.click("conflict:" + booth.uuid + ":theirs");
  EXPECT_EQ(booth.desk.doc().annotations.at(0)->category_id, 3);
  EXPECT_FALSE(booth.shows("conflicts"));
}

TEST(Conflicts, PutOffTheyWaitBehindTheSaveState) {
  MASKPOINT_NEEDS_FONTS();
  Disputed booth;
  booth.press("Escape");
  booth.settle();
  EXPECT_FALSE(booth.shows("conflicts"));
  booth.click("save-state");
  booth.click("save-card:choose");
  EXPECT_TRUE(booth.shows("conflicts"));
  // From another image it leads to the one in question.
  booth.press("Escape");
  booth.settle();
  booth.desk.act(action::OpenImage{2});
  booth.settle();
  booth.click("save-state");
  booth.click("save-card:choose");
  EXPECT_EQ(booth.open_id(), 1);
  EXPECT_TRUE(booth.shows("conflicts"));
}

}  // namespace
}  // namespace maskpoint::ui
