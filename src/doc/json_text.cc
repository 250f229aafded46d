#include "doc/json_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace maskpoint::doc {
namespace {

constexpr int kMaxDepth = 64;
constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

// Brackets outside of strings; wrong JSON is the parser's business.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

base::Result<nlohmann::json> parse_json(std::string_view text, std::string_view what) {
  if (too_deep(text))
    return base::invalid_input(std::string(what) + " are nested more than " +
                               std::to_string(kMaxDepth) + " levels deep. Nothing was read.");
  nlohmann::json value = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (value.is_discarded())
    return base::invalid_input(
        std::string(what) + " are not valid JSON. The file or the answer is damaged or cut off.");
  return value;
}

std::string json_text(const nlohmann::json& value) {
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
