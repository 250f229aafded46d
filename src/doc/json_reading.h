// Reading JSON that somebody else wrote, without exceptions: a member of the wrong type counts as
// absent.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace maskpoint::doc {

using Json = nlohmann::json;

inline Json parse_json(std::string_view text) {
  return Json::parse(text.begin(), text.end(), nullptr, false);
}
inline std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The member, or a null value. Of any kind of JSON, ordered or not, as text_at().
template <class AnyJson>
const AnyJson& member(const AnyJson& object, const char* key) {
  static const AnyJson kNull;
  if (!object.is_object()) return kNull;
  const auto at = object.find(key);
  return at == object.end() ? kNull : *at;
}
template <class AnyJson>
std::string text_at(const AnyJson& object, const char* key, std::string fallback = {}) {
  const AnyJson& value = member(object, key);
  if (value.is_string()) return value.template get<std::string>();
  return fallback;
}
inline double number_at(const Json& object, const char* key, double fallback = 0) {
  const Json& value = member(object, key);
  return value.is_number() ? value.get<double>() : fallback;
}
inline std::int64_t integer_at(const Json& object, const char* key, std::int64_t fallback = 0) {
  const Json& value = member(object, key);
  return value.is_number_integer() ? value.get<std::int64_t>() : fallback;
}
inline int int_at(const Json& object, const char* key, int fallback = 0) {
  const std::int64_t value = integer_at(object, key, fallback);
  return value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()
             ? fallback
             : int(value);
}
inline bool bool_at(const Json& object, const char* key) {
  const Json& value = member(object, key);
  return value.is_boolean() && value.get<bool>();
}

}  // namespace maskpoint::doc
