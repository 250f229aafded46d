// JSON between text and nlohmann values, for input that may be hostile. Nothing here throws.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace maskpoint::doc {

// Deeper values would overflow the stack when they are written again.
inline constexpr int kJsonDepth = 64;

// What can be told of a text before a tree is built from it.
struct JsonShape {
  int depth = 0;    // of the deepest value; past kJsonDepth nothing more is looked at
  int members = 0;  // of the object that has most
};
JsonShape json_shape(std::string_view text);

// At most kJsonDepth levels deep.
// `what` names the input in the error ("The annotations of image 3").
base::Result<nlohmann::json> parse_json(std::string_view text, std::string_view what);

// Without line breaks. Text that is not UTF-8 gets replacement characters.
std::string json_text(const nlohmann::json& value);
std::string json_text(const nlohmann::ordered_json& value);

// Whole numbers without a fraction, as the coordinates of most prompts are.
nlohmann::json json_number(double value);
// The shortest decimal that reads back as this float.
nlohmann::json json_number(float value);

}  // namespace maskpoint::doc
