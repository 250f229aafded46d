// COCO's "segmentation": compressed or plain run lengths, or polygons; written compressed.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/status.h"
#include "mask/rle.h"

namespace maskpoint::doc {

nlohmann::json segmentation_to_json(const mask::Rle& rle);
base::Result<mask::Rle> segmentation_from_json(const nlohmann::json& value, geom::ImageSize size);

}  // namespace maskpoint::doc
