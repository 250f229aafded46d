#include "ui/interface.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "doc/palette.h"
#include "ui/booth.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr geom::ScreenSize kDesktop = {1440, 900}, kSmall = {1024, 640};

struct Open : Booth {
  explicit Open(geom::ScreenSize size = kDesktop, float device_ratio = 1)
      : Booth(size, device_ratio) {
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
};

bool inside(geom::ScreenRect a, geom::ScreenRect b) {
  return a.x >= b.x - 0.5f && a.y >= b.y - 0.5f && a.x + a.width <= b.x + b.width + 0.5f &&
         a.y + a.height <= b.y + b.height + 0.5f;
}

TEST(Interface, EveryMainWidgetHasAName) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.prompt();
  for (const char* name :
       {"accept",        "cancel",  "chip:0",    "chip:1",   "chip:2",  "export",
        "undo",          "redo",    "zoom",      "theme",    "help",    "tool:prompt",
        "tool:select",   "filter",  "image:1",   "image:2",  "image:3", "class:1",
        "class:1:color", "class:2", "add-class", "mark-done"})
    EXPECT_TRUE(booth.shows(name)) << name;
  const geom::ScreenRect screen = {0, 0, kDesktop.width, kDesktop.height};
  for (const auto& [name, rect] : booth.interface->widgets())
    EXPECT_TRUE(inside(rect, screen)) << name;
}

TEST(Interface, ClicksBecomeActions) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.click("image:2");
  ASSERT_EQ(booth.seen<action::OpenImage>().size(), 1u);
  EXPECT_EQ(booth.seen<action::OpenImage>()[0].image_id, 2);
  booth.click("class:2");
  ASSERT_EQ(booth.seen<action::PickCategory>().size(), 1u);
  EXPECT_EQ(booth.seen<action::PickCategory>()[0].category_id, 2);
  booth.click("tool:select");
  ASSERT_EQ(booth.seen<action::SetTool>().size(), 1u);
  booth.click("export");
  EXPECT_EQ(booth.seen<action::ExportCoco>().size(), 1u);
  booth.click("mark-done");
  EXPECT_EQ(booth.seen<action::SetImageDone>().size(), 1u);
}

TEST(Interface, TheBarAcceptsStepsAndCancels) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  EXPECT_FALSE(booth.shows("accept"));
  booth.prompt();
  booth.click("chip:2");
  ASSERT_EQ(booth.seen<action::ShowCandidate>().size(), 1u);
  EXPECT_EQ(booth.seen<action::ShowCandidate>()[0].position, 2);
  booth.click("accept");
  EXPECT_EQ(booth.seen<action::Accept>().size(), 1u);
  booth.desk.finalize();
  booth.settle();
  EXPECT_FALSE(booth.shows("accept"));
  EXPECT_EQ(booth.desk.uuids().size(), 1u);
  booth.prompt();
  booth.click("cancel");
  EXPECT_EQ(booth.seen<action::ClearPrompt>().size(), 1u);
  EXPECT_FALSE(booth.shows("accept"));
}

TEST(Interface, ObjectRowsSelectHideDeleteAndLight) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  const std::string first = booth.desk.add_object(30, 30);
  const std::string second = booth.desk.add_object(70, 50);
  booth.settle();
  booth.click("object:" + first);
  booth.click("object:" + second, {.shift = true});
  EXPECT_EQ(booth.desk.session().selection(), (std::set<std::string>{first, second}));
  ASSERT_FALSE(booth.seen<action::HoverObject>().empty());
  EXPECT_EQ(booth.seen<action::HoverObject>().back().uuid, second);
  booth.click("object:" + first + ":eye");
  EXPECT_TRUE(booth.desk.session().is_hidden(first));
  // The bin is there while the pointer is on the row.
  EXPECT_FALSE(booth.shows("object:" + second + ":delete"));
  const geom::ScreenRect row = booth.rect("object:" + second);
  booth.move_to({row.x + 60, row.y + row.height / 2});
  booth.click("object:" + second + ":delete");
  EXPECT_EQ(booth.desk.uuids(), std::vector<std::string>{first});
  booth.move_to({700, 300});
  EXPECT_EQ(booth.seen<action::HoverObject>().back().uuid, "");
}

