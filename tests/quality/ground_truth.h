// The photos with ground truth of ../shared/data: a COCO file with a "domain" a photo.
#pragma once

#include <filesystem>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "mask/rle.h"

namespace maskpoint::quality {

nlohmann::json read_ground_truth(const std::filesystem::path& data);

// The image's objects with something in them; at most `limit`, evenly spread.
std::vector<mask::Rle> truths_of(const nlohmann::json& coco, const nlohmann::json& image,
                                 std::size_t limit = std::numeric_limits<std::size_t>::max());

}  // namespace maskpoint::quality
