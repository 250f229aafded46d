// The whole project as one COCO JSON text.
#pragma once

#include <string>

#include "base/status.h"
#include "formats/export_types.h"
#include "formats/project_content.h"
#include "formats/report.h"

namespace maskpoint::formats {

// Every readable image, opened in a session or not, and every object; file names relative to the
// folder, upright sizes, "exif_orientation" where the file is turned. Files that can't be read are
// named in info.unreadable_files. With Format::kCoco objects go out as they are stored, or as they
// were imported where nobody edited them; the other two write every mask their way and leave out
// what has none.
base::Result<std::string> coco_text(const ProjectContent& project, Format format,
                                    const ExportChoices& choices, Report& report);

// The same file for another page of ours: everything as it is stored, under its own ids, with what
// only we read (uuids, prompts, where it was imported from). Annotations without a mask stay here.
base::Result<std::string> coco_as_stored(const ProjectContent& project);

}  // namespace maskpoint::formats
