#include "formats/coco_segmentation.h"

#include <utility>

#include "doc/json_text.h"
#include "formats/bridged_rings.h"

namespace maskpoint::formats {
namespace {

Json runs(const mask::Rle& rle) {
  Json counts = Json::array();
  for (const std::uint32_t count : rle.counts)
    counts.push_back(count);
  return {{"size", {rle.size.height, rle.size.width}}, {"counts", std::move(counts)}};
}

Json polygons(const Rings& rings) {
  Json list = Json::array();
  for (const mask::Ring& ring : rings.rings) {
    Json numbers = Json::array();
    for (const double number : ring)
      numbers.push_back(Json(doc::json_number(number)));
    list.push_back(std::move(numbers));
  }
  return list;
}

}  // namespace

Json with_segmentation(Json annotation, const mask::Rle& rle, Format format,
                       const ExportChoices& choices, Report& report) {
  if (format == Format::kCoco) return annotation;
  const bool crowd = whole_number(member(annotation, "iscrowd")) == 1;
  if (format == Format::kCocoUncompressed || crowd) {
    // Those of polygons are the polygons', not the pixels'.
    if (member(annotation, "segmentation").is_array()) {
      const geom::Rect box = mask::bbox(rle);
      annotation["bbox"] = {box.x, box.y, box.width, box.height};
      annotation["area"] = mask::area(rle);
    }
    annotation["segmentation"] = runs(rle);
    return annotation;
  }
  if (member(annotation, "segmentation").is_array()) return annotation;
  const Rings rings = rings_of(rle, choices.holes);
  const Json& id = member(annotation, "id");
  const std::string example = "id " + doc::json_text(id);
  if (rings.holes > 0) {
    if (choices.holes == Holes::kSkip) {
      report.add(Outcome::kNotTaken, "object", "with holes, which a polygon can't have", example);
      return nullptr;
    }
    report.add(Outcome::kChanged, "object",
               choices.holes == Holes::kBridge
                   ? "with holes, kept by bridges: the same pixels in pycocotools"
                   : "with holes, which were filled",
               example);
    if (choices.holes == Holes::kFill)
      if (const auto filled = mask::rle_from_polygons(rings.rings, rle.size); filled.ok())
        annotation["area"] = mask::area(*filled);
  }
  annotation["segmentation"] = polygons(rings);
  return annotation;
}

}  // namespace maskpoint::formats
