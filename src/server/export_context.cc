#include "server/export_context.h"

#include <utility>

#include "doc/coco_json.h"
#include "formats/source_class.h"
#include "formats/source_record.h"

namespace maskpoint::server {
namespace {

// Unreadable files have no size, so no object can lie on them unless they were readable before.
bool exported(const ImageRow& row) {
  return row.upright.width > 0 && (row.present || row.annotation_count > 0);
}

Json parsed(const std::string& text) {
  return Json::parse(text, nullptr, false);
}

}  // namespace

base::Result<ExportContext> ExportContext::open(Project& project) {
  auto rows = project.store().all_images();
  if (!rows.ok()) return rows.status();
  const auto categories = project.store().categories();
  if (!categories.ok()) return categories.status();
  const auto sources = project.store().imported_images();
  if (!sources.ok()) return sources.status();
  const auto imported = project.store().imported_file();
  if (!imported.ok()) return imported.status();

  ExportContext context;
  for (const auto& [image, text] : *sources)
    context.sources_.emplace(image, parsed(text));
  if (!imported->empty()) context.imported_ = parsed(*imported);
  std::vector<formats::OwnAndSource> images, classes;
  for (ImageRow& row : *rows) {
    if (row.present && !row.error.empty()) context.unreadable_.push_back(row.path);
    if (!exported(row)) continue;
    images.push_back(
        {row.id, formats::whole_number(formats::member(context.source_of(row.id), "id"))});
    context.images_.push_back(std::move(row));
  }
  for (const CategoryRow& row : categories->rows) {
    Json json = parsed(row.json);
    classes.push_back({row.id, formats::source_id_of_class(json)});
    auto category = doc::category_from_json(nlohmann::json(json), int(context.classes_.size()));
    // What the page could not read it has not made; its objects still go out under its name.
    context.classes_.push_back(
        category.ok() ? *std::move(category)
                      : doc::Category{int(row.id), formats::text_at(json, "name"), "", {}, "", ""});
    context.class_jsons_.push_back(std::move(json));
  }
  context.image_ids_ = formats::file_ids(images);
  context.class_ids_ = formats::file_ids(classes);
  return context;
}

const Json& ExportContext::source_of(ImageId image) const {
  static const Json kNone;
  const auto at = sources_.find(image);
  return at == sources_.end() ? kNone : at->second;
}

Json ExportContext::image_json(const ImageRow& row) const {
  Json image = {{"id", image_ids_.at(row.id)},
                {"file_name", row.path},
                {"width", row.upright.width},
                {"height", row.upright.height}};
  if (row.orientation != 1) image["exif_orientation"] = row.orientation;
  const Json& source = source_of(row.id);
  if (source.is_object())
    for (const auto& [key, value] : source.items())
      if (!image.contains(key)) image[key] = value;
  return image;
}

std::vector<Json> ExportContext::category_jsons() const {
  std::vector<Json> out;
  for (std::size_t i = 0; i < classes_.size(); ++i)
    out.push_back(formats::exported_class(class_jsons_[i], class_ids_.at(classes_[i].id)));
  return out;
}

Json ExportContext::annotation(const Json& stored, ImageId image, std::int64_t category) const {
  return formats::exported_annotation(stored, image_ids_.at(image), class_ids_.at(category));
}

std::optional<std::string> ExportContext::annotation_text(const Store::StoredObject& object) const {
  const auto image = image_ids_.find(object.image);
  const auto category = class_ids_.find(object.category);
  if (image == image_ids_.end() || category == class_ids_.end()) return std::nullopt;
  if (image->second == object.image && category->second == object.category &&
      object.json.find(formats::kSourceKey) == std::string::npos)
    return object.json;
  return json_text(annotation(parsed(object.json), object.image, object.category));
}

std::optional<std::string> ExportContext::carried_text(const CarriedRow& row) const {
  const auto image = image_ids_.find(row.image);
  if (image == image_ids_.end()) return std::nullopt;
  std::optional<std::int64_t> category;
  if (const auto at = class_ids_.find(row.category); at != class_ids_.end()) category = at->second;
  return json_text(formats::exported_carried(parsed(row.json), row.id, image->second, category));
}

base::Result<formats::ExportImage> ExportContext::image(Project& project, const ImageRow& row,
                                                        formats::Report& report) const {
  formats::ExportImage image{image_ids_.at(row.id), row.path, row.upright, {}};
  const auto list = project.store().annotations(row.id);
  if (!list.ok()) return list.status();
  for (const std::string& text : list->objects) {
    const Json stored = parsed(text);
    auto object = doc::annotation_from_json(nlohmann::json(stored), row.upright);
    if (!object.ok() || !class_ids_.contains((*object)->category_id)) {
      report.add(formats::Outcome::kNotTaken, "object", "that can't be read",
                 row.path + " " + formats::text_at(stored, "uuid"));
      continue;
    }
    const std::int64_t category = (*object)->category_id;
    image.objects.push_back({*std::move(object), annotation(stored, row.id, category)});
  }
  return image;
}

}  // namespace maskpoint::server
