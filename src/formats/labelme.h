// LabelMe's JSON, one file beside each image: shapes with a label and points in pixels, the parts
// of one object under one group_id, an object with holes as a "mask" shape (its box's corners and a
// PNG in base64). Attributes that are true or false are its flags, one called "description" its
// description. Source: wkentaro/labelme. It has no ids, crowds, scores or order of classes.
#pragma once

#include <string>
#include <string_view>

#include "formats/export_types.h"
#include "formats/import_builder.h"
#include "formats/report.h"

namespace maskpoint::formats {

base::Result<std::string> write_labelme(const ExportImage& image, const doc::Categories& classes,
                                        const PngCodec& png, Report& report);

bool looks_like_labelme(const Json& file);
// `name` is the JSON file's, for images that imagePath does not lead to.
void read_labelme(std::string_view name, const Json& file, ImportBuilder& into);

}  // namespace maskpoint::formats
