// SA-1B's layout, one JSON file for each image: {"image": {image_id, width, height, file_name},
// "annotations": [{id, segmentation (compressed), bbox, area, predicted_iou, stability_score,
// crop_box, point_coords}]}. Source: the dataset's README and segment-anything's amg.py, whose
// --convert-to-rle writes the bare list. It has no classes, attributes or crowds.
#pragma once

#include <string>
#include <string_view>

#include "formats/export_types.h"
#include "formats/import_builder.h"
#include "formats/report.h"

namespace maskpoint::formats {

// bbox is pycocotools' (amg.py's own is a pixel short in width and height), unless it came so.
std::string write_sa1b(const ExportImage& image, Report& report);

bool looks_like_sa1b(const Json& file);
// `name` is the JSON file's: the bare list says nothing of its image.
void read_sa1b(std::string_view name, const Json& file, ImportBuilder& into);

}  // namespace maskpoint::formats
