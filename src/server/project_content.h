// The project as exports read it (formats/project_content.h).
#pragma once

#include "base/status.h"
#include "formats/project_content.h"
#include "server/project_core.h"

namespace maskpoint::server {

// Every readable image and those whose file is gone but which have objects. Refers to the project,
// whose store each of its functions asks anew.
base::Result<formats::ProjectContent> content_of(Project& project);

}  // namespace maskpoint::server
