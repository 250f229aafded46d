#include "session/settings.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "session/desk.h"
#include "session/settings_json.h"

namespace maskpoint::session {
namespace {

Settings unusual() {
  Settings s;
  s.theme = Theme::kLight;
  s.look = {0.25f, -0.5f, 1, true};
  s.sampling = Sampling::kPixelated;
  s.pixel_grid = false;
  s.crosshair = true;
  s.minimap = false;
  s.keep_zoom = true;
  s.object_opacity = 0.7f;
  s.color_by = ColorBy::kObject;
  s.outline_only = true;
  s.labels = false;
  s.overlap = Overlap::kCut;
  s.brush_size = 7;
  s.left_panel = PanelState::kRail;
  s.right_panel = PanelState::kOpen;
  s.folded = {"section:mask"};
  s.shortcuts = {{"accept", {"Ctrl+Enter", "x"}}, {"undo", {}}};
  return s;
}

TEST(Settings, SurviveBeingStored) {
  EXPECT_EQ(settings_from_json(settings_to_json(unusual()).dump()), unusual());
  EXPECT_EQ(settings_from_json(settings_to_json({}).dump()), Settings{});
  EXPECT_NE(unusual(), Settings{});
}

TEST(Settings, AnyTextGivesSettings) {
  for (const char* text :
       {"", "null", "[]", "{", "7", "\"theme\"", "{\"theme\":3,\"brightness\":\"much\"}",
        "{\"theme\":\"pink\",\"shortcuts\":[1],\"overlap\":null,\"brushSize\":{}}", "\xff\xfe{}"})
    EXPECT_EQ(settings_from_json(text), Settings{}) << text;
  EXPECT_EQ(settings_from_json(std::string(100000, '[')), Settings{});
}

TEST(Settings, WhatIsSoundIsKeptBesideWhatIsNot) {
  const Settings s = settings_from_json(
      R"({"invert":true,"contrast":7,"brushSize":-3,"objectOpacity":1e300,"theme":"dark",
          "shortcuts":{"undo":["u",5,null],"redo":"r","accept":[]},"later":{"a":1}})");
  EXPECT_TRUE(s.look.invert);
  EXPECT_EQ(s.look.contrast, 1);
  EXPECT_EQ(s.object_opacity, 1);
  EXPECT_EQ(s.brush_size, kSmallestBrush);
  EXPECT_EQ(s.theme, Theme::kDark);
  EXPECT_EQ(s.shortcuts.at("undo"), std::vector<std::string>{"u"});
  EXPECT_TRUE(s.shortcuts.at("accept").empty());
  EXPECT_FALSE(s.shortcuts.contains("redo"));
}

TEST(Settings, AreStoredWhenTheyChangeAndOnlyThen) {
  ReadyDesk desk;
  desk.act(action::ChangeSettings{desk.session().settings()});
  EXPECT_FALSE(desk.has<effect::StoreSettings>());
  desk.act(action::ChangeSettings{unusual()});
  EXPECT_EQ(desk.take<effect::StoreSettings>().at(0).settings, unusual());
  EXPECT_EQ(desk.session().settings(), unusual());
  // Another tab's are taken over, and not stored once more.
  desk.act(action::SettingsLoaded{{}});
  EXPECT_EQ(desk.session().settings(), Settings{});
  EXPECT_FALSE(desk.has<effect::StoreSettings>());
}

TEST(Settings, NumbersStayWithinTheirLimits) {
  ReadyDesk desk;
  Settings s;
  s.look.brightness = std::numeric_limits<float>::quiet_NaN();
  s.look.saturation = -9;
  s.object_opacity = 3;
  desk.act(action::ChangeSettings{s});
  EXPECT_EQ(desk.session().settings().look.brightness, 0);
  EXPECT_EQ(desk.session().settings().look.saturation, -1);
  EXPECT_EQ(desk.session().settings().object_opacity, 1);
}

}  // namespace
}  // namespace maskpoint::session
