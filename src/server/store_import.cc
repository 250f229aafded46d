// What a file of another tool brings into the store, and what of it goes out again.
#include <algorithm>
#include <utility>

#include "formats/class_plan.h"
#include "formats/file_keys.h"
#include "formats/source_record.h"
#include "server/http_json.h"
#include "server/store.h"

namespace maskpoint::server {
namespace {

constexpr std::int64_t kMostObjects = 100'000;  // of an image, as PUT /annotations takes them

}  // namespace

// The class that every new project starts with, as long as it is that and nothing has it.
base::Result<bool> Store::only_untouched_class() {
  auto query = database_->prepare(
      "SELECT (SELECT COUNT(*) FROM categories) = 1 AND "
      "(SELECT json FROM categories) = ?1 AND NOT EXISTS (SELECT 1 FROM annotations) AND "
      "NOT EXISTS (SELECT 1 FROM carried_annotations)");
  query.bind(1, kFirstClass);
  if (query.step()) return query.integer(0) != 0;
  return query.status().ok() ? base::Status(base::StatusCode::kInternal, "No row.")
                             : query.status();
}

// Ids in the project of the file's classes, in their order.
base::Result<std::vector<int>> Store::import_classes(
    const std::vector<formats::ImportedClass>& classes, ImportApplied& applied) {
  auto replaceable = only_untouched_class();
  if (!replaceable.ok()) return replaceable.status();
  const bool replace_first = *replaceable && formats::may_replace_first(classes);
  if (replace_first)
    if (auto status = database_->execute("DELETE FROM categories WHERE id = 1"); !status.ok())
      return status;
  formats::ClassPlace place;
  place.replaces_first = replace_first;
  {
    auto query = database_->prepare("SELECT COALESCE(json ->> '$.key', '') FROM categories");
    while (query.step())
      place.keys.insert(query.text(0));
    if (!query.status().ok()) return query.status();
  }
  {
    auto query = database_->prepare(
        "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'categories'), "
        "(SELECT COALESCE(MAX(position) + 1, 0) FROM categories)");
    if (query.step()) {
      place.highest = query.integer(0);
      place.position = int(query.integer(1));
    }
    if (!query.status().ok()) return query.status();
  }
  std::int64_t position = place.position;
  const formats::ClassPlan plan = formats::plan_classes(classes, std::move(place));
  auto insert =
      database_->prepare("INSERT INTO categories (id, position, json) VALUES (?1, ?2, ?3)");
  for (const formats::NewClass& fresh : plan.added) {
    insert.bind(1, std::int64_t(fresh.id)).bind(2, position++).bind(3, fresh.json);
    if (auto status = insert.run(); !status.ok()) return status;
    ++applied.classes;
  }
  if (applied.classes > 0 || replace_first) {
    applied.classes_changed = true;
    auto status =
        database_->execute("UPDATE meta SET value = value + 1 WHERE key = 'categories_version'");
    if (!status.ok()) return status;
  }
  return plan.ids;
}

// The object's id: the one it had before, the wanted one where that is free, else the next.
// Nothing where the object is there already.
base::Result<std::optional<std::int64_t>> Store::import_id(const std::string& uuid,
                                                           std::optional<std::int64_t> wanted,
                                                           ImportApplied& applied) {
  {
    auto query = database_->prepare(
        "SELECT id, EXISTS (SELECT 1 FROM annotations WHERE id = annotation_ids.id) OR "
        "EXISTS (SELECT 1 FROM carried_annotations WHERE id = annotation_ids.id) "
        "FROM annotation_ids WHERE uuid = ?1");
    query.bind(1, uuid);
    if (query.step()) {
      if (query.integer(1) == 0) return std::optional(query.integer(0));
      ++applied.already;
      return std::optional<std::int64_t>();
    }
    if (!query.status().ok()) return query.status();
  }
  if (wanted) {
    auto insert = database_->prepare(
        "INSERT INTO annotation_ids (id, uuid) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM "
        "annotation_ids WHERE id = ?1)");
    if (auto status = insert.bind(1, *wanted).bind(2, uuid).run(); !status.ok()) return status;
    if (database_->changes() > 0) return wanted;
    ++applied.renumbered;
  }
  auto id = id_for(uuid);
  if (!id.ok()) return id.status();
  return std::optional(*id);
}

base::Status Store::import_object(const formats::ImportedImage& image,
                                  const formats::ImportedObject& object, int category,
                                  std::int64_t& position, ImportApplied& applied) {
  if (position >= kMostObjects) {
    ++applied.too_many;
    return {};
  }
  auto id = import_id(object.uuid, object.wanted_id, applied);
  if (!id.ok()) return id.status();
  if (!*id) return {};
  std::string json = formats::stored_annotation(object, image.id, category);
  json = "{\"id\":" + std::to_string(**id) + "," + json.substr(1);
  auto insert = database_->prepare(
      "INSERT INTO annotations (id, uuid, image_id, category_id, position, json) VALUES (?1, ?2, "
      "?3, ?4, ?5, ?6)");
  insert.bind(1, **id).bind(2, object.uuid).bind(3, image.id).bind(4, std::int64_t(category));
  insert.bind(5, position++).bind(6, json);
  ++applied.objects;
  applied.touched.insert(image.id);
  return insert.run();
}

base::Status Store::import_carried(const formats::ImportedImage& image,
                                   const formats::ImportedCarried& carried,
                                   const std::vector<int>& class_ids, ImportApplied& applied) {
  auto id = import_id(carried.uuid, carried.wanted_id, applied);
  if (!id.ok()) return id.status();
  if (!*id) return {};
  auto insert = database_->prepare(
      "INSERT INTO carried_annotations (id, image_id, category_id, is_box, json) VALUES (?1, ?2, "
      "NULLIF(?3, 0), ?4, ?5)");
  insert.bind(1, **id).bind(2, image.id);
  insert.bind(3, std::int64_t(carried.class_index ? class_ids[*carried.class_index] : 0));
  insert.bind(4, std::int64_t(carried.is_box)).bind(5, json_text(carried.source));
  ++(carried.is_box ? applied.boxes : applied.carried);
  return insert.run();
}

base::Status Store::import_file_keys(const Json& keys) {
  if (!keys.is_object()) return {};
  auto text = imported_file_locked();
  if (!text.ok()) return text.status();
  Json all = text->empty() ? Json::object() : Json::parse(*text, nullptr, false);
  formats::add_file_keys(keys, all);
  auto write = database_->prepare("INSERT OR REPLACE INTO meta VALUES ('imported_file', ?1)");
  return write.bind(1, json_text(all)).run();
}

base::Result<ImportApplied> Store::apply_import(const formats::Import& import) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(*database_);
  if (!transaction.begun().ok()) return transaction.begun();
  ImportApplied applied;
  auto class_ids = import_classes(import.classes, applied);
  if (!class_ids.ok()) return class_ids.status();
  for (const formats::ImportedImage& image : import.images) {
    std::int64_t position = 0;
    {
      auto query = database_->prepare(
          "SELECT COALESCE(MAX(position) + 1, 0) FROM annotations WHERE image_id = ?1");
      query.bind(1, image.id);
      if (query.step()) position = query.integer(0);
      if (!query.status().ok()) return query.status();
    }
    for (const formats::ImportedObject& object : image.objects)
      if (auto status =
              import_object(image, object, (*class_ids)[object.class_index], position, applied);
          !status.ok())
        return status;
    for (const formats::ImportedCarried& carried : image.carried)
      if (auto status = import_carried(image, carried, *class_ids, applied); !status.ok())
        return status;
    if (!image.source.is_null()) {
      auto keep = database_->prepare("INSERT OR IGNORE INTO imported_images VALUES (?1, ?2)");
      if (auto status = keep.bind(1, image.id).bind(2, json_text(image.source)).run(); !status.ok())
        return status;
    }
  }
  for (const ImageId image : applied.touched)
    if (auto status = touch(image); !status.ok()) return status;
  for (const Json& keys : import.files)
    if (auto status = import_file_keys(keys); !status.ok()) return status;
  if (auto status = transaction.commit(); !status.ok()) return status;
  return applied;
}

