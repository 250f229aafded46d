// `maskpoint export DIR -f FORMAT -o OUT`: the project of a folder as files of another tool.
#pragma once

#include <filesystem>

#include "formats/export_types.h"

namespace maskpoint::server {

struct ExportCommandOptions {
  std::filesystem::path dir;
  formats::Format format = formats::Format::kCoco;
  // A file for the COCO formats, else a folder, or a zip where it ends so. Empty: nothing is
  // written, only what would be lost is told.
  std::filesystem::path out;
  formats::ExportChoices choices;
  enum class Check { kNo, kYes } check = Check::kNo;  // of what was made, by formats/check.h
};

// Returns the exit status: failed when something of the project is not in the files. What the
// format loses goes to standard error.
int export_command(const ExportCommandOptions& options);

}  // namespace maskpoint::server
