// JSON from and to the network.
//
// Reading is bounded before a tree is built: nlohmann's writer recurses and its ordered objects
// look keys up one by one, so a hostile body could otherwise take the stack or minutes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace maskpoint::server {

using Json = nlohmann::ordered_json;  // keeps the order of keys

inline constexpr int kJsonMembers = 256;  // of one object

base::Result<Json> parse_json(std::string_view text);

// One line. Bytes that are no UTF-8 (file names may hold any) become U+FFFD.
std::string json_text(const Json& json);

}  // namespace maskpoint::server
