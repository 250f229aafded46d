// The controls panels are made of, beside the buttons of Screen: each draws itself and says what
// was done to it in this frame. They keep nothing; the value is the caller's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/screen.h"

namespace maskpoint::ui {

struct SliderSpec {
  std::string_view label;
  std::string_view value_text;
  float low = 0, high = 1;
  float step = 0;                      // values are multiples of it from `low`; 0 for any
  std::optional<float> default_value;  // a double click goes back to it
  bool usable = true;
  bool logarithmic = false;  // equal ways on the track are equal factors; low > 0
};
struct SliderEvent {
  float value = 0;
  bool changed = false;  // the value is another one than was given
  bool hovered = false;
  bool held = false;      // being dragged: a preview may be shown
  bool released = false;  // the drag has ended: what is expensive is done now
};
// One row: label, track, value text. `rect` is a row's (30 high); the track's widget is `name`.
SliderEvent slider(Screen& screen, const std::string& name, ScreenRect rect, float value,
                   const SliderSpec& spec);

// A row with a box and a label, all of it clickable. Whether it was clicked.
bool checkbox(Screen& screen, const std::string& name, ScreenRect rect, std::string_view label,
              bool checked, bool usable = true);
// A row with a label and a switch at its right end.
bool toggle(Screen& screen, const std::string& name, ScreenRect rect, std::string_view label,
            bool on, bool usable = true);

struct Segment {
  std::string name;  // of the widget
  std::string_view label;
  const char* glyph = "";
  std::string_view tip = {};
};
// Equal parts side by side of which one is chosen; the index of the one clicked, or none.
std::optional<int> segmented(Screen& screen, ScreenRect rect, std::span<const Segment> parts,
                             int chosen);

// The head of a section that folds: title, a note at the right, a chevron. Whether the section is
// open; remembered in memory.folded under `name`.
bool section_header(Screen& screen, const std::string& name, ScreenRect column, float top,
                    std::string_view title, std::string_view note);
inline constexpr float kSectionHeader = 39;

}  // namespace maskpoint::ui
