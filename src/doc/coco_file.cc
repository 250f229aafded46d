#include "doc/coco_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "doc/coco_json.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

std::int64_t highest_id(std::span<const CocoImage> images) {
  std::int64_t highest = 0;
  for (const CocoImage& image : images)
    for (const AnnotationPtr& a : image.doc->annotations)
      highest = std::max(highest, a->id);
  return highest;
}

}  // namespace

json coco_file(std::span<const CocoImage> images, const Categories& categories) {
  std::int64_t last_id = highest_id(images);
  json image_list = json::array();
  json annotation_list = json::array();
  for (const CocoImage& image : images) {
    const ImageDoc& doc = *image.doc;
    image_list.push_back({{"id", doc.image_id},
                          {"file_name", image.file_name},
                          {"width", doc.size.width},
                          {"height", doc.size.height}});
    for (const AnnotationPtr& a : doc.annotations) {
      json value = annotation_to_json(*a, doc.image_id);
      if (a->id == 0) value["id"] = ++last_id;
      annotation_list.push_back(std::move(value));
    }
  }
  json category_list = json::array();
  for (const Category& category : categories)
    category_list.push_back(category_to_json(category));
  return {{"info", {{"description", "Made with Maskpoint"}}},
          {"licenses", json::array()},
          {"images", std::move(image_list)},
          {"annotations", std::move(annotation_list)},
          {"categories", std::move(category_list)}};
}

}  // namespace maskpoint::doc
