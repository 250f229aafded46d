#include "doc/coco_json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "doc/attributes.h"
#include "doc/edits.h"
#include "doc/json_text.h"
#include "doc/origin_json.h"
#include "doc/palette.h"
#include "doc/prompt_json.h"
#include "doc/segmentation_json.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

bool whole_number(const json& value, std::int64_t low, std::int64_t high) {
  if (!value.is_number_integer()) return false;
  return value >= low && value <= high;
}

// "" when the key is absent; nothing when it is not text.
bool take_text(const json& value, const char* key, std::string& to) {
  const auto at = value.find(key);
  if (at == value.end()) return true;
  if (!at->is_string()) return false;
  to = at->get<std::string>();
  return true;
}

bool take_float(const json& value, const char* key, float& to) {
  const auto at = value.find(key);
  if (at == value.end() || at->is_null()) return true;
  if (!at->is_number()) return false;
  to = float(at->get<double>());
  return std::isfinite(to);
}

// What is left of an object when the keys we write ourselves are gone.
std::string extra_of(json value, std::initializer_list<const char*> own_keys) {
  for (const char* key : own_keys)
    value.erase(key);
  return value.empty() ? std::string() : json_text(value);
}

json extra_from(const std::string& text) {
  if (text.empty()) return json::object();
  json value = json::parse(text, nullptr, false);
  return value.is_object() ? value : json::object();
}

base::Status wrong(const std::string& what) {
  return base::invalid_input(what);
}

// The list under `key`, or the value itself if it is one; null when neither.
const json* list_of(const json& value, const char* key) {
  if (value.is_array()) return &value;
  if (!value.is_object()) return nullptr;
  const auto at = value.find(key);
  return at != value.end() && at->is_array() ? &*at : nullptr;
}

base::Status in_list(const char* what, std::size_t position, const json& item,
                     const base::Status& status) {
  std::string name;
  if (item.is_object()) take_text(item, "uuid", name);
  std::string text = std::string(what) + " " + std::to_string(position + 1) + " of the list";
  if (!name.empty()) text += " (" + name.substr(0, 64) + ")";
  return {status.code(), text + " cannot be read: " + status.message()};
}

}  // namespace

json annotation_to_json(const Annotation& a, std::int64_t image_id) {
  json value = extra_from(a.extra_json);
  if (a.id != 0) value["id"] = a.id;
  value["uuid"] = a.uuid;
  value["image_id"] = image_id;
  value["category_id"] = a.category_id;
  value["segmentation"] = segmentation_to_json(*a.mask);
  value["bbox"] = json::array({a.bbox.x, a.bbox.y, a.bbox.width, a.bbox.height});
  value["area"] = a.area;
  value["iscrowd"] = a.iscrowd ? 1 : 0;
  // A mask from elsewhere or by hand without scores goes out without them.
  const bool decoded = a.prompts && !a.edited;
  if (decoded || a.predicted_iou != 0) value["predicted_iou"] = json_number(a.predicted_iou);
  if (decoded || a.stability_score != 0) value["stability_score"] = json_number(a.stability_score);
  if (!a.attributes.empty()) value["attributes"] = attributes_to_json(a.attributes);
  if (a.prompts) value["point_coords"] = point_coords(*a.prompts);
  if (json origin = origin_to_json(a); !origin.is_null()) value["maskpoint"] = std::move(origin);
  return value;
}

namespace {

base::Status take_maskpoint(const json& value, geom::ImageSize size, Annotation& a) {
  const auto own = value.find("maskpoint");
  if (own == value.end() || own->is_null()) return {};
  return read_origin(*own, size, a);
}

// Anything but an object is somebody else's and stays with the unknown keys.
base::Status take_attributes(const json& value, Annotation& a) {
  const auto given = value.find("attributes");
  if (given == value.end() || !given->is_object()) return {};
  base::Result<Attributes> attributes = attributes_from_json(*given);
  if (!attributes.ok()) return attributes.status();
  a.attributes = *std::move(attributes);
  return {};
}

}  // namespace

base::Result<AnnotationPtr> annotation_from_json(const json& value, geom::ImageSize size) {
  if (!value.is_object()) return wrong("it is not an object.");
  auto a = std::make_shared<Annotation>();
  if (!take_text(value, "uuid", a->uuid) || a->uuid.empty()) return wrong("it has no \"uuid\".");
  constexpr std::int64_t kMaxId = std::numeric_limits<std::int64_t>::max();
  if (const auto id = value.find("id"); id != value.end()) {
    if (!whole_number(*id, 0, kMaxId)) return wrong("its \"id\" is not a whole number from 0 on.");
    a->id = id->get<std::int64_t>();
  }
  const auto category = value.find("category_id");
  if (category == value.end() || !whole_number(*category, 1, std::numeric_limits<int>::max()))
    return wrong("its \"category_id\" is not a whole number from 1 on.");
  a->category_id = category->get<int>();
  if (const auto crowd = value.find("iscrowd"); crowd != value.end()) {
    if (!crowd->is_boolean() && !whole_number(*crowd, 0, 1))
      return wrong("its \"iscrowd\" is not 0 or 1.");
    a->iscrowd = crowd->is_boolean() ? crowd->get<bool>() : *crowd == 1;
  }
  if (!take_float(value, "predicted_iou", a->predicted_iou) ||
      !take_float(value, "stability_score", a->stability_score))
    return wrong("a score of it is not a number.");

  const auto segmentation = value.find("segmentation");
  if (segmentation == value.end()) return wrong("it has no \"segmentation\".");
  base::Result<mask::Rle> rle = segmentation_from_json(*segmentation, size);
  if (!rle.ok()) return rle.status();
  a->bbox = mask::bbox(*rle);
  a->area = mask::area(*rle);
  a->mask = std::make_shared<const mask::Rle>(*std::move(rle));

  if (base::Status own = take_maskpoint(value, size, *a); !own.ok()) return own;
  if (base::Status read = take_attributes(value, *a); !read.ok()) return read;
  json rest = value;
  if (a->prompts) rest.erase("point_coords");  // follows from the chain
  if (const auto given = rest.find("attributes"); given != rest.end() && given->is_object())
    rest.erase(given);
  a->extra_json = extra_of(std::move(rest),
                           {"id", "uuid", "image_id", "category_id", "segmentation", "bbox", "area",
                            "iscrowd", "predicted_iou", "stability_score", "maskpoint"});
  return AnnotationPtr(std::move(a));
}

