// Actions of the pointer on the canvas, and of how the canvas is seen. In CSS pixels of the
// viewport.
#pragma once

#include "geom/view_transform.h"

namespace maskpoint::session {

enum class Theme { kSystem, kDark, kLight };
enum class Tool { kPrompt, kSelect, kBrush, kEraser, kPolygon, kLasso, kOutline };

namespace action {

// --- pointer on the canvas, in CSS pixels of the viewport (app/input decides that it is the
// canvas) ---
enum class Button { kLeft, kRight, kMiddle };
struct Modifiers {
  bool shift = false, ctrl = false, alt = false, space = false;
};
struct PointerMoved {
  geom::ScreenPoint at;
  Modifiers modifiers;
};
struct PointerPressed {
  geom::ScreenPoint at;
  Button button = Button::kLeft;
  Modifiers modifiers;
};
struct PointerReleased {
  geom::ScreenPoint at;
  Button button = Button::kLeft;
  Modifiers modifiers;
};
struct PointerLeft {};
struct Wheel {
  geom::ScreenPoint at;
  double steps = 0;
  Modifiers modifiers{};
};  // > 0 zooms in; with Alt it changes the brush's size
struct Pinch {
  geom::ScreenPoint at;
  double factor = 1;
  double dx = 0, dy = 0;
};

// --- view ---
struct CanvasResized {
  geom::ScreenRect canvas;
};  // where the canvas is between the panels
struct ZoomToFit {};
struct ZoomTo {
  double scale = 1;
};  // about the canvas centre
struct ZoomBy {
  double factor = 1;
};
struct SetTheme {
  Theme theme = Theme::kSystem;
};
struct SystemThemeChanged {
  Theme theme = Theme::kDark;
};
struct SetTool {
  Tool tool = Tool::kPrompt;
};

}  // namespace action
}  // namespace maskpoint::session
