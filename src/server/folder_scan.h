// The images of a folder: found by name, in the order a person expects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/folder_root.h"

namespace maskpoint::server {

struct ScannedFile {
  std::string path;  // relative, '/' between its parts
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
};

// Every file with an image's ending in the folder and the folders in it, in natural order. Hidden
// entries and linked folders are left out; linked files are listed (opening them decides). Folders
// that can't be entered are skipped.
std::vector<ScannedFile> scan_folder(const FolderRoot& root);

// "a2" before "a10", folders by their parts, any case; a total order.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace maskpoint::server
