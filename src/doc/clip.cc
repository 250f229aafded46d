#include "doc/clip.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "doc/coco_json.h"
#include "doc/edits.h"
#include "doc/json_text.h"
#include "mask/reframe.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

constexpr char kKind[] = "objects";
constexpr std::int64_t kLongestSide = 1 << 20;

base::Result<geom::ImageSize> size_from(const json& value) {
  const auto given = value.find("size");
  const auto side = [&](std::size_t i) -> int {
    const json& number = (*given)[i];
    return number.is_number_integer() && number >= 1 && number <= kLongestSide ? number.get<int>()
                                                                               : 0;
  };
  if (given != value.end() && given->is_array() && given->size() == 2) {
    const geom::ImageSize size = {side(1), side(0)};
    if (size.width > 0 && size.height > 0 && mask::check_size(size).ok()) return size;
  }
  return base::invalid_input(
      "The copied objects cannot be pasted: the size of their image is "
      "missing or damaged.");
}

}  // namespace

std::string write_clip(const Clip& clip) {
  json objects = json::array();
  for (const AnnotationPtr& a : clip.objects)
    objects.push_back(annotation_to_json(*a, clip.image_id));
  json classes = json::array();
  for (const Category& category : clip.classes)
    classes.push_back(category_to_json(category));
  return json_text(json({{"maskpoint", kKind},
                         {"size", json::array({clip.size.height, clip.size.width})},
                         {"image_id", clip.image_id},
                         {"categories", std::move(classes)},
                         {"annotations", std::move(objects)}}));
}

bool looks_like_clip(std::string_view text) {
  // Cheap: a big text that is something else is not parsed.
  return text.size() > 2 && text.front() == '{' &&
         text.find("\"maskpoint\":\"objects\"") != std::string_view::npos;
}

base::Result<Clip> read_clip(std::string_view text) {
  const base::Result<json> value = parse_json(text, "The copied objects");
  if (!value.ok()) return value.status();
  if (!value->is_object() || !value->contains("maskpoint") || (*value)["maskpoint"] != kKind)
    return base::invalid_input("There are no objects of Maskpoint on the clipboard.");
  const base::Result<geom::ImageSize> size = size_from(*value);
  if (!size.ok()) return size.status();
  Clip clip;
  clip.size = *size;
  if (const auto id = value->find("image_id"); id != value->end() && id->is_number_integer())
    clip.image_id = id->get<std::int64_t>();
  const base::Result<CategoriesPtr> classes = categories_from_json(*value);
  if (!classes.ok()) return classes.status();
  clip.classes = **classes;
  const base::Result<ImageDocPtr> doc = annotations_from_json(*value, clip.image_id, clip.size);
  if (!doc.ok()) return doc.status();
  for (const AnnotationPtr& a : (*doc)->annotations)
    if (find(clip.classes, a->category_id) == nullptr)
      return base::invalid_input(
          "The copied objects cannot be pasted: the class of one of them is missing.");
  clip.objects = (*doc)->annotations;
  return clip;
}

AnnotationPtr carried_over(const AnnotationPtr& object, geom::ImageSize size, bool same_image) {
  auto next = std::make_shared<Annotation>(*object);
  if (!same_image) {
    next->prompts = nullptr;
    next->predicted_iou = next->stability_score = 0;
  }
  if (object->mask->size == size) return next;
  mask::Rle moved = mask::reframed(*object->mask, size);
  next->area = mask::area(moved);
  if (next->area == 0) return nullptr;
  next->bbox = mask::bbox(moved);
  next->mask = std::make_shared<const mask::Rle>(std::move(moved));
  return next;
}

}  // namespace maskpoint::doc
