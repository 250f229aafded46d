// A whole project as one COCO file, for window.maskpoint.exportCoco() and scripts.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "doc/types.h"

namespace maskpoint::doc {

struct CocoImage {
  std::string file_name;
  ImageDocPtr doc;  // its id, size and annotations; never null
};

// Keys: info, licenses, images, annotations, categories, as pycocotools reads them. Annotations the
// server has not numbered yet get the ids after the highest one, in order; iscrowd is always there.
nlohmann::json coco_file(std::span<const CocoImage> images, const Categories& categories);

}  // namespace maskpoint::doc
