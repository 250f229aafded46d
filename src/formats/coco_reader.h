// COCO files: instances of any tool, key points, captions and panoptic annotations (carried), and
// lists of results. Source: cocodataset.org's data format, and what tools make of it.
#pragma once

#include "formats/import_builder.h"

namespace maskpoint::formats {

bool looks_like_coco(const Json& file);
void read_coco(const Json& file, ImportBuilder& into);

// A list of results has no images: its image ids are those of a COCO file read before.
bool looks_like_coco_results(const Json& file);
void read_coco_results(const Json& file, ImportBuilder& into);

}  // namespace maskpoint::formats
