// The view's popover, the palette, the shortcuts and the top bar at every width.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ui/booth.h"
#include "ui/command_palette.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;
using session::Settings;

struct Open : Booth {
  explicit Open(geom::ScreenSize size = {1440, 900}, float ratio_ = 1) : Booth(size, ratio_) {
    draw();
    desk.load_project();
    settle();
    forget();
  }
  const Settings& settings() const { return desk.session().settings(); }
  void drag_to(const std::string& widget, float share) {
    const geom::ScreenRect r = rect(widget);
    const float y = r.y + r.height / 2;
    move_to({r.x + r.width / 2, y});
    interface->pointer_pressed({r.x + r.width / 2, y}, action::Button::kLeft, {});
    settle();
    move_to({r.x + r.width * share, y});
    interface->pointer_released({r.x + r.width * share, y}, action::Button::kLeft);
    settle();
    time += 1;
  }
};

TEST(View, ThePopoverChangesHowTheImageIsSeenAndTakesItBack) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.click("view");
  booth.drag_to("view:brightness", 0.9f);
  EXPECT_GT(booth.settings().look.brightness, 0.5f);
  booth.drag_to("view:contrast", 0.1f);
  EXPECT_LT(booth.settings().look.contrast, -0.5f);
  booth.click("view:invert");
  booth.click("view:pixels");
  booth.click("view:crosshair");
  booth.click("view:keep-zoom");
  EXPECT_TRUE(booth.settings().look.invert);
  EXPECT_EQ(booth.settings().sampling, session::Sampling::kPixelated);
  EXPECT_TRUE(booth.settings().crosshair);
  EXPECT_TRUE(booth.settings().keep_zoom);
  EXPECT_EQ(booth.desk.session().scene().look, booth.settings().look);
  booth.click("view:reset");
  EXPECT_EQ(booth.settings().look, session::ImageLook{});
  EXPECT_TRUE(booth.settings().crosshair);
  EXPECT_FALSE(booth.shows("view:reset"));
  EXPECT_TRUE(booth.press("Escape"));
  EXPECT_FALSE(booth.shows("view:brightness"));
}

TEST(Palette, FindsCommandsClassesAndImages) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  EXPECT_TRUE(booth.press("k", {.ctrl = true}));
  ASSERT_TRUE(booth.shows("palette"));
  ASSERT_EQ(booth.interface->text_fields().size(), 1u);
  EXPECT_EQ(booth.interface->text_fields()[0].id, "palette");
  booth.type("palette", TextEvent::kChanged, "dog");
  booth.type("palette", TextEvent::kCommitted, "dog");
  ASSERT_EQ(booth.seen<action::PickCategory>().size(), 1u);
  EXPECT_EQ(booth.seen<action::PickCategory>()[0].category_id, 2);
  EXPECT_FALSE(booth.shows("palette"));

  booth.press("k", {.ctrl = true});
  booth.type("palette", TextEvent::kChanged, booth.desk.session().images()[2].file_name);
  booth.click("palette:0");
  ASSERT_EQ(booth.seen<action::OpenImage>().size(), 1u);
  EXPECT_EQ(booth.seen<action::OpenImage>()[0].image_id, 3);
}

TEST(Palette, ArrowKeysChooseAndEscapeLeaves) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.press("k", {.ctrl = true});
  booth.type("palette", TextEvent::kChanged, "zoom");
  const auto items = palette_items(booth.desk.session(), "zoom");
  ASSERT_GT(items.size(), 2u);
  booth.press("ArrowDown");
  booth.press("ArrowDown");
  booth.press("ArrowUp");
  booth.type("palette", TextEvent::kCommitted, "zoom");
  EXPECT_EQ(booth.seen<action::ZoomTo>().size() + booth.seen<action::ZoomBy>().size(), 1u)
      << items[1].label;
  // Keys of commands do nothing behind it.
  booth.press("k", {.ctrl = true});
  booth.forget();
  EXPECT_TRUE(booth.press("d"));
  EXPECT_TRUE(booth.seen<action::StepImage>().empty());
  EXPECT_TRUE(booth.press("Escape"));
  EXPECT_FALSE(booth.shows("palette"));
  booth.press("k", {.ctrl = true});
  booth.type("palette", TextEvent::kCancelled, "zo");
  EXPECT_FALSE(booth.shows("palette"));
  EXPECT_TRUE(booth.seen<action::StepImage>().empty());
}

