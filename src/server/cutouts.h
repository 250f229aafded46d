// Objects cut out of their photos: RGBA PNGs the size of their boxes, transparent around the mask.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "doc/types.h"
#include "formats/export_types.h"
#include "server/image_file.h"

namespace maskpoint::server {

// Under `folder`, called by id and class: "12_cat.png". `photo` is the upright image.
base::Result<std::vector<formats::ExportFile>> cutouts(const formats::ExportImage& image,
                                                       const RgbImage& photo,
                                                       const doc::Categories& classes,
                                                       const std::string& folder);

}  // namespace maskpoint::server
