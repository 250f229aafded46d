// What the page knows when it starts the core.
#pragma once

#include <string>
#include <string_view>

#include "geom/points.h"
#include "session/action_view.h"
#include "session/settings.h"

namespace maskpoint::app {

struct Config {
  int threads = 1;
  std::string simd;            // "simd128" or "relaxed"
  std::string client;          // names this page in the server's change events
  session::Settings settings;  // of an earlier visit
  session::Theme system_theme = session::Theme::kDark;
  bool reduced_motion = false, more_contrast = false;
  bool mac_keys = false;
  geom::ScreenSize viewport;
  float ratio = 1;
};

Config parse_config(std::string_view json);

}  // namespace maskpoint::app
