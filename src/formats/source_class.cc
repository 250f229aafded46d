#include "formats/source_class.h"

#include <algorithm>
#include <set>

#include "doc/coco_json.h"
#include "doc/json_text.h"
#include "doc/palette.h"
#include "formats/source_record.h"

namespace maskpoint::formats {
namespace {

// "#rrggbb", or [r, g, b] as panoptic COCO has it.
std::optional<doc::Color> colour_of(const Json& value) {
  if (value.is_string()) {
    std::string text = value.get<std::string>();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? char(c - 'A' + 'a') : c; });
    return doc::color_from_hex(text);
  }
  if (!value.is_array() || value.size() != 3) return std::nullopt;
  std::uint8_t parts[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto part = whole_number(value[i]);
    if (!part || *part < 0 || *part > 255) return std::nullopt;
    parts[i] = std::uint8_t(*part);
  }
  return doc::Color{parts[0], parts[1], parts[2]};
}

// "1" to "9", then "0", as the keyboard has them; empty when all are taken.
std::string key_for(const std::string& wanted, std::set<std::string>& keys) {
  const std::string digits = "1234567890";
  if (wanted.size() == 1 && digits.find(wanted) != std::string::npos && keys.insert(wanted).second)
    return wanted;
  for (const char digit : digits)
    if (keys.insert(std::string(1, digit)).second) return std::string(1, digit);
  return {};
}

}  // namespace

std::string stored_class(const ImportedClass& imported, int id, int position,
                         std::set<std::string>& keys) {
  Json stored = Json::object();
  stored["id"] = id;
  stored["name"] = imported.name;
  stored["supercategory"] = text_at(imported.value, "supercategory");
  stored["color"] = doc::hex_of(
      colour_of(member(imported.value, "color")).value_or(doc::palette_color(position)));
  stored["key"] = key_for(text_at(imported.value, "key"), keys);
  if (imported.value.is_object())
    for (const auto& [key, value] : imported.value.items())
      if (!stored.contains(key)) stored[key] = value;
  stored.erase(kSourceKey);
  if (!doc::category_from_json(nlohmann::json(stored), position).ok()) stored.erase("maskpoint");
  if (imported.wanted_id && *imported.wanted_id != id)
    stored[kSourceKey] = {{"id", *imported.wanted_id}};
  return doc::json_text(stored);
}

std::optional<std::int64_t> source_id_of_class(const Json& stored) {
  return whole_number(member(member(stored, kSourceKey), "id"));
}

Json exported_class(const Json& stored, std::int64_t id) {
  Json out = stored;
  out.erase(kSourceKey);
  out["id"] = id;
  return out;
}

std::map<std::int64_t, std::int64_t> file_ids(std::span<const OwnAndSource> things) {
  std::map<std::int64_t, std::int64_t> ids;
  std::set<std::int64_t> taken;
  for (const OwnAndSource& thing : things)
    if (thing.source && taken.insert(*thing.source).second) ids.emplace(thing.own, *thing.source);
  for (const OwnAndSource& thing : things)
    if (!ids.contains(thing.own) && taken.insert(thing.own).second)
      ids.emplace(thing.own, thing.own);
  for (const OwnAndSource& thing : things)
    if (!ids.contains(thing.own)) {
      const std::int64_t next = *taken.rbegin() + 1;
      taken.insert(next);
      ids.emplace(thing.own, next);
    }
  return ids;
}

}  // namespace maskpoint::formats
