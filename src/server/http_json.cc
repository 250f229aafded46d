#include "server/http_json.h"

#include <vector>

namespace maskpoint::server {
namespace {

// Colons outside strings count the members of each object; brackets count the depth.
base::Status check_shape(std::string_view text) {
  std::vector<int> members;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (members.size() == std::size_t(kJsonDepth))
        return base::invalid_input("The JSON is more than 64 levels deep; flatten it.");
      members.push_back(0);
    } else if (c == ']' || c == '}') {
      if (!members.empty()) members.pop_back();
    } else if (c == ':' && !members.empty() && ++members.back() > kJsonMembers) {
      return base::invalid_input("An object in the JSON has more than 256 members; split it.");
    }
  }
  return {};
}

}  // namespace

base::Result<Json> parse_json(std::string_view text) {
  if (auto status = check_shape(text); !status.ok()) return status;
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded())
    return base::invalid_input("The body is not valid JSON in UTF-8; check what the client sends.");
  return json;
}

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace maskpoint::server
