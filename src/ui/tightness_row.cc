// The tightness of the pending mask, or of the selected object: how sure the model must be. While
// the slider is under the pointer the canvas shows which pixels hang on it.
#include <array>
#include <cmath>
#include <cstdio>

#include "ui/controls.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kRow = 30, kFoot = 6;
constexpr float kRange = 8, kStep = 0.1f;  // logits

bool wanted(const session::Session& s) {
  return enabled(CommandId::kTighter, s);
}

void tell_uncertainty(Screen& screen, bool shown) {
  if (screen.memory.uncertainty_told == shown) return;
  screen.memory.uncertainty_told = shown;
  screen.act(session::action::ShowUncertainty{shown});
}

// "+1.3", "0", "\u22120.5".
std::string signed_figure(double value) {
  if (value == 0) return "0";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f", std::abs(value));
  return (value > 0 ? "+" : "\u2212") + std::string(text.data());
}

}  // namespace

float tightness_row_height(const Screen& screen) {
  return wanted(screen.session) ? kRow + kFoot : 0;
}

float draw_tightness_row(Screen& screen, ScreenRect column, float top) {
  namespace action = session::action;
  const bool shown = wanted(screen.session);
  bool uncertain = false;
  if (shown) {
    const double before = tightness(screen.session);
    const std::string figure = signed_figure(before);
    const SliderSpec spec{"Tightness", figure, -kRange, kRange, kStep, 0.0f};
    const ScreenRect row = {column.x + size::kPadding, top, column.width - 2 * size::kPadding,
                            kRow};
    const SliderEvent event = slider(screen, "tightness", row, float(before), spec);
    uncertain = event.hovered || event.held;
    // Tenths, as they are written.
    const double value = event.changed ? std::round(double(event.value) * 10) / 10 : before;
    const bool sliding = event.held && !event.released;
    if (event.changed && sliding)
      screen.act(action::SlideTightness{value});
    else if (event.changed || event.released)
      screen.act(action::SetTightness{value});
  }
  tell_uncertainty(screen, uncertain);
  return shown ? top + kRow + kFoot : top;
}

void leave_tightness_row(Screen& screen) {
  tell_uncertainty(screen, false);
}

}  // namespace maskpoint::ui
