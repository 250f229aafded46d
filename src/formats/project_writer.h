// A project in any format, as files that the caller takes one by one.
#pragma once

#include <functional>
#include <vector>

#include "base/status.h"
#include "formats/export_types.h"
#include "formats/project_content.h"
#include "formats/report.h"

namespace maskpoint::formats {

using TakeFile = std::function<base::Status(ExportFile)>;

// What a writer needs that only its surroundings have.
struct WritingHelp {
  PngCodec png;
  // The cut-outs of one image, under paths that begin with the folder (cutout.h): they need its
  // pixels. An error but kInternal says why the image's file can't be used.
  std::function<base::Result<std::vector<ExportFile>>(
      const ExportImage& image, const doc::Categories& classes, const std::string& folder)>
      cutouts;
};

// One file ("annotations.json") for the COCO formats, many for the others; with kAll those of every
// format in a folder of its name. What the format loses goes to `report`. Stops at the first error
// of `take`.
base::Status write_project(const ProjectContent& project, Format format,
                           const ExportChoices& choices, const WritingHelp& help, Report& report,
                           const TakeFile& take);

}  // namespace maskpoint::formats
