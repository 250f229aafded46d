// The tightness of the pending mask, or of the selected object: what the model must be sure of.
// While the slider is under the pointer the canvas shows which pixels hang on it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kRow = 32, kFoot = 6;
constexpr double kRange = 8, kStep = 0.1;
constexpr float kTrackLeft = 74, kTrackRight = 46;

bool wanted(const session::Session& s) {
  return s.pending() != nullptr || enabled(CommandId::kTighter, s);
}

// "+1.3", "0", "−0.5".
std::string signed_figure(double value) {
  if (value == 0) return "0";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f", std::abs(value));
  return (value > 0 ? "+" : "\u2212") + std::string(text.data());
}

double value_at(ScreenRect track, float x) {
  const double share = std::clamp(double(x - track.x) / track.width, 0.0, 1.0);
  const double value = std::round((share * 2 - 1) * kRange / kStep) * kStep;
  return std::abs(value) < kStep / 2 ? 0 : std::round(value * 10) / 10;
}

void draw_track(const Pen& p, const Palette& c, ScreenRect track, double value, bool lit) {
  const float y = track.y + track.height / 2, middle = track.x + track.width / 2;
  const float knob = track.x + track.width * float((value + kRange) / (2 * kRange));
  p.fill({track.x, y - 2, track.width, 4}, c.hover, 2);
  p.fill({std::min(knob, middle), y - 2, std::abs(knob - middle), 4}, c.accent, 2);
  p.fill({middle - 0.5f, y - 5, 1, 10}, c.faint);
  p.dot({knob, y}, lit ? 8 : 7, c.accent);
  p.dot({knob, y}, lit ? 5.5f : 4.5f, {255, 255, 255, 255});
}

}  // namespace

float tightness_row_height(const Screen& screen) {
  return wanted(screen.session) ? kRow + kFoot : 0;
}

float draw_tightness_row(Screen& screen, ScreenRect column, float top) {
  namespace action = session::action;
  Memory& memory = screen.memory;
  const auto show_uncertainty = [&](bool shown) {
    if (memory.uncertainty_told == shown) return;
    memory.uncertainty_told = shown;
    screen.act(action::ShowUncertainty{shown});
  };
  if (!wanted(screen.session)) {
    memory.tightness_held = false;
    show_uncertainty(false);
    return top;
  }
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const float left = column.x + size::kPadding, right = right_of(column) - size::kPadding;
  const ScreenRect track = {left + kTrackLeft, top, right - left - kTrackLeft - kTrackRight, kRow};
  const Hit h = screen.hit("tightness", {track.x - 8, top, track.width + 16, kRow});
  const double before = tightness(screen.session);
  double value = before;
  if (h.held) value = value_at(track, memory.pointer.x);
  if (h.double_clicked) value = 0;
  if (h.held && value != before) screen.act(action::SlideTightness{value});
  if (memory.tightness_held && !h.held) screen.act(action::SetTightness{before});
  if (h.double_clicked) screen.act(action::SetTightness{0});
  memory.tightness_held = h.held && !h.double_clicked;
  show_uncertainty(h.hovered || h.held);

  p.text(FontRole::kBody, {left, top + kRow / 2}, c.dim, "Tightness");
  draw_track(p, c, track, value, h.hovered || h.held);
  p.text(FontRole::kSmall, {right, top + kRow / 2}, c.text, signed_figure(value), Align::kRight);
  if (h.hovered) screen.pointer_shape("pointer");
  if (!h.held)
    screen.tip("tightness", h, "Keep only what is sure, or more; a double click resets",
               {",", "."});
  return top + kRow + kFoot;
}

}  // namespace maskpoint::ui
