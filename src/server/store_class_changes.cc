// What comes with a class list: objects that get another class, get their own back, or whose
// attributes are called otherwise now.
#include "server/http_json.h"
#include "server/store.h"

namespace maskpoint::server {

base::Status Store::collect_images(Statement& query, std::set<ImageId>& images) {
  while (query.step())
    images.insert(query.integer(0));
  return query.status();
}

// It is kept which objects they were, for when the class comes back (restore_class).
base::Status Store::replace_class(std::int64_t from, std::int64_t to, std::set<ImageId>& touched) {
  auto query =
      database_->prepare("SELECT DISTINCT image_id FROM annotations WHERE category_id = ?1");
  if (auto status = collect_images(query.bind(1, from), touched); !status.ok()) return status;
  auto keep = database_->prepare(
      "INSERT OR REPLACE INTO replaced_objects SELECT uuid, ?1, ?2 FROM annotations "
      "WHERE category_id = ?1");
  if (auto status = keep.bind(1, from).bind(2, to).run(); !status.ok()) return status;
  auto carried =
      database_->prepare("UPDATE carried_annotations SET category_id = ?2 WHERE category_id = ?1");
  if (auto status = carried.bind(1, from).bind(2, to).run(); !status.ok()) return status;
  auto change = database_->prepare(
      "UPDATE annotations SET category_id = ?2, json = json_set(json, '$.category_id', ?2) "
      "WHERE category_id = ?1");
  return change.bind(1, from).bind(2, to).run();
}

base::Status Store::restore_class(std::int64_t id, std::set<ImageId>& touched) {
  auto query = database_->prepare(
      "SELECT DISTINCT image_id FROM annotations JOIN replaced_objects USING (uuid) "
      "WHERE from_class = ?1 AND to_class = category_id");
  if (auto status = collect_images(query.bind(1, id), touched); !status.ok()) return status;
  auto change = database_->prepare(
      "UPDATE annotations SET category_id = ?1, json = json_set(json, '$.category_id', ?1) "
      "WHERE uuid IN (SELECT uuid FROM replaced_objects WHERE from_class = ?1 AND "
      "to_class = annotations.category_id)");
  if (auto status = change.bind(1, id).run(); !status.ok()) return status;
  auto forget = database_->prepare("DELETE FROM replaced_objects WHERE from_class = ?1");
  return forget.bind(1, id).run();
}

base::Status Store::rename_attribute(const doc::AttributeRename& rename,
                                     std::set<ImageId>& touched) {
  struct Renamed {
    std::int64_t id;
    std::string json;
  };
  std::vector<Renamed> changed;
  auto query =
      database_->prepare("SELECT id, image_id, json FROM annotations WHERE category_id = ?1");
  query.bind(1, std::int64_t(rename.category_id));
  while (query.step()) {
    Json object = Json::parse(query.text(2), nullptr, false);
    if (!object.is_object() || !object.contains("attributes")) continue;
    Json& attributes = object["attributes"];
    if (!attributes.is_object() || !attributes.contains(rename.from) ||
        attributes.contains(rename.to))
      continue;
    attributes[rename.to] = Json(attributes[rename.from]);
    attributes.erase(rename.from);
    changed.push_back({query.integer(0), json_text(object)});
    touched.insert(query.integer(1));
  }
  if (!query.status().ok()) return query.status();
  auto write = database_->prepare("UPDATE annotations SET json = ?2 WHERE id = ?1");
  for (const Renamed& object : changed)
    if (auto status = write.bind(1, object.id).bind(2, object.json).run(); !status.ok())
      return status;
  return {};
}

base::Result<std::set<ImageId>> Store::change_objects_with_classes(const ClassChanges& changes) {
  std::set<ImageId> touched;
  for (const doc::AttributeRename& rename : changes.renamed)
    if (auto status = rename_attribute(rename, touched); !status.ok()) return status;
  for (const auto& [from, to] : changes.replaced)
    if (auto status = replace_class(from, to, touched); !status.ok()) return status;
  for (const std::int64_t id : changes.restored)
    if (auto status = restore_class(id, touched); !status.ok()) return status;
  auto touch = database_->prepare(
      "UPDATE images SET annotations_version = annotations_version + 1 WHERE id = ?1");
  for (const ImageId image : touched)
    if (auto status = touch.bind(1, image).run(); !status.ok()) return status;
  return touched;
}

}  // namespace maskpoint::server