TEST(Interface, AnObjectsClassChangesThroughItsSwatch) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  const std::string uuid = booth.desk.add_object(30, 30);
  booth.settle();
  booth.click("object:" + uuid + ":class");
  ASSERT_TRUE(booth.shows("menu:class:2"));
  booth.click("menu:class:2");
  ASSERT_EQ(booth.seen<action::SetObjectCategory>().size(), 1u);
  EXPECT_EQ(booth.seen<action::SetObjectCategory>()[0].category_id, 2);
  EXPECT_FALSE(booth.shows("menu:class:2"));
}

TEST(Interface, AMenuSwallowsTheClickThatClosesIt) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.click("theme");
  ASSERT_TRUE(booth.shows("theme:light"));
  EXPECT_TRUE(booth.interface->wants_pointer({700, 400}));  // over the canvas too
  booth.click_at({60, 200});                                // an image row
  EXPECT_FALSE(booth.shows("theme:light"));
  EXPECT_TRUE(booth.seen<action::OpenImage>().empty());
  EXPECT_FALSE(booth.interface->wants_pointer({700, 400}));
  booth.click("theme");
  booth.click("theme:light");
  EXPECT_EQ(booth.desk.session().theme(), session::Theme::kLight);
}

TEST(Interface, ClassesAreMadeRenamedAndRecoloured) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.click("add-class");
  bool asked = false;
  for (const TextField& field : booth.interface->text_fields())
    asked = asked || field.id == "class-new";
  ASSERT_TRUE(asked);
  booth.type("class-new", TextEvent::kCommitted, "  horse \n");
  ASSERT_EQ(booth.seen<action::AddCategory>().size(), 1u);
  EXPECT_EQ(booth.seen<action::AddCategory>()[0].name, "horse");
  booth.type("class-new", TextEvent::kCommitted, "again");  // the blur that follows Enter
  EXPECT_EQ(booth.seen<action::AddCategory>().size(), 1u);
  booth.click("class:1:color");
  ASSERT_TRUE(booth.shows("color:3"));
  booth.click("color:3");
  ASSERT_EQ(booth.seen<action::RecolorCategory>().size(), 1u);
  EXPECT_EQ(booth.seen<action::RecolorCategory>()[0].color, doc::palette_color(3));
}

TEST(Interface, AKeyThatOpensAFieldWantsTheKeyboardUntilItIsDrawn) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  EXPECT_FALSE(booth.interface->wants_keyboard());
  std::vector<session::Action> actions;
  EXPECT_TRUE(
      booth.interface->key_pressed({"c", false, false, false}, booth.desk.session(), actions));
  EXPECT_TRUE(booth.interface->wants_keyboard());
  booth.draw();
  EXPECT_FALSE(booth.interface->wants_keyboard());
  const std::vector<TextField>& fields = booth.interface->text_fields();
  EXPECT_TRUE(std::any_of(fields.begin(), fields.end(), [](const TextField& field) {
    return field.id == "class-new" && field.take_focus;
  }));
}

TEST(Interface, TheFilterFollowsItsField) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.type("filter", TextEvent::kChanged, "photo3");
  EXPECT_TRUE(booth.shows("image:3"));
  EXPECT_FALSE(booth.shows("image:2"));
  booth.type("filter", TextEvent::kCancelled, "");
  EXPECT_TRUE(booth.shows("image:2"));
}

TEST(Interface, TheOverlayShowsShortcutsAndStopsThem) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  EXPECT_TRUE(booth.press("?"));
  EXPECT_TRUE(booth.shows("help:close"));
  EXPECT_TRUE(booth.interface->text_fields().empty());  // a DOM input would lie above it
  booth.press("d");
  EXPECT_TRUE(booth.seen<action::StepImage>().empty());
  booth.press("Escape");
  EXPECT_FALSE(booth.shows("help:close"));
  booth.press("d");
  EXPECT_EQ(booth.seen<action::StepImage>().size(), 1u);
}

