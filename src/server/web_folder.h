// Where the built page lies.
#pragma once

#include <filesystem>

namespace maskpoint::server {

// Beside the folder of the running program, as the build lays it out; need not exist.
std::filesystem::path default_web_folder();

}  // namespace maskpoint::server
