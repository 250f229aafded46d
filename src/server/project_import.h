// Files of annotations into a project: read (formats/), stored in one transaction, told to the
// pages that are open.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "formats/reader.h"
#include "formats/report.h"
#include "server/http_json.h"
#include "server/project_core.h"

namespace maskpoint::server {

struct ImportSummary {
  ImportApplied applied;
  std::size_t images = 0;  // that got something
  formats::Report report;
};

struct ImportRequest {
  formats::ZeroIds zero_ids = formats::ZeroIds::kKeep;
  std::string client;  // who writes, as change events say it
};
// One file that says all there is, or a zip of files that belong together; `name` is the file's,
// for formats that name their image by it. An error is a file of which nothing can be read or
// stored.
base::Result<ImportSummary> import_file(Project& project, std::string_view name,
                                        std::string_view bytes, const ImportRequest& request);
// Files that belong together (formats/reader.h).
base::Result<ImportSummary> import_files(Project& project,
                                         std::span<const formats::NamedFile> files,
                                         const ImportRequest& request);

// The body of POST /import (README.md).
Json summary_json(const ImportSummary& summary);
// "12 objects on 3 images, 2 boxes, 1 new class."
std::string summary_sentence(const ImportSummary& summary);

}  // namespace maskpoint::server
