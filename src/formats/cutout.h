// Cut-outs: an object's pixels as a picture of its own, transparent around it. What they are called
// is decided here; the pixels are cut where the photo is (the server, the page).
#pragma once

#include <string>
#include <vector>

#include "formats/export_types.h"

namespace maskpoint::formats {

struct Cutout {
  std::string path;  // "<folder>/<id>_<class>.png"
  doc::AnnotationPtr object;
};
std::vector<Cutout> cutouts_of(const ExportImage& image, const doc::Categories& classes,
                               const std::string& folder);

}  // namespace maskpoint::formats
