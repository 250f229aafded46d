#include "ui/layout.h"

#include <algorithm>

#include "ui/theme.h"

namespace maskpoint::ui {

Layout layout_for(geom::ScreenSize viewport, PanelState left, PanelState right) {
  Layout l;
  const bool narrow = viewport.width < size::kDrawerBelow;
  l.left_is_rail = left == PanelState::kRail ||
                   (left == PanelState::kAutomatic && viewport.width < size::kRailBelow);
  l.right_is_rail = narrow || right == PanelState::kRail;
  l.right_is_drawer = narrow && right == PanelState::kOpen;

  const float middle = std::max(1.0f, viewport.height - size::kTopBar - size::kStatusLine);
  const float left_width = l.left_is_rail ? size::kRail : size::kImageList;
  const float right_width = l.right_is_rail ? size::kRail : size::kRightPanel;
  l.top_bar = {0, 0, viewport.width, size::kTopBar};
  l.left = {0, size::kTopBar, left_width, middle};
  l.right = {viewport.width - right_width, size::kTopBar, right_width, middle};
  l.status = {0, size::kTopBar + middle, viewport.width, size::kStatusLine};
  l.canvas = {left_width, size::kTopBar, std::max(1.0f, viewport.width - left_width - right_width),
              middle};
  l.free_canvas = l.canvas;
  if (l.right_is_drawer) {
    l.drawer = {l.right.x - size::kRightPanel, l.right.y, size::kRightPanel, middle};
    l.free_canvas.width = std::max(1.0f, l.drawer.x - l.canvas.x);
  }
  return l;
}

}  // namespace maskpoint::ui
