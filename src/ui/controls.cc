#include "ui/controls.h"

#include <algorithm>
#include <cmath>

#include "ui/icons.h"

namespace maskpoint::ui {
namespace {

constexpr float kLabelShare = 0.36f, kValueWidth = 52, kKnob = 6.5f, kTrack = 4;

float share_of(float value, const SliderSpec& spec) {
  const float t = spec.logarithmic ? std::log(std::max(value, spec.low) / spec.low) /
                                         std::log(spec.high / spec.low)
                                   : (value - spec.low) / (spec.high - spec.low);
  return std::clamp(t, 0.0f, 1.0f);
}

float value_at(float share, const SliderSpec& spec) {
  const float t = std::clamp(share, 0.0f, 1.0f);
  float value = spec.logarithmic ? spec.low * std::pow(spec.high / spec.low, t)
                                 : spec.low + t * (spec.high - spec.low);
  if (spec.step > 0) value = spec.low + std::round((value - spec.low) / spec.step) * spec.step;
  return std::clamp(value, spec.low, spec.high);
}

// The part of a slider that shows its value; from the middle where zero lies inside.
void draw_track(const Pen& p, ScreenRect track, float share, const SliderSpec& spec, bool lit) {
  const Palette& c = p.colors();
  const float y = track.y + track.height / 2;
  const float zero = spec.low < 0 && spec.high > 0 ? share_of(0, spec) : 0;
  const float x0 = track.x + track.width * std::min(zero, share);
  const float x1 = track.x + track.width * std::max(zero, share);
  p.fill({track.x, y - kTrack / 2, track.width, kTrack}, c.line, kTrack / 2);
  const Tint ink = spec.usable ? c.accent : c.faint;
  p.fill({x0, y - kTrack / 2, x1 - x0, kTrack}, ink, kTrack / 2);
  const ScreenPoint knob = {track.x + track.width * share, y};
  if (lit) p.dot(knob, kKnob + 4, faded(c.accent, 0.25f));
  p.dot({knob.x, knob.y + 1}, kKnob + 0.5f, faded(c.shadow, 0.5f));
  p.dot(knob, kKnob + 0.75f, faded(c.faint, 0.6f));  // a white knob has an edge on white too
  p.dot(knob, kKnob, spec.usable ? Tint{255, 255, 255, 255} : c.hover);
}

}  // namespace

SliderEvent slider(Screen& screen, const std::string& name, ScreenRect r, float value,
                   const SliderSpec& spec) {
  const Palette& c = screen.colors;
  const float label_width = spec.label.empty() ? 0 : r.width * kLabelShare;
  const float value_width = spec.value_text.empty() ? 0 : kValueWidth;
  const ScreenRect reach = {r.x + label_width, r.y, r.width - label_width - value_width, r.height};
  const ScreenRect track = {reach.x + kKnob, r.y, reach.width - 2 * kKnob - 4, r.height};
  const Hit h = screen.hit(name, reach);
  SliderEvent event;
  event.value = value;
  if (spec.usable) {
    event.hovered = h.hovered;
    event.held = h.held;
    event.released = h.let_go;
    if (h.repeated && spec.default_value)
      event.value = *spec.default_value;
    else if ((h.held || h.let_go) && track.width > 0)
      event.value = value_at((screen.pointer().x - track.x) / track.width, spec);
    event.changed = event.value != value;
    if (h.hovered || h.held) screen.pointer_shape("pointer");
  }
  const Pen p = screen.pen();
  const float y = r.y + r.height / 2;
  p.text(FontRole::kBody, {r.x, y}, spec.usable ? c.dim : c.faint, spec.label, Align::kLeft,
         label_width - 8);
  draw_track(p, track, share_of(event.value, spec), spec, spec.usable && (h.hovered || h.held));
  p.text(FontRole::kSmall, {right_of(r), y}, spec.usable ? c.text : c.faint, spec.value_text,
         Align::kRight, value_width);
  return event;
}

bool checkbox(Screen& screen, const std::string& name, ScreenRect r, std::string_view label,
              bool checked, bool usable) {
  const Palette& c = screen.colors;
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  const float y = r.y + r.height / 2;
  const ScreenRect box = {r.x, y - 8, 16, 16};
  const bool lit = usable && h.hovered;
  if (checked) {
    p.fill(box, usable ? c.primary : c.faint, 4);
    p.icon(FontRole::kTinyIcon, centre_of(box), c.on_primary, icon::kCheck);
  } else {
    p.fill(box, c.raised, 4);
    p.outline(box, lit ? c.text : usable ? c.dim : c.faint, 4);
  }
  p.text(FontRole::kBody, {box.x + 24, y}, usable ? c.text : c.faint, label, Align::kLeft,
         r.width - 24);
  if (lit) screen.pointer_shape("pointer");
  return usable && h.clicked;
}

bool toggle(Screen& screen, const std::string& name, ScreenRect r, std::string_view label, bool on,
            bool usable) {
  const Palette& c = screen.colors;
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  const float y = r.y + r.height / 2;
  const ScreenRect pill = {right_of(r) - 30, y - 9, 30, 18};
  const bool lit = usable && h.hovered;
  p.fill(pill,
         on && usable ? c.primary
         : !usable    ? faded(c.faint, 0.5f)
         : lit        ? c.dim
                      : c.faint,
         9);
  p.dot({on ? right_of(pill) - 9 : pill.x + 9, y}, 6.5f,
        usable ? Tint{255, 255, 255, 255} : c.faint);
  p.text(FontRole::kBody, {r.x, y}, usable ? (lit ? c.text : c.dim) : c.faint, label, Align::kLeft,
         r.width - 40);
  if (lit) screen.pointer_shape("pointer");
  return usable && h.clicked;
}

std::optional<int> segmented(Screen& screen, ScreenRect r, std::span<const Segment> parts,
                             int chosen) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  p.fill(r, c.raised, size::kRadius);
  p.outline(r, c.line, size::kRadius);
  const float width = (r.width - 4) / float(std::max<std::size_t>(1, parts.size()));
  std::optional<int> clicked;
  for (int i = 0; i < int(parts.size()); ++i) {
    const Segment& part = parts[std::size_t(i)];
    const ScreenRect cell = {r.x + 2 + width * float(i), r.y + 2, width, r.height - 4};
    const Hit h = screen.hit(part.name, cell);
    const bool on = i == chosen;
    if (on)
      p.fill(cell, c.selection, 6);
    else if (h.hovered)
      p.fill(cell, c.hover, 6);
    const Tint ink = on || h.hovered ? c.text : c.dim;
    if (part.glyph[0] != 0)
      p.icon(FontRole::kButtonIcon, centre_of(cell), ink, part.glyph);
    else
      p.text(FontRole::kBodyMedium, centre_of(cell), ink, part.label, Align::kCentre, width - 8);
    if (h.hovered) screen.pointer_shape("pointer");
    screen.tip(part.name, h, part.tip, {});
    if (h.clicked && !on) clicked = i;
  }
  return clicked;
}

bool section_header(Screen& screen, const std::string& name, ScreenRect column, float top,
                    std::string_view title, std::string_view note) {
  const Palette& c = screen.colors;
  std::set<std::string>& folded = screen.memory.folded;
  const bool open = !folded.contains(name);
  const ScreenRect r = {column.x, top, column.width, kSectionHeader};
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  const float left = column.x + size::kPadding, right = right_of(column) - size::kPadding;
  const float y = top + 21;
  const float heading = p.text(FontRole::kHeading, {left, y}, c.text, title);
  p.icon(FontRole::kTinyIcon, {left + heading + 12, y}, h.hovered ? c.text : c.faint,
         open ? icon::kChevronDown : icon::kChevronRight);
  p.text(FontRole::kSmall, {right, y}, c.dim, note, Align::kRight, right - left - heading - 28);
  if (h.hovered) screen.pointer_shape("pointer");
  if (!h.clicked) return open;
  if (open)
    folded.insert(name);
  else
    folded.erase(name);
  return !open;
}

}  // namespace maskpoint::ui
