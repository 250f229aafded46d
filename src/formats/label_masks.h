// Masks as PNGs of numbers. Semantic: each pixel its class's position in the list from 1, 0 for
// none. Instance: each pixel its object's position in the image's list from 1, in 16 bits. Where
// objects overlap the upper one has the pixel.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "formats/export_types.h"
#include "formats/import_builder.h"
#include "formats/report.h"

namespace maskpoint::formats {

// A palette of the classes' colours, or 16 bits where there are more than 255.
LabelImage semantic_image(const ExportImage& image, const doc::Categories& classes, Report& report);
// Objects beyond 65,535 are left out and reported.
LabelImage instance_image(const ExportImage& image, Report& report);

// What the numbers mean, for classes.json: [{"value": 1, "id": …, "name": …, "color": …}].
Json semantic_map(const doc::Categories& classes);
// For instances.json: {"image": path, "file": mask, "instances": [{"value", "id", "name"}]}.
Json instance_map(const ExportImage& image, const std::string& mask_path,
                  const doc::Categories& classes);

// What maps like these say, of a set of files.
struct MaskMaps {
  std::map<int, std::string> classes;                           // by value
  std::map<std::string, std::map<int, std::string>> instances;  // by mask path, by value
};
// Whether it was one; then it is in `maps`.
bool take_mask_map(const Json& file, MaskMaps& maps);

// A PNG beside its image's name to objects: by the maps; without one, 16 bits are instances, black
// and white is one object, other values are classes (255 among others is "void", as VOC has it).
base::Status read_mask_png(std::string_view name, std::string_view bytes, const MaskMaps& maps,
                           ImportBuilder& into);

}  // namespace maskpoint::formats
