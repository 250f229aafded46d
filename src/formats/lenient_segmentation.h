// A "segmentation" as it is met in the wild, to a mask: what doc/segmentation_json.h reads, and
// flat lists, lists of pairs, whole numbers written as floats, polygons of which some are broken.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/json_input.h"
#include "mask/rle.h"

namespace maskpoint::formats {

struct SegmentationRead {
  std::optional<mask::Rle> mask;  // never without a pixel
  bool absent = false;            // null, missing or an empty list: there is none to read
  std::string error;              // why there is no mask, as a part of a sentence
  // What had to be put up with: "whose segmentation is one flat list".
  std::vector<std::string> notes;
};
SegmentationRead read_segmentation(const Json& value, geom::ImageSize size);

}  // namespace maskpoint::formats
