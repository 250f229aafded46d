// Whether a file is what its format says: for our own exports (the tests check every one) and for
// anybody's. Source: cocodataset.org's data format with what pycocotools' evaluation needs
// (iscrowd, ids from 1), and SA-1B's published layout.
#pragma once

#include <string_view>

#include "base/status.h"
#include "formats/export_types.h"
#include "formats/report.h"

namespace maskpoint::formats {

// Nothing found: it is right. What is wrong is Outcome::kWrong, what others stumble over kNote.
Report check_coco(const Json& file);
Report check_sa1b(const Json& file);

// The file of an export in that format: by check_coco or check_sa1b; others are not looked into.
base::Result<Report> check_export(Format format, std::string_view bytes);

}  // namespace maskpoint::formats
