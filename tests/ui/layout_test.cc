#include "ui/layout.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ui/theme.h"

namespace maskpoint::ui {
namespace {

bool overlap(geom::ScreenRect a, geom::ScreenRect b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

void expect_tiles(const Layout& l, geom::ScreenSize viewport) {
  const geom::ScreenRect parts[] = {l.top_bar, l.left, l.right, l.status, l.canvas};
  float area = 0;
  for (const geom::ScreenRect& a : parts) {
    area += a.width * a.height;
    EXPECT_GE(a.x, 0);
    EXPECT_LE(a.x + a.width, viewport.width);
    EXPECT_LE(a.y + a.height, viewport.height);
    for (const geom::ScreenRect& b : parts) {
      const bool itself = &a == &b;
      EXPECT_TRUE(itself || !overlap(a, b));
    }
  }
  EXPECT_FLOAT_EQ(area, viewport.width * viewport.height);
}

TEST(Layout, PanelsFillTheScreenWithoutOverlap) {
  for (const geom::ScreenSize viewport : {geom::ScreenSize{1440, 900}, geom::ScreenSize{1024, 640},
                                          geom::ScreenSize{3840, 2160}, geom::ScreenSize{800, 600}})
    for (const PanelState left : {PanelState::kAutomatic, PanelState::kOpen, PanelState::kRail})
      for (const PanelState right : {PanelState::kAutomatic, PanelState::kRail})
        expect_tiles(layout_for(viewport, left, right), viewport);
}

TEST(Layout, TheDesignedSizes) {
  const Layout l = layout_for({1440, 900}, PanelState::kAutomatic, PanelState::kAutomatic);
  EXPECT_EQ(l.canvas, (geom::ScreenRect{232, 48, 920, 824}));
  EXPECT_EQ(l.status.height, 28);
  EXPECT_EQ(l.right.width, 288);
}

TEST(Layout, BelowElevenHundredTheRightPanelIsADrawer) {
  const Layout closed = layout_for({1024, 640}, PanelState::kAutomatic, PanelState::kAutomatic);
  EXPECT_TRUE(closed.right_is_rail);
  EXPECT_FALSE(closed.right_is_drawer);
  const Layout open = layout_for({1024, 640}, PanelState::kAutomatic, PanelState::kOpen);
  EXPECT_TRUE(open.right_is_drawer);
  EXPECT_EQ(open.canvas, closed.canvas);  // it lies over the canvas, which keeps its size
  EXPECT_FLOAT_EQ(open.drawer.x + open.drawer.width, open.right.x);
  EXPECT_EQ(closed.free_canvas, closed.canvas);
  EXPECT_FLOAT_EQ(open.free_canvas.x + open.free_canvas.width, open.drawer.x);
}

}  // namespace
}  // namespace maskpoint::ui
