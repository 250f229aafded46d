// Files that appear whole or not at all, whatever interrupts the writing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/status.h"

namespace maskpoint::server {

// Writes a temporary file in the same folder, flushes it to disk and renames it over `path`.
base::Status write_file_whole(const std::filesystem::path& path,
                              std::span<const std::uint8_t> bytes);
base::Status write_file_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace maskpoint::server
