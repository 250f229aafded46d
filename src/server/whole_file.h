// A file that is there whole or not at all: written beside its place, then renamed.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/status.h"

namespace maskpoint::server {

// Makes the folder if it is missing. Error: kUnavailable, with what to look at.
base::Status write_whole_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace maskpoint::server
