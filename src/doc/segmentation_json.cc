#include "doc/segmentation_json.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "mask/polygon.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

base::Status wrong(const std::string& what) {
  return base::invalid_input("its segmentation is damaged: " + what + ".");
}

base::Result<mask::Rle> from_polygons(const json& value, geom::ImageSize size) {
  std::vector<mask::Ring> rings;
  for (const json& item : value) {
    if (!item.is_array()) return wrong("a polygon is not a list of numbers");
    mask::Ring ring;
    for (const json& number : item) {
      if (!number.is_number()) return wrong("a polygon is not a list of numbers");
      ring.push_back(number.get<double>());
    }
    rings.push_back(std::move(ring));
  }
  if (rings.empty()) return wrong("it has no polygon");
  base::Result<mask::Rle> rle = mask::rle_from_polygons(rings, size);
  if (!rle.ok())
    return base::invalid_input("its segmentation is damaged: " + rle.status().message());
  return rle;
}

base::Result<mask::Rle> from_plain_counts(const json& counts, geom::ImageSize size) {
  mask::Rle rle{size, {}};
  rle.counts.reserve(counts.size());
  for (const json& count : counts) {
    if (!count.is_number_integer() || count < 0 ||
        count > std::numeric_limits<std::uint32_t>::max())
      return wrong("a run length is not a whole number from 0 on");
    rle.counts.push_back(count.get<std::uint32_t>());
  }
  if (const base::Status status = mask::check(rle); !status.ok())
    return base::invalid_input("its segmentation is damaged: " + status.message());
  return mask::normalised(std::move(rle));
}

}  // namespace

json segmentation_to_json(const mask::Rle& rle) {
  return {{"size", json::array({rle.size.height, rle.size.width})},
          {"counts", mask::encode_counts(rle)}};
}

base::Result<mask::Rle> segmentation_from_json(const json& value, geom::ImageSize size) {
  if (value.is_array()) return from_polygons(value, size);
  if (!value.is_object()) return wrong("it is neither run lengths nor polygons");
  const auto given = value.find("size");
  if (given == value.end() || !given->is_array() || given->size() != 2 ||
      !(*given)[0].is_number_integer() || !(*given)[1].is_number_integer())
    return wrong("\"size\" is not [height, width]");
  if ((*given)[0] != size.height || (*given)[1] != size.width)
    return wrong("its size is " + given->dump() + ", the image's is [" +
                 std::to_string(size.height) + "," + std::to_string(size.width) + "]");
  const auto counts = value.find("counts");
  if (counts != value.end() && counts->is_array()) return from_plain_counts(*counts, size);
  if (counts == value.end() || !counts->is_string())
    return wrong("\"counts\" is neither text nor a list");
  base::Result<mask::Rle> rle = mask::decode_counts(counts->get_ref<const std::string&>(), size);
  if (!rle.ok())
    return base::invalid_input("its segmentation is damaged: " + rle.status().message());
  return rle;
}

}  // namespace maskpoint::doc
