#include "server/http_json.h"

#include "doc/json_text.h"

namespace maskpoint::server {

base::Result<Json> parse_json(std::string_view text) {
  const doc::JsonShape shape = doc::json_shape(text);
  if (shape.depth > doc::kJsonDepth)
    return base::invalid_input("The JSON is more than 64 levels deep; flatten it.");
  if (shape.members > kJsonMembers)
    return base::invalid_input("An object in the JSON has more than 256 members; split it.");
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded())
    return base::invalid_input("The body is not valid JSON in UTF-8; check what the client sends.");
  return json;
}

std::string json_text(const Json& json) {
  return doc::json_text(json);
}

}  // namespace maskpoint::server
