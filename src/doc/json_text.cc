#include "doc/json_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <vector>

namespace maskpoint::doc {
namespace {

constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

}  // namespace

// Colons outside of strings count the members of each object; wrong JSON is the parser's business.
JsonShape json_shape(std::string_view text) {
  JsonShape shape;
  std::vector<int> members;  // of every value that is open
  bool in_string = false;
  for (std::size_t i = 0; i < text.size() && shape.depth <= kJsonDepth; ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      members.push_back(0);
      shape.depth = std::max(shape.depth, int(members.size()));
    } else if ((c == ']' || c == '}') && !members.empty()) {
      members.pop_back();
    } else if (c == ':' && !members.empty()) {
      shape.members = std::max(shape.members, ++members.back());
    }
  }
  return shape;
}

base::Result<nlohmann::json> parse_json(std::string_view text, std::string_view what) {
  if (json_shape(text).depth > kJsonDepth)
    return base::invalid_input(std::string(what) + " are nested more than " +
                               std::to_string(kJsonDepth) + " levels deep. Nothing was read.");
  nlohmann::json value = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (value.is_discarded())
    return base::invalid_input(
        std::string(what) + " are not valid JSON. The file or the answer is damaged or cut off.");
  return value;
}

std::string json_text(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_text(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json json_number(double value) {
  if (value == std::floor(value) && std::abs(value) <= kLargestExactInteger)
    return std::int64_t(value);
  return value;
}

nlohmann::json json_number(float value) {
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text - 1, value);
  *end.ptr = '\0';
  return std::strtod(text, nullptr);
}

}  // namespace maskpoint::doc