TEST(Palette, NothingFoundDoesNothing) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.press("k", {.ctrl = true});
  booth.type("palette", TextEvent::kChanged, "qqqqzzz");
  booth.press("ArrowDown");
  booth.forget();
  booth.type("palette", TextEvent::kCommitted, "qqqqzzz");
  EXPECT_TRUE(booth.seen<action::OpenImage>().empty());
  EXPECT_FALSE(booth.shows("palette"));
}

TEST(Palette, WhatCannotBeDoneIsNotOffered) {
  session::ReadyDesk desk;
  for (const PaletteItem& item : palette_items(desk.session(), "")) {
    if (item.kind != PaletteItem::Kind::kCommand) continue;
    EXPECT_NE(item.command, CommandId::kAccept);
    EXPECT_NE(item.command, CommandId::kUndo);
  }
}

TEST(Shortcuts, AClickWaitsForAKeyAndThatIsTheShortcut) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.press("?");
  booth.click("help:change");
  ASSERT_TRUE(booth.shows("shortcuts"));
  booth.click("shortcut:tool:select");
  EXPECT_TRUE(booth.press("Shift", {.shift = true}));  // on the way to the key
  booth.press("U", {.shift = true});
  EXPECT_EQ(booth.settings().shortcuts.at("tool:select"), std::vector<std::string>{"Shift+u"});
  booth.click("shortcuts:done");
  booth.forget();
  EXPECT_FALSE(booth.press("v"));
  EXPECT_TRUE(booth.press("U", {.shift = true}));
  EXPECT_EQ(booth.seen<action::SetTool>().size(), 1u);
}

TEST(Shortcuts, TheirDialogTakesTheOverlaysPlaceByItself) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.press("?");
  const geom::ScreenRect button = booth.rect("help:change");
  const geom::ScreenPoint at = {button.x + 20, button.y + 16};
  booth.move_to(at);
  booth.interface->pointer_pressed(at, action::Button::kLeft, {});
  booth.interface->pointer_released(at, action::Button::kLeft);
  // As the shell does: it draws as long as a frame is wanted, and no longer.
  for (int i = 0; i < 10 && booth.interface->wants_frame(); ++i)
    booth.draw();
  EXPECT_TRUE(booth.shows("shortcuts"));
  EXPECT_FALSE(booth.shows("help:close"));
}

TEST(Shortcuts, ATakenKeyAsksAndMayBeSwapped) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.press("?");
  booth.click("help:change");
  booth.click("shortcut:tool:select");
  booth.press("1");
  ASSERT_TRUE(booth.shows("shortcut:swap"));
  EXPECT_TRUE(booth.settings().shortcuts.empty());
  booth.click("shortcut:keep");
  EXPECT_TRUE(booth.settings().shortcuts.empty());
  booth.click("shortcut:tool:select");
  booth.press("1");
  EXPECT_TRUE(booth.press("Escape"));  // the question, not the dialog
  EXPECT_FALSE(booth.shows("shortcut:swap"));
  ASSERT_TRUE(booth.shows("shortcuts"));
  booth.click("shortcut:tool:select");
  booth.press("1");
  booth.click("shortcut:swap");
  EXPECT_EQ(booth.settings().shortcuts.at("tool:select"), std::vector<std::string>{"1"});
  EXPECT_EQ(booth.settings().shortcuts.at("class-1"), std::vector<std::string>{"v"});
  booth.press("Escape");
  EXPECT_FALSE(booth.shows("shortcuts"));
  booth.forget();
  booth.press("v");
  EXPECT_EQ(booth.seen<action::PickCategoryByKey>().size(), 1u);
}

