// What a person sets once and keeps: how the page looks, how image and objects are seen, the tools'
// sizes, the keys. One value, changed as a whole by action::ChangeSettings, kept by the shell in
// the browser's storage (effect::StoreSettings); it belongs to the person, not to the project.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "session/action_view.h"

namespace maskpoint::session {

// How an image meets the screen's pixels when it is enlarged; by itself it is smooth until its
// pixels are large.
enum class Sampling { kAutomatic, kSmooth, kPixelated };
enum class ColorBy { kClass, kObject };
// What becomes of pixels two objects would share: both keep them, the newer object yields to those
// there already, or it cuts them.
enum class Overlap { kAllowed, kYield, kCut };

enum class PanelState {
  kAutomatic,  // as the width of the window suggests
  kOpen,
  kRail,
};

// The look of the image's pixels, −1…1 each, 0 as they are. Never part of what is saved.
struct ImageLook {
  float brightness = 0, contrast = 0, saturation = 0;
  bool invert = false;
  bool operator==(const ImageLook&) const = default;
};

struct Settings {
  Theme theme = Theme::kSystem;

  // The image.
  ImageLook look;
  Sampling sampling = Sampling::kAutomatic;
  bool pixel_grid = true;  // when the pixels are large enough for one
  bool crosshair = false;  // through the pointer, across the canvas
  bool minimap = true;     // while the image is larger than the canvas
  bool keep_zoom = false;  // from one image to the next

  // The objects.
  float object_opacity = 0.32f;  // of their fill, 0…1
  ColorBy color_by = ColorBy::kClass;
  bool outline_only = false;
  bool labels = true;  // class names on the canvas

  std::string last_class;  // the name of the class used last, where a page begins

  // The tools.
  Overlap overlap = Overlap::kAllowed;
  float brush_size = 24;  // diameter in image pixels

  // The page.
  PanelState left_panel = PanelState::kAutomatic, right_panel = PanelState::kAutomatic;
  std::set<std::string> folded;  // sections of the panels, by widget name

  // Commands whose keys are not the table's, by name; no keys at all is a choice too. A key is
  // written "Ctrl+Shift+z" (ui/keymap.h).
  std::map<std::string, std::vector<std::string>> shortcuts;

  bool operator==(const Settings&) const = default;
};

inline constexpr float kSmallestBrush = 1, kLargestBrush = 1000;

// Every number within its limits; a NaN becomes the default.
Settings within_limits(Settings settings);

namespace action {

struct ChangeSettings {
  Settings settings;
};
// As stored by an earlier visit or by another tab: not stored again.
struct SettingsLoaded {
  Settings settings;
};

}  // namespace action
}  // namespace maskpoint::session
