// JSON between text and nlohmann values, for input that may be hostile. Nothing here throws.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace maskpoint::doc {

// At most 64 levels deep: deeper values would overflow the stack when they are written again.
// `what` names the input in the error ("The annotations of image 3").
base::Result<nlohmann::json> parse_json(std::string_view text, std::string_view what);

// Without line breaks. Text that is not UTF-8 gets replacement characters.
std::string json_text(const nlohmann::json& value);

// Whole numbers without a fraction, as the coordinates of most prompts are.
nlohmann::json json_number(double value);
// The shortest decimal that reads back as this float.
nlohmann::json json_number(float value);

}  // namespace maskpoint::doc
