// A JSON file as other programs write it, to a tree: with a byte order mark, in UTF-16, with
// Python's NaN and Infinity. Bounded before the tree is built, so that a hostile file costs no more
// than its size. Order of keys is kept.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "doc/json_reading.h"
#include "formats/report.h"

namespace maskpoint::formats {

using Json = nlohmann::ordered_json;

// Of one object. The server takes 256 (http_json.h), and importing adds a few to an annotation.
inline constexpr int kMembers = 250;

// The error says where the JSON breaks off. What was put up with is reported.
base::Result<Json> read_json(std::string_view bytes, Report& report);

// A whole number written as 3, 3.0 or "3"; nothing for anything else or beyond 2^53.
std::optional<std::int64_t> whole_number(const Json& value);

using doc::member;
using doc::text_at;
// The list under the key; an empty one where there is none.
const Json& list_of(const Json& object, const char* key);

}  // namespace maskpoint::formats