json category_to_json(const Category& category) {
  json value = extra_from(category.extra_json);
  value["id"] = category.id;
  value["name"] = category.name;
  value["supercategory"] = category.supercategory;
  value["color"] = hex_of(category.color);
  value["key"] = category.key;
  if (!category.attributes.empty())
    value["maskpoint"]["attributes"] = definitions_to_json(category.attributes);
  return value;
}

base::Result<Category> category_from_json(const json& value, int position) {
  if (!value.is_object()) return wrong("it is not an object.");
  Category category;
  const auto id = value.find("id");
  if (id == value.end() || !whole_number(*id, 1, std::numeric_limits<int>::max()))
    return wrong("its \"id\" is not a whole number from 1 on.");
  category.id = id->get<int>();
  if (!take_text(value, "name", category.name) || category.name.empty())
    return wrong("it has no \"name\".");
  if (!take_text(value, "supercategory", category.supercategory))
    return wrong("its \"supercategory\" is not text.");
  if (!take_text(value, "key", category.key)) return wrong("its \"key\" is not text.");
  category.color = palette_color(position);
  if (const auto color = value.find("color"); color != value.end()) {
    const std::optional<Color> given =
        color->is_string() ? color_from_hex(color->get_ref<const std::string&>()) : std::nullopt;
    if (!given) return wrong("its \"color\" is not \"#rrggbb\".");
    category.color = *given;
  }
  json rest = value;
  if (const auto own = rest.find("maskpoint"); own != rest.end() && own->is_object()) {
    if (const auto given = own->find("attributes"); given != own->end()) {
      base::Result<std::vector<AttributeDefinition>> attributes = definitions_from_json(*given);
      if (!attributes.ok()) return attributes.status();
      category.attributes = *std::move(attributes);
      own->erase(given);
    }
    if (own->empty()) rest.erase(own);
  }
  category.extra_json = extra_of(std::move(rest), {"id", "name", "supercategory", "color", "key"});
  return category;
}

std::string write_annotations(const ImageDoc& doc) {
  json list = json::array();
  for (const AnnotationPtr& a : doc.annotations)
    list.push_back(annotation_to_json(*a, doc.image_id));
  return json_text(json({{"annotations", std::move(list)}}));
}

base::Result<ImageDocPtr> annotations_from_json(const json& value, std::int64_t image_id,
                                                geom::ImageSize size) {
  const json* list = list_of(value, "annotations");
  if (list == nullptr) return wrong("There is no list of annotations here. Nothing was read.");
  auto doc = std::make_shared<ImageDoc>();
  doc->image_id = image_id;
  doc->size = size;
  std::set<std::string> uuids;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json& item = (*list)[i];
    base::Result<AnnotationPtr> annotation = annotation_from_json(item, size);
    if (!annotation.ok()) return in_list("Object", i, item, annotation.status());
    if (!uuids.insert((*annotation)->uuid).second)
      return in_list("Object", i, item, wrong("another one has the same \"uuid\"."));
    doc->annotations.push_back(*std::move(annotation));
  }
  return ImageDocPtr(std::move(doc));
}

base::Result<ImageDocPtr> read_annotations(std::string_view text, std::int64_t image_id,
                                           geom::ImageSize size) {
  const base::Result<json> value = parse_json(text, "The annotations");
  if (!value.ok()) return value.status();
  return annotations_from_json(*value, image_id, size);
}

std::string write_categories(const Categories& categories) {
  json list = json::array();
  for (const Category& category : categories)
    list.push_back(category_to_json(category));
  return json_text(json({{"categories", std::move(list)}}));
}

base::Result<CategoriesPtr> categories_from_json(const json& value) {
  const json* list = list_of(value, "categories");
  if (list == nullptr) return wrong("There is no list of classes here. Nothing was read.");
  auto categories = std::make_shared<Categories>();
  for (std::size_t i = 0; i < list->size(); ++i) {
    base::Result<Category> category = category_from_json((*list)[i], int(i));
    if (!category.ok()) return in_list("Class", i, (*list)[i], category.status());
    if (find(*categories, category->id) != nullptr)
      return in_list("Class", i, (*list)[i], wrong("another one has the same \"id\"."));
    categories->push_back(*std::move(category));
  }
  return CategoriesPtr(std::move(categories));
}

base::Result<CategoriesPtr> read_categories(std::string_view text) {
  const base::Result<json> value = parse_json(text, "The classes");
  if (!value.ok()) return value.status();
  return categories_from_json(*value);
}

}  // namespace maskpoint::doc