base::Result<std::string> Store::imported_file_locked() {
  auto query = database_->prepare("SELECT value FROM meta WHERE key = 'imported_file'");
  if (query.step()) return query.text(0);
  if (!query.status().ok()) return query.status();
  return std::string();
}

base::Result<std::string> Store::imported_file() {
  const std::lock_guard lock(mutex_);
  return imported_file_locked();
}

base::Result<std::map<ImageId, std::string>> Store::imported_images() {
  const std::lock_guard lock(mutex_);
  std::map<ImageId, std::string> images;
  auto query = database_->prepare("SELECT image_id, json FROM imported_images");
  while (query.step())
    images.emplace(query.integer(0), query.text(1));
  if (!query.status().ok()) return query.status();
  return images;
}

base::Status Store::each_carried(const std::function<void(const CarriedRow&)>& visit) {
  const std::lock_guard lock(mutex_);
  auto query = database_->prepare(
      "SELECT carried_annotations.id, image_id, COALESCE(category_id, 0), is_box, json, uuid FROM "
      "carried_annotations JOIN images ON images.id = image_id JOIN annotation_ids ON "
      "annotation_ids.id = carried_annotations.id WHERE NOT EXISTS (SELECT 1 FROM "
      "annotations WHERE annotations.id = carried_annotations.id) ORDER BY images.position, "
      "images.id, carried_annotations.id");
  while (query.step())
    visit({query.integer(0), query.integer(1), query.integer(2), query.integer(3) != 0,
           query.text(4), query.text(5)});
  return query.status();
}

}  // namespace maskpoint::server
