// `maskpoint import DIR FILE...`: files of annotations into the project of a folder of images.
#pragma once

#include <filesystem>
#include <vector>

#include "formats/coco_annotation.h"

namespace maskpoint::server {

struct ImportOptions {
  std::filesystem::path dir;
  std::vector<std::filesystem::path> files;
  formats::ZeroIds zero_ids = formats::ZeroIds::kKeep;
};

// Returns the exit status: failed when a file could not be read or something of one was not taken.
// What came in goes to standard output, a line a file; what did not or differs to standard error.
int import_command(const ImportOptions& options);

}  // namespace maskpoint::server