TEST(Shortcuts, OneOrAllGoBackAndEscapeIsNobodys) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.press("?");
  booth.click("help:change");
  for (const char* key : {"j", "u"}) {
    booth.click(std::string("shortcut:tool:") + (*key == 'j' ? "select" : "prompt"));
    booth.press(key);
  }
  EXPECT_EQ(booth.settings().shortcuts.size(), 2u);
  booth.click("shortcut:tool:select:reset");
  EXPECT_EQ(booth.settings().shortcuts.size(), 1u);
  booth.click("shortcut:tool:select");
  booth.press("Escape");
  EXPECT_EQ(booth.settings().shortcuts.size(), 1u);
  ASSERT_TRUE(booth.shows("shortcuts"));
  booth.click("shortcuts:reset");
  EXPECT_EQ(booth.settings().shortcuts.size(), 1u) << "it asks once more";
  booth.click("shortcuts:reset");
  EXPECT_TRUE(booth.settings().shortcuts.empty());
}

TEST(Shortcuts, TheOverlayFollows) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  Settings changed = booth.settings();
  changed.shortcuts["help"] = {"F1"};
  booth.desk.act(action::ChangeSettings{changed});
  EXPECT_FALSE(booth.press("?"));
  EXPECT_TRUE(booth.press("F1"));
  EXPECT_TRUE(booth.shows("help:close"));
  EXPECT_TRUE(booth.press("F1"));
  EXPECT_FALSE(booth.shows("help:close"));
}

TEST(TopBar, NothingOverlapsAtAnyWidth) {
  MASKPOINT_NEEDS_FONTS();
  for (float width = 480; width <= 3840; width += width < 1500 ? 37 : 400) {
    Open booth({width, 640});
    std::map<std::string, geom::ScreenRect> bar;
    for (const auto& [name, r] : booth.interface->widgets())
      if (r.y + r.height <= 48) bar[name] = r;
    EXPECT_GE(bar.size(), 7u) << width;
    for (const auto& [a, ra] : bar) {
      EXPECT_GE(ra.x, 0) << a << " at " << width;
      EXPECT_LE(ra.x + ra.width, width + 0.5f) << a << " at " << width;
      for (const auto& [b, rb] : bar) {
        const bool apart = ra.x + ra.width <= rb.x + 0.5f || rb.x + rb.width <= ra.x + 0.5f;
        EXPECT_TRUE(a == b || apart) << a << " and " << b << " at " << width;
      }
    }
  }
}

TEST(Panels, AreFoundAsTheyWereLeft) {
  MASKPOINT_NEEDS_FONTS();
  Open booth;
  booth.click("panel:left");
  EXPECT_EQ(booth.settings().left_panel, session::PanelState::kRail);
  EXPECT_TRUE(booth.shows("rail:images"));
  // As on the next visit, or from another tab.
  Settings stored;
  stored.right_panel = session::PanelState::kRail;
  booth.desk.act(action::SettingsLoaded{stored});
  booth.forget();
  booth.settle();
  EXPECT_FALSE(booth.shows("rail:images"));
  EXPECT_TRUE(booth.shows("rail:classes"));
  EXPECT_TRUE(booth.seen<action::ChangeSettings>().empty());
}

TEST(TopBar, WhatIsFoldedAwayIsInItsMenu) {
  MASKPOINT_NEEDS_FONTS();
  Open booth({480, 640});
  EXPECT_FALSE(booth.shows("help"));
  booth.click("more");
  booth.click("help");
  EXPECT_TRUE(booth.shows("help:close"));
  booth.press("Escape");
  booth.click("more");
  booth.click("theme");
  EXPECT_TRUE(booth.shows("theme:light"));
  booth.press("Escape");
  EXPECT_FALSE(booth.shows("everything"));
  booth.click("tools");
  booth.click("everything");
  EXPECT_EQ(booth.seen<action::FindEverything>().size(), 1u);
}

}  // namespace
}  // namespace maskpoint::ui
