// Where the panels lie for a viewport: pure arithmetic, CSS pixels.
#pragma once

#include "geom/view_transform.h"
#include "session/settings.h"

namespace maskpoint::ui {

using session::PanelState;

struct Layout {
  geom::ScreenRect top_bar, left, right, status, canvas;
  bool left_is_rail = false;
  bool right_is_rail = false;
  // The right panel lies over the canvas beside its rail (a narrow viewport, opened by the user).
  bool right_is_drawer = false;
  geom::ScreenRect drawer;  // when right_is_drawer
  // What the drawer leaves of the canvas: where bars and messages float.
  geom::ScreenRect free_canvas;
};

Layout layout_for(geom::ScreenSize viewport, PanelState left, PanelState right);

}  // namespace maskpoint::ui
