// Files of annotations, whatever their formats: told by their content and names, and read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "formats/coco_annotation.h"
#include "formats/import_types.h"
#include "formats/label_image.h"

namespace maskpoint::formats {

struct NamedFile {
  std::string name;  // relative, '/' between its parts: some formats name their image by it
  std::string bytes;
};

struct ReadOptions {
  ZeroIds zero_ids = ZeroIds::kKeep;
  PngCodec png;
};

// One file that says all there is. An error is a file of which nothing can be read.
base::Result<Import> read_file(std::string_view name, std::string_view bytes,
                               const KnownProject& project, const ReadOptions& options = {});

// Files that belong together: a JSON, a text or a PNG for each image, with the lists of names that
// go with them (data.yaml, classes.txt, classes.json, instances.json), and COCO files. Those that
// can't be read are in the report, photos and other files that are none of these are passed over.
Import read_files(std::span<const NamedFile> files, const KnownProject& project,
                  const ReadOptions& options);

}  // namespace maskpoint::formats
