// The project in any format, as files that the caller takes one by one.
#pragma once

#include "base/status.h"
#include "formats/project_writer.h"
#include "server/project_core.h"

namespace maskpoint::server {

// As formats::write_project.
base::Status export_project(Project& project, formats::Format format,
                            const formats::ExportChoices& choices, formats::Report& report,
                            const formats::TakeFile& take);

}  // namespace maskpoint::server
