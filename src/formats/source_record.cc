#include "formats/source_record.h"

#include <array>
#include <cmath>
#include <utility>

#include "doc/json_text.h"

namespace maskpoint::formats {
namespace {

// FNV-1a in hexadecimal: tells a changed mask, nothing more.
std::string mask_hash(const std::string& counts) {
  std::uint64_t value = 0xCBF29CE484222325u;
  for (const char c : counts)
    value = (value ^ std::uint8_t(c)) * 0x100000001B3u;
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4)
    text += "0123456789abcdef"[(value >> shift) & 0xF];
  return text;
}

// Scores are floats in the document (doc/coco_json.h), and 0 is written as none.
double score(const Json& object, const char* key) {
  const Json& value = member(object, key);
  return value.is_number() ? double(float(value.get<double>())) : 0;
}

bool crowd(const Json& object) {
  const Json& value = member(object, "iscrowd");
  return value.is_boolean() ? value.get<bool>() : whole_number(value) == 1;
}

// What is left when everything is gone that follows from elsewhere; in the order of keys.
nlohmann::json rest_of(const Json& object) {
  nlohmann::json rest(object);
  for (const char* key : {"id", "uuid", "image_id", "category_id", "segmentation", "bbox", "area",
                          "iscrowd", "predicted_iou", "stability_score", kSourceKey})
    rest.erase(key);
  // The document writes neither.
  if (const auto at = rest.find("attributes"); at != rest.end() && *at == nlohmann::json::object())
    rest.erase(at);
  if (const auto at = rest.find("maskpoint"); at != rest.end() && at->is_null()) rest.erase(at);
  return rest;
}

bool same_rest(const Json& a, const Json& b) {
  for (const char* key : {"predicted_iou", "stability_score"})
    if (score(a, key) != score(b, key)) return false;
  return crowd(a) == crowd(b) && rest_of(a) == rest_of(b);
}

// Its record, where it is its own and nothing was changed since; else null.
Json untouched_source(const Json& stored) {
  const Json& record = member(stored, kSourceKey);
  if (!record.is_object() || text_at(record, "uuid") != text_at(stored, "uuid")) return nullptr;
  if (member(record, "category_id") != member(stored, "category_id")) return nullptr;
  const Json& segmentation = member(stored, "segmentation");
  if (mask_hash(text_at(segmentation, "counts")) != text_at(record, "mask")) return nullptr;
  Json source = Json::parse(text_at(record, "text"), nullptr, false);
  if (!source.is_object()) return nullptr;
  // What the reader left out of the object is not a change of it.
  Json taken = source;
  if (const Json& left = member(record, "left_out"); left.is_array())
    for (const Json& key : left)
      if (key.is_string()) taken.erase(key.get_ref<const std::string&>());
  if (!same_rest(taken, stored)) return nullptr;
  if (member(source, "segmentation").is_null()) source["segmentation"] = segmentation;
  return source;
}

bool is_box(const Json& value) {
  if (!value.is_array() || value.size() != 4) return false;
  for (const Json& number : value)
    if (!number.is_number() || !std::isfinite(number.get<double>())) return false;
  return true;
}

// Only where it says something else: 7.0 stays 7.0.
void put_id(Json& object, const char* key, std::int64_t id) {
  const Json& given = member(object, key);
  if (given.is_number() && whole_number(given) == id) return;
  object[key] = id;
}

}  // namespace

std::string stored_annotation(const ImportedObject& object, std::int64_t image_id,
                              int category_id) {
  Json stored = Json::object();
  stored["uuid"] = object.uuid;
  stored["image_id"] = image_id;
  stored["category_id"] = category_id;
  for (const auto& [key, value] : object.value.items())
    stored[key] = value;
  if (!object.source.is_null()) {
    Json source = object.source;
    if (member(source, "segmentation") == member(stored, "segmentation"))
      source["segmentation"] = nullptr;
    Json left_out = Json::array();
    const nlohmann::json kept = rest_of(object.value);
    const nlohmann::json came = rest_of(object.source);
    for (const auto& [key, value] : came.items())
      if (!kept.contains(key)) left_out.push_back(key);
    stored[kSourceKey] = {{"uuid", object.uuid},
                          {"category_id", category_id},
                          {"mask", mask_hash(text_at(member(stored, "segmentation"), "counts"))},
                          {"text", doc::json_text(source)}};
    if (!left_out.empty()) stored[kSourceKey]["left_out"] = std::move(left_out);
  }
  return doc::json_text(stored);
}

Json exported_annotation(const Json& stored, std::int64_t image_id, std::int64_t category_id) {
  const std::int64_t id = whole_number(member(stored, "id")).value_or(0);
  Json out = untouched_source(stored);
  if (out.is_null()) {
    out = stored;
    out.erase(kSourceKey);
  } else {
    // Readers of COCO trip over what is missing or no number at all (cocoapi#374).
    if (!is_box(member(out, "bbox"))) out["bbox"] = member(stored, "bbox");
    if (!member(out, "area").is_number()) out["area"] = member(stored, "area");
    const Json& given = member(out, "iscrowd");
    if (!given.is_boolean() && whole_number(given) != 0 && whole_number(given) != 1)
      out["iscrowd"] = member(stored, "iscrowd");
  }
  put_id(out, "id", id);
  put_id(out, "image_id", image_id);
  put_id(out, "category_id", category_id);
  return out;
}

Json exported_carried(const Json& source, std::int64_t id, std::int64_t image_id,
                      const std::optional<std::int64_t>& category_id) {
  Json out = source;
  // Panoptic annotations have no ids of their own.
  if (out.contains("id") || !out.contains("segments_info")) put_id(out, "id", id);
  put_id(out, "image_id", image_id);
  if (category_id) put_id(out, "category_id", *category_id);
  return out;
}

}  // namespace maskpoint::formats
