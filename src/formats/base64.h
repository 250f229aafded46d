// Bytes as text of 64 characters (RFC 4648), as JSON files carry PNGs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maskpoint::formats {

std::string base64_text(std::string_view bytes);
// Nothing where it is no base64; line breaks are skipped.
std::optional<std::string> base64_bytes(std::string_view text);

}  // namespace maskpoint::formats
