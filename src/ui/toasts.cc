// Short messages at the top of the canvas; errors stay until they are dismissed or expire.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/text_lines.h"

namespace maskpoint::ui {
namespace {

constexpr float kWidth = 420, kLineHeight = 18, kSlide = 12;
constexpr float kBeside = 80;  // of the words: the sign and the button
constexpr double kAppear = 0.12;

float ease_out(double t) {
  const double rest = 1 - std::clamp(t, 0.0, 1.0);
  return float(1 - rest * rest * rest);
}

}  // namespace

void draw_toasts(Screen& screen, ScreenRect canvas) {
  const Palette& c = screen.colors;
  auto& since = screen.memory.toast_since;
  std::erase_if(since, [&](const auto& entry) {
    const auto& toasts = screen.session.toasts();
    return std::none_of(toasts.begin(), toasts.end(),
                        [&](const session::Toast& t) { return t.id == entry.first; });
  });
  screen.memory.toast_moving = false;
  float y = canvas.y + 16;
  for (const session::Toast& toast : screen.session.toasts()) {
    const double born = since.try_emplace(toast.id, screen.frame.time).first->second;
    const double age = screen.frame.time - born;
    const float shown = screen.frame.reduced_motion ? 1 : ease_out(age / kAppear);
    if (shown < 1) screen.memory.toast_moving = true;
    const Pen measure = screen.canvas_pen();
    const std::vector<std::string> lines = wrapped(measure, FontRole::kBody, toast.message,
                                                   std::min(kWidth, canvas.width - 24) - kBeside);
    float widest = 0;
    for (const std::string& words : lines)
      widest = std::max(widest, measure.text_width(FontRole::kBody, words));
    const float width = std::ceil(widest) + kBeside;
    const float height = 22 + kLineHeight * float(lines.size());
    const ScreenRect r = {std::floor(canvas.x + (canvas.width - width) / 2),
                          y - (1 - shown) * kSlide, width, height};
    const std::string name = "toast:" + std::to_string(toast.id);
    const Pen p = screen.begin(name.c_str(), r, Layer::kFloating);
    p.push_no_clip();
    p.shadow(r, 10, 20);
    p.pop_clip();
    p.fill(r, c.panel, 10);
    p.outline(r, c.line, 10);
    const bool error = toast.kind == session::ToastKind::kError;
    p.icon(FontRole::kIcon, {r.x + 24, r.y + 20}, error ? c.exclude : c.accent,
           error ? icon::kWarning : icon::kInfo);
    float line = r.y + 20;
    for (const std::string& words : lines) {
      p.text(FontRole::kBody, {r.x + 44, line}, c.text, words, Align::kLeft, width - kBeside);
      line += kLineHeight;
    }
    if (screen.icon_button(name, {right_of(r) - 32, r.y + 8, 24, 24}, icon::kClose, "Dismiss"))
      screen.act(session::action::DismissToast{toast.id});
    screen.end();
    y += height + 8;
  }
}

}  // namespace maskpoint::ui
