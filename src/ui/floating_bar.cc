#include "ui/floating_bar.h"

#include <algorithm>
#include <cmath>

namespace maskpoint::ui {
namespace {

constexpr float kFromBottom = 44, kBetween = 8, kRadius = 12;

}  // namespace

float bar_room(ScreenRect canvas) {
  return canvas.width - 16;
}

ScreenRect begin_bar(Screen& screen, const char* name, ScreenRect canvas, float wanted) {
  const float width = std::min(wanted, bar_room(canvas));
  const float lift = float(screen.memory.bars++) * (kBarHeight + kBetween);
  const ScreenRect bar = {std::floor(canvas.x + (canvas.width - width) / 2),
                          bottom_of(canvas) - kFromBottom - kBarHeight - lift, width, kBarHeight};
  const Pen p = screen.begin(name, bar, Layer::kFloating);
  p.push_no_clip();
  p.shadow(bar, kRadius, 28);
  p.pop_clip();
  p.fill(bar, screen.colors.panel, kRadius);
  p.outline(bar, screen.colors.line, kRadius);
  screen.name_area(name, bar);
  return bar;
}

}  // namespace maskpoint::ui
