#include "app/config.h"

#include <algorithm>

#include "app/json_reading.h"
#include "session/settings_json.h"

namespace maskpoint::app {
Config parse_config(std::string_view text) {
  const Json json = parse_json(text);
  Config config;
  config.threads = std::clamp(int_at(json, "threads", 1), 1, 16);
  config.simd = text_at(json, "simd");
  config.client = text_at(json, "client");
  config.settings = session::settings_from_json(text_at(json, "settings"));
  config.system_theme = bool_at(json, "dark") ? session::Theme::kDark : session::Theme::kLight;
  config.reduced_motion = bool_at(json, "reducedMotion");
  config.more_contrast = bool_at(json, "moreContrast");
  config.mac_keys = bool_at(json, "macKeys");
  const Json& viewport = member(json, "viewport");
  if (viewport.is_array() && viewport.size() == 3 && viewport[0].is_number() &&
      viewport[1].is_number() && viewport[2].is_number()) {
    config.viewport = {viewport[0].get<float>(), viewport[1].get<float>()};
    config.ratio = viewport[2].get<float>();
  }
  return config;
}

}  // namespace maskpoint::app
