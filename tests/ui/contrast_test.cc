// Whether what the themes put on each other can be read: WCAG 2's ratios, 4.5 for text, 3 for the
// edges and marks of controls.
#include <gtest/gtest.h>

#include <vector>

#include "ui/theme.h"

namespace maskpoint::ui {
namespace {

constexpr double kText = 4.5, kMark = 3;

struct Look {
  const char* name;
  const Palette& colors;
};
std::vector<Look> looks() {
  using session::Theme;
  return {{"dark", palette(Theme::kDark)},
          {"light", palette(Theme::kLight)},
          {"dark, more contrast", palette(Theme::kDark, true)},
          {"light, more contrast", palette(Theme::kLight, true)}};
}

TEST(Contrast, IsWhatTheStandardSays) {
  EXPECT_NEAR(contrast({0, 0, 0, 255}, {255, 255, 255, 255}), 21, 1e-9);
  EXPECT_NEAR(contrast({255, 255, 255, 255}, {0x77, 0x77, 0x77, 255}), 4.48, 0.005);
  EXPECT_NEAR(contrast({0x4d, 0x8d, 0xff, 255}, {255, 255, 255, 255}), 3.20, 0.005);
  EXPECT_EQ(contrast({9, 9, 9, 255}, {9, 9, 9, 255}), 1);
  EXPECT_EQ(blended({255, 255, 255, 255}, {0, 0, 0, 255}), (Tint{255, 255, 255, 255}));
  EXPECT_EQ(blended({255, 255, 255, 51}, {0, 0, 0, 255}), (Tint{51, 51, 51, 255}));
}

TEST(Contrast, TextOnButtonsCanBeReadPointedAtAndHeldToo) {
  for (const Look& look : looks())
    for (const Tint fill : {look.colors.primary, look.colors.danger})
      for (const Tint veil : {Tint{0, 0, 0, 0}, kHoveredVeil, kHeldVeil})
        EXPECT_GE(contrast(look.colors.on_primary, blended(veil, fill)), kText) << look.name;
}

TEST(Contrast, TextOnPanelsRowsAndSelectionsCanBeRead) {
  for (const Look& look : looks()) {
    const Palette& c = look.colors;
    for (const Tint ground : {c.page, c.panel, c.raised, c.hover, blended(c.selection, c.panel)})
      for (const Tint ink : {c.text, c.dim})
        EXPECT_GE(contrast(ink, ground), kText) << look.name;
    EXPECT_GE(contrast(c.text, c.canvas), kText) << look.name;
    EXPECT_GE(contrast(c.dim, c.canvas), kText) << look.name;
    EXPECT_GE(contrast(c.accent, c.panel), kText) << look.name << ": links";
  }
}

TEST(Contrast, ControlsStandOutFromWhatTheyLieOn) {
  for (const Look& look : looks()) {
    const Palette& c = look.colors;
    for (const Tint ground : {c.panel, c.raised, c.hover}) {
      EXPECT_GE(contrast(c.dim, ground), kMark) << look.name << ": an empty box";
      EXPECT_GE(contrast(c.accent, ground), kMark) << look.name << ": what has the keyboard";
    }
    EXPECT_GE(contrast(c.faint, c.panel), kMark) << look.name << ": a switch that is off";
    EXPECT_GE(contrast(c.primary, c.panel), kMark) << look.name << ": one that is on";
  }
}

}  // namespace
}  // namespace maskpoint::ui
