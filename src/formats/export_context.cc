#include "formats/export_context.h"

#include <utility>

#include "doc/coco_json.h"
#include "doc/json_text.h"
#include "formats/source_class.h"
#include "formats/source_record.h"

namespace maskpoint::formats {
namespace {

Json parsed(const std::string& text) {
  return Json::parse(text, nullptr, false);
}

}  // namespace

ExportContext::ExportContext(const ProjectContent& content) : content_(content) {
  std::vector<OwnAndSource> images, classes;
  for (const StoredImage& row : content.images)
    images.push_back({row.id, whole_number(member(row.source, "id"))});
  for (const StoredClass& row : content.classes) {
    classes.push_back({row.id, source_id_of_class(row.json)});
    auto category = doc::category_from_json(nlohmann::json(row.json), int(classes_.size()));
    // What the page could not read it has not made; its objects still go out under its name.
    classes_.push_back(category.ok()
                           ? *std::move(category)
                           : doc::Category{row.id, text_at(row.json, "name"), "", {}, "", ""});
  }
  image_ids_ = file_ids(images);
  class_ids_ = file_ids(classes);
}

Json ExportContext::image_json(const StoredImage& row) const {
  Json image = {{"id", image_ids_.at(row.id)},
                {"file_name", row.path},
                {"width", row.size.width},
                {"height", row.size.height}};
  if (row.orientation != 1) image["exif_orientation"] = row.orientation;
  if (row.source.is_object())
    for (const auto& [key, value] : row.source.items())
      if (!image.contains(key)) image[key] = value;
  return image;
}

std::vector<Json> ExportContext::category_jsons() const {
  std::vector<Json> out;
  for (const StoredClass& row : content_.classes)
    out.push_back(exported_class(row.json, class_ids_.at(row.id)));
  return out;
}

Json ExportContext::annotation(const Json& stored, std::int64_t image,
                               std::int64_t category) const {
  return exported_annotation(stored, image_ids_.at(image), class_ids_.at(category));
}

std::optional<std::string> ExportContext::annotation_text(const StoredObject& object) const {
  const auto image = image_ids_.find(object.image);
  const auto category = class_ids_.find(object.category);
  if (image == image_ids_.end() || category == class_ids_.end()) return std::nullopt;
  if (image->second == object.image && category->second == object.category &&
      object.json.find(kSourceKey) == std::string::npos)
    return object.json;
  return doc::json_text(annotation(parsed(object.json), object.image, object.category));
}

std::optional<std::string> ExportContext::carried_text(const StoredCarried& row) const {
  const auto image = image_ids_.find(row.image);
  if (image == image_ids_.end()) return std::nullopt;
  std::optional<std::int64_t> category;
  if (const auto at = class_ids_.find(row.category); at != class_ids_.end()) category = at->second;
  return doc::json_text(exported_carried(parsed(row.json), row.id, image->second, category));
}

base::Result<ExportImage> ExportContext::image(const StoredImage& row, Report& report) const {
  ExportImage image{image_ids_.at(row.id), row.path, row.size, {}};
  const auto list = content_.objects_of(row.id);
  if (!list.ok()) return list.status();
  for (const std::string& text : *list) {
    const Json stored = parsed(text);
    auto object = doc::annotation_from_json(nlohmann::json(stored), row.size);
    if (!object.ok() || !class_ids_.contains((*object)->category_id)) {
      report.add(Outcome::kNotTaken, "object", "that can't be read",
                 row.path + " " + text_at(stored, "uuid"));
      continue;
    }
    const std::int64_t category = (*object)->category_id;
    image.objects.push_back({*std::move(object), annotation(stored, row.id, category)});
  }
  return image;
}

}  // namespace maskpoint::formats