TEST(Interface, TenThousandImagesCostWhatAreOnTheScreen) {
  MASKPOINT_NEEDS_FONTS();
  Booth booth(kDesktop, 1);
  booth.draw();
  std::vector<session::ImageRow> rows(10000);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = std::int64_t(i) + 1;
    rows[i].file_name = std::string("an image with a rather long name ").append(std::to_string(i));
    rows[i].size = {100, 80};
  }
  booth.desk.act(action::ProjectLoaded{"many", rows});
  booth.settle();
  booth.thumbnails_asked = 0;
  booth.draw();
  EXPECT_LT(booth.thumbnails_asked, 20);
  EXPECT_GT(booth.thumbnails_asked, 8);
  const ImDrawData* drawn = ImGui::GetDrawData();
  int commands = 0;
  for (const ImDrawList* list : drawn->CmdLists)
    commands += list->CmdBuffer.Size;
  EXPECT_LT(commands, 60);
  EXPECT_LT(drawn->TotalVtxCount, 20000);
  // The wheel scrolls; the row of an image opened elsewhere comes into view.
  booth.interface->wheel({100, 400}, -3);
  booth.settle();
  EXPECT_FALSE(booth.shows("image:1"));
  booth.desk.act(action::OpenImage{9000});
  booth.settle();
  EXPECT_TRUE(booth.shows("image:9000"));
}

TEST(Interface, NarrowScreensUseRailsAndADrawer) {
  MASKPOINT_NEEDS_FONTS();
  Open booth(kSmall);
  EXPECT_FALSE(booth.shows("add-class"));
  ASSERT_TRUE(booth.shows("rail:class:1"));
  booth.click("rail:class:2");
  EXPECT_EQ(booth.seen<action::PickCategory>().size(), 1u);
  const geom::ScreenRect before = booth.interface->canvas();
  booth.click("panel:right");
  EXPECT_TRUE(booth.shows("add-class"));
  EXPECT_EQ(booth.interface->canvas(), before);
  booth.click("panel:right");
  EXPECT_FALSE(booth.shows("add-class"));
  booth.click("panel:left");
  EXPECT_GT(booth.interface->canvas().width, before.width);
}

TEST(Interface, TopBarControlsDoNotOverlap) {
  MASKPOINT_NEEDS_FONTS();
  for (const geom::ScreenSize size : {kDesktop, kSmall}) {
    Open booth(size);
    const char* names[] = {"tool:prompt", "tool:select", "undo",   "redo",       "zoom",
                           "theme",       "help",        "export", "panel:left", "panel:right"};
    for (const char* a : names) {
      for (const char* b : names) {
        if (a == b) continue;
        const geom::ScreenRect p = booth.rect(a), q = booth.rect(b);
        EXPECT_FALSE(p.x < q.x + q.width && q.x < p.x + p.width) << a << " and " << b;
      }
    }
  }
}

TEST(Interface, WidgetsAreInCssPixelsAtEveryRatio) {
  MASKPOINT_NEEDS_FONTS();
  Open at_one(kDesktop, 1);
  const geom::ScreenRect export_button = at_one.rect("export");
  at_one.interface.reset();  // one Dear ImGui context at a time
  Open at_two(kDesktop, 2);
  EXPECT_EQ(at_two.rect("export"), export_button);
  at_two.click("export");
  EXPECT_EQ(at_two.seen<action::ExportCoco>().size(), 1u);
}

TEST(Interface, ToastsAreReadAndDismissed) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.desk.act(action::Failed{"The server did not answer; your work is kept in this browser."});
  booth.settle();
  ASSERT_FALSE(booth.desk.session().toasts().empty());
  const int id = booth.desk.session().toasts()[0].id;
  booth.click("toast:" + std::to_string(id));
  EXPECT_TRUE(booth.desk.session().toasts().empty());
}

TEST(Interface, ItSleepsWhenNothingMoves) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.move_to({700, 300});
  EXPECT_FALSE(booth.interface->wants_frame());
  const geom::ScreenRect button = booth.rect("undo");
  booth.move_to({button.x + 10, button.y + 10});
  EXPECT_TRUE(booth.interface->wants_frame());  // its tooltip is due
  booth.time += 1;
  booth.settle();
  EXPECT_FALSE(booth.interface->wants_frame());
}

TEST(Interface, WhatWasPressedSaysNoMore) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  const geom::ScreenRect button = booth.rect("mark-done");
  booth.click_at({button.x + 10, button.y + 10});
  EXPECT_FALSE(booth.interface->wants_frame());  // no tooltip is due
  booth.move_to({700, 300});
  booth.move_to({button.x + 10, button.y + 10});
  EXPECT_TRUE(booth.interface->wants_frame());
}

}  // namespace
}  // namespace maskpoint::ui
