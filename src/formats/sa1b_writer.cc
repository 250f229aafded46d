#include "doc/json_text.h"
#include "doc/segmentation_json.h"
#include "formats/sa1b.h"
#include "mask/inside_point.h"

namespace maskpoint::formats {
namespace {

bool is_box_list(const Json& value) {
  if (!value.is_array() || value.size() != 4) return false;
  for (const Json& number : value)
    if (!number.is_number()) return false;
  return true;
}

bool is_point_list(const Json& value) {
  if (!value.is_array() || value.empty()) return false;
  for (const Json& point : value)
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number())
      return false;
  return true;
}

Json score(const Json& coco, const char* key, const std::string& example, Report& report) {
  if (const Json& given = member(coco, key); given.is_number()) return given;
  report.add(Outcome::kChanged, "object", std::string("without ") + key + ", written as 0",
             example);
  return 0;
}

Json annotation(const ExportObject& object, const ExportImage& image, Report& report) {
  const doc::Annotation& a = *object.object;
  const Json& coco = object.coco;
  const std::string example = image.path + " id " + std::to_string(a.id);
  Json out = Json::object();
  out["id"] = a.id;
  out["segmentation"] = doc::segmentation_to_json(*a.mask);
  const bool as_it_came = member(coco, "segmentation") == out["segmentation"];
  if (const Json& box = member(coco, "bbox"); as_it_came && is_box_list(box))
    out["bbox"] = box;
  else
    out["bbox"] = {a.bbox.x, a.bbox.y, a.bbox.width, a.bbox.height};
  out["area"] = a.area;
  out["predicted_iou"] = score(coco, "predicted_iou", example, report);
  out["stability_score"] = score(coco, "stability_score", example, report);
  if (const Json& crop = member(coco, "crop_box"); is_box_list(crop))
    out["crop_box"] = crop;
  else
    out["crop_box"] = {0, 0, image.size.width, image.size.height};
  if (const Json& points = member(coco, "point_coords"); is_point_list(points)) {
    out["point_coords"] = points;
  } else {
    const geom::PixelPoint inside = mask::point_inside(*a.mask);
    out["point_coords"] =
        Json::array({Json::array({doc::json_number(inside.x), doc::json_number(inside.y)})});
    report.add(Outcome::kChanged, "object", "made without points, given one inside it", example);
  }
  if (a.iscrowd)
    report.add(Outcome::kChanged, "object", "of a crowd, written without that mark", example);
  return out;
}

}  // namespace

std::string write_sa1b(const ExportImage& image, Report& report) {
  Json annotations = Json::array();
  for (const ExportObject& object : image.objects)
    annotations.push_back(annotation(object, image, report));
  const Json file = {{"image",
                      {{"image_id", image.id},
                       {"width", image.size.width},
                       {"height", image.size.height},
                       {"file_name", image.path}}},
                     {"annotations", std::move(annotations)}};
  return doc::json_text(file) + "\n";
}

}  // namespace maskpoint::formats
