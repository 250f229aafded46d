// The project in any format, as files that the caller takes one by one.
#pragma once

#include <functional>

#include "base/status.h"
#include "formats/export_types.h"
#include "formats/report.h"
#include "server/project_core.h"

namespace maskpoint::server {

using TakeFile = std::function<base::Status(formats::ExportFile)>;

// One file ("annotations.json") for the COCO formats, many for the others. What the format loses
// goes to `report`. Stops at the first error of `take`.
base::Status export_project(Project& project, formats::Format format,
                            const formats::ExportChoices& choices, formats::Report& report,
                            const TakeFile& take);

}  // namespace maskpoint::server
