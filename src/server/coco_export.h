// The whole project as one COCO JSON text.
#pragma once

#include <string>

#include "base/status.h"
#include "server/project_core.h"

namespace maskpoint::server {

// Every readable image, opened in a session or not, and every object as it is stored; ids from 1,
// file names relative to the folder, upright sizes, "exif_orientation" where the file is turned.
// Files that can't be read are named in info.unreadable_files.
base::Result<std::string> coco_export(Project& project);

}  // namespace maskpoint::server
