#include "session/settings_json.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "doc/json_text.h"

namespace maskpoint::session {
namespace {

using Json = nlohmann::json;

constexpr const char* kThemes[] = {"system", "dark", "light"};
constexpr const char* kSamplings[] = {"auto", "smooth", "pixelated"};
constexpr const char* kColorBy[] = {"class", "object"};
constexpr const char* kPanels[] = {"auto", "open", "rail"};
constexpr const char* kOverlaps[] = {"allowed", "yield", "cut"};

// Nobody has more by hand; a text that claims so is not ours.
constexpr std::size_t kMostShortcuts = 500, kMostKeys = 8, kMostFolded = 50;
constexpr std::size_t kLongestName = 64, kLongestClass = 1000;

const Json& member(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto at = object.find(key);
  return at == object.end() ? kNull : *at;
}

void read(const Json& object, const char* key, bool& into) {
  const Json& value = member(object, key);
  if (value.is_boolean()) into = value.get<bool>();
}

void read(const Json& object, const char* key, float& into) {
  const Json& value = member(object, key);
  if (value.is_number()) into = float(std::clamp(value.get<double>(), -1e30, 1e30));
}

template <class Enum, std::size_t n>
void read(const Json& object, const char* key, const char* const (&names)[n], Enum& into) {
  const Json& value = member(object, key);
  if (!value.is_string()) return;
  const auto at = std::find(std::begin(names), std::end(names), value.get<std::string>());
  if (at != std::end(names)) into = Enum(at - std::begin(names));
}

std::vector<std::string> texts_of(const Json& list, std::size_t most) {
  std::vector<std::string> texts;
  for (const Json& text : list)
    if (text.is_string() && text.get_ref<const std::string&>().size() <= kLongestName &&
        texts.size() < most)
      texts.push_back(text.get<std::string>());
  return texts;
}

void read_shortcuts(const Json& object, Settings& into) {
  if (!object.is_object()) return;
  for (const auto& [command, keys] : object.items())
    if (keys.is_array() && command.size() <= kLongestName && into.shortcuts.size() < kMostShortcuts)
      into.shortcuts[command] = texts_of(keys, kMostKeys);
}

}  // namespace

Settings within_limits(Settings s) {
  const Settings defaults;
  const auto keep = [](float& value, float low, float high, float fallback) {
    value = value == value ? std::clamp(value, low, high) : fallback;
  };
  keep(s.look.brightness, -1, 1, 0);
  keep(s.look.contrast, -1, 1, 0);
  keep(s.look.saturation, -1, 1, 0);
  keep(s.object_opacity, 0, 1, defaults.object_opacity);
  keep(s.brush_size, kSmallestBrush, kLargestBrush, defaults.brush_size);
  return s;
}

Json settings_to_json(const Settings& s) {
  return {{"theme", kThemes[int(s.theme)]},
          {"brightness", doc::json_number(s.look.brightness)},
          {"contrast", doc::json_number(s.look.contrast)},
          {"saturation", doc::json_number(s.look.saturation)},
          {"invert", s.look.invert},
          {"sampling", kSamplings[int(s.sampling)]},
          {"pixelGrid", s.pixel_grid},
          {"crosshair", s.crosshair},
          {"minimap", s.minimap},
          {"keepZoom", s.keep_zoom},
          {"objectOpacity", doc::json_number(s.object_opacity)},
          {"colorBy", kColorBy[int(s.color_by)]},
          {"outlineOnly", s.outline_only},
          {"labels", s.labels},
          {"lastClass", s.last_class},
          {"overlap", kOverlaps[int(s.overlap)]},
          {"brushSize", doc::json_number(s.brush_size)},
          {"leftPanel", kPanels[int(s.left_panel)]},
          {"rightPanel", kPanels[int(s.right_panel)]},
          {"folded", Json(s.folded)},
          {"shortcuts", Json(s.shortcuts)}};
}

Settings settings_from_json(std::string_view text) {
  Settings s;
  const base::Result<Json> parsed = doc::parse_json(text, "The settings");
  if (!parsed.ok() || !parsed.value().is_object()) return s;
  const Json& json = parsed.value();
  read(json, "theme", kThemes, s.theme);
  read(json, "brightness", s.look.brightness);
  read(json, "contrast", s.look.contrast);
  read(json, "saturation", s.look.saturation);
  read(json, "invert", s.look.invert);
  read(json, "sampling", kSamplings, s.sampling);
  read(json, "pixelGrid", s.pixel_grid);
  read(json, "crosshair", s.crosshair);
  read(json, "minimap", s.minimap);
  read(json, "keepZoom", s.keep_zoom);
  read(json, "objectOpacity", s.object_opacity);
  read(json, "colorBy", kColorBy, s.color_by);
  read(json, "outlineOnly", s.outline_only);
  read(json, "labels", s.labels);
  if (const Json& name = member(json, "lastClass");
      name.is_string() && name.get_ref<const std::string&>().size() <= kLongestClass)
    s.last_class = name.get<std::string>();
  read(json, "overlap", kOverlaps, s.overlap);
  read(json, "brushSize", s.brush_size);
  read(json, "leftPanel", kPanels, s.left_panel);
  read(json, "rightPanel", kPanels, s.right_panel);
  if (const Json& folded = member(json, "folded"); folded.is_array())
    for (std::string& name : texts_of(folded, kMostFolded))
      s.folded.insert(std::move(name));
  read_shortcuts(member(json, "shortcuts"), s);
  return within_limits(std::move(s));
}

}  // namespace maskpoint::session
