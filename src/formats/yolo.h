// YOLO's segmentation labels: a text file for each image, a line for each object: the class's
// position in the list of names, then the outline's points as fractions of the image's sides.
// Source: Ultralytics' "Instance Segmentation Datasets". Crowds, attributes, ids and scores are not
// part of it; holes and parts need a choice (export_types.h).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "formats/export_types.h"
#include "formats/import_builder.h"
#include "formats/report.h"

namespace maskpoint::formats {

// The image's lines.
std::string yolo_labels(const ExportImage& image, const doc::Categories& classes,
                        const ExportChoices& choices, Report& report);
// data.yaml with the names.
std::string yolo_data(const doc::Categories& classes);

// The names in data.yaml (a list or numbered, on one line or many) or classes.txt, by number;
// empty where there are none.
std::map<int, std::string> yolo_names(std::string_view file_name, std::string_view text);

// Lines of class and points to objects; of class and four numbers to boxes. A number more is a
// score, as predictions have it.
void read_yolo(std::string_view name, std::string_view text,
               const std::map<int, std::string>& names, ImportBuilder& into);

}  // namespace maskpoint::formats
