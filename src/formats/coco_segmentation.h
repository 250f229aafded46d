// COCO's three ways to write a mask.
#pragma once

#include "formats/export_types.h"
#include "formats/report.h"

namespace maskpoint::formats {

// The annotation with its segmentation as the format has it: run lengths compressed, run lengths as
// a list, or polygons. Polygons that came from a file and nobody edited stay; crowds stay run
// lengths, as COCO has them. Null where the choices leave the object out.
Json with_segmentation(Json annotation, const mask::Rle& rle, Format format,
                       const ExportChoices& choices, Report& report);

}  // namespace maskpoint::formats
