// The objects of the store.
#include <unordered_set>

#include "server/http_json.h"
#include "server/store.h"

namespace maskpoint::server {
namespace {

// The stored text starts with the id, whatever the client sent.
std::string with_id(const std::string& json, std::int64_t id) {
  const bool empty = json == "{}";
  return "{\"id\":" + std::to_string(id) + (empty ? "" : ",") + json.substr(1);
}

}  // namespace

base::Result<std::string> Store::annotations_etag(ImageId image) {
  auto query = database_->prepare("SELECT annotations_version FROM images WHERE id = ?1");
  query.bind(1, image);
  if (query.step())
    return "\"" + nonce_ + "-" + std::to_string(image) + "-" + std::to_string(query.integer(0)) +
           "\"";
  if (!query.status().ok()) return query.status();
  return base::Status(base::StatusCode::kNotFound, "There is no such image; reload the list.");
}

base::Result<AnnotationList> Store::annotations_locked(ImageId image) {
  auto etag = annotations_etag(image);
  if (!etag.ok()) return etag.status();
  AnnotationList list;
  list.etag = *std::move(etag);
  auto query =
      database_->prepare("SELECT json FROM annotations WHERE image_id = ?1 ORDER BY position, id");
  query.bind(1, image);
  while (query.step())
    list.objects.push_back(query.text(0));
  if (!query.status().ok()) return query.status();
  return list;
}

base::Result<AnnotationOne> Store::annotation_locked(ImageId image, const std::string& uuid) {
  auto etag = annotations_etag(image);
  if (!etag.ok()) return etag.status();
  AnnotationOne one;
  one.etag = *std::move(etag);
  auto query = database_->prepare("SELECT json FROM annotations WHERE image_id = ?1 AND uuid = ?2");
  query.bind(1, image).bind(2, uuid);
  if (query.step()) one.object = query.text(0);
  if (!query.status().ok()) return query.status();
  return one;
}

base::Result<AnnotationList> Store::annotations(ImageId image) {
  const std::lock_guard lock(mutex_);
  return annotations_locked(image);
}

base::Result<AnnotationOne> Store::annotation(ImageId image, const std::string& uuid) {
  const std::lock_guard lock(mutex_);
  return annotation_locked(image, uuid);
}

base::Result<std::int64_t> Store::id_for(const std::string& uuid) {
  {
    auto query = database_->prepare("SELECT id FROM annotation_ids WHERE uuid = ?1");
    query.bind(1, uuid);
    if (query.step()) return query.integer(0);
    if (!query.status().ok()) return query.status();
  }
  auto insert = database_->prepare("INSERT INTO annotation_ids (uuid) VALUES (?1)");
  if (auto status = insert.bind(1, uuid).run(); !status.ok()) return status;
  return database_->last_id();
}

base::Status Store::check_category(std::int64_t category) {
  auto query = database_->prepare("SELECT 1 FROM categories WHERE id = ?1");
  query.bind(1, category);
  if (query.step()) return {};
  if (!query.status().ok()) return query.status();
  return base::invalid_input("There is no class with id " + std::to_string(category) +
                             "; reload the classes or add it first.");
}

base::Result<Written> Store::write_annotation(ImageId image, const AnnotationWrite& object,
                                              std::int64_t position) {
  if (auto status = check_category(object.category); !status.ok()) return status;
  auto id = id_for(object.uuid);
  if (!id.ok()) return id.status();
  const std::string json = with_id(object.json, *id);
  {
    auto query =
        database_->prepare("SELECT image_id, position, json FROM annotations WHERE id = ?1");
    query.bind(1, *id);
    if (query.step()) {
      if (query.integer(0) != image)
        return base::invalid_input(
            "The uuid " + object.uuid +
            " belongs to an object of another image; give a copy a new one.");
      if (query.integer(1) == position && query.text(2) == json) return Written::kUnchanged;
    }
    if (!query.status().ok()) return query.status();
  }
  auto upsert = database_->prepare(
      "INSERT INTO annotations (id, uuid, image_id, category_id, position, json) VALUES (?1, ?2, "
      "?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET category_id = ?4, position = ?5, json = ?6");
  upsert.bind(1, *id).bind(2, object.uuid).bind(3, image).bind(4, object.category);
  upsert.bind(5, position).bind(6, json);
  if (auto status = upsert.run(); !status.ok()) return status;
  return Written::kChanged;
}

// Somebody's copy of the list is old now; an image with objects is no longer new.
base::Status Store::touch(ImageId image) {
  auto update = database_->prepare(
      "UPDATE images SET annotations_version = annotations_version + 1, state = CASE WHEN state = "
      "'new' AND EXISTS (SELECT 1 FROM annotations WHERE image_id = ?1) THEN 'in_work' ELSE state "
      "END WHERE id = ?1");
  return update.bind(1, image).run();
}

base::Result<WriteResult<AnnotationList>> Store::replace_annotations(
    ImageId image, std::span<const AnnotationWrite> objects, const Precondition& precondition,
    std::optional<std::size_t>& error_index) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(*database_);
  if (!transaction.begun().ok()) return transaction.begun();
  auto before = annotations_locked(image);
  if (!before.ok()) return before.status();

  bool changed = false;
  std::unordered_set<std::string> kept;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    auto written = write_annotation(image, objects[i], std::int64_t(i));
    if (!written.ok()) {
      // What no longer fits because somebody changed it first is a conflict, not a mistake.
      if (!precondition.admits(before->etag))
        return WriteResult<AnnotationList>{Written::kConflict, *std::move(before)};
      if (written.status().code() == base::StatusCode::kInvalidInput) error_index = i;
      return written.status();
    }
    changed |= *written == Written::kChanged;
    kept.insert(objects[i].uuid);
  }
  std::vector<std::string> dropped;
  {
    auto query = database_->prepare("SELECT uuid FROM annotations WHERE image_id = ?1");
    query.bind(1, image);
    while (query.step())
      if (!kept.contains(query.text(0))) dropped.push_back(query.text(0));
    if (!query.status().ok()) return query.status();
  }
  auto remove = database_->prepare("DELETE FROM annotations WHERE uuid = ?1");
  for (const std::string& uuid : dropped) {
    if (auto status = remove.bind(1, uuid).run(); !status.ok()) return status;
    changed = true;
  }

  // Nothing to write: a retry of what is already there succeeds whatever it was based on.
  if (!changed) return WriteResult<AnnotationList>{Written::kUnchanged, *std::move(before)};
  if (!precondition.admits(before->etag))
    return WriteResult<AnnotationList>{Written::kConflict, *std::move(before)};
  if (auto status = touch(image); !status.ok()) return status;
  auto after = annotations_locked(image);
  if (!after.ok()) return after.status();
  if (auto status = transaction.commit(); !status.ok()) return status;
  return WriteResult<AnnotationList>{Written::kChanged, *std::move(after)};
}

base::Result<WriteResult<AnnotationOne>> Store::put_annotation(ImageId image,
                                                               const AnnotationWrite& object,
                                                               const Precondition& precondition) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(*database_);
  if (!transaction.begun().ok()) return transaction.begun();
  auto before = annotation_locked(image, object.uuid);
  if (!before.ok()) return before.status();
  std::int64_t position = 0;
  {
    // In its place, or on top of the others.
    auto query = database_->prepare(
        "SELECT COALESCE((SELECT position FROM annotations WHERE uuid = ?2 AND image_id = ?1), "
        "(SELECT MAX(position) + 1 FROM annotations WHERE image_id = ?1), 0)");
    query.bind(1, image).bind(2, object.uuid);
    if (query.step()) position = query.integer(0);
    if (!query.status().ok()) return query.status();
  }
  auto written = write_annotation(image, object, position);
  if (!written.ok() && precondition.admits(before->etag)) return written.status();
  if (written.ok() && *written == Written::kUnchanged)
    return WriteResult<AnnotationOne>{Written::kUnchanged, *std::move(before)};
  if (!precondition.admits(before->etag))
    return WriteResult<AnnotationOne>{Written::kConflict, *std::move(before)};
  if (auto status = touch(image); !status.ok()) return status;
  auto after = annotation_locked(image, object.uuid);
  if (!after.ok()) return after.status();
  if (auto status = transaction.commit(); !status.ok()) return status;
  return WriteResult<AnnotationOne>{Written::kChanged, *std::move(after)};
}

base::Result<WriteResult<AnnotationOne>> Store::delete_annotation(
    ImageId image, const std::string& uuid, const Precondition& precondition) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(*database_);
  if (!transaction.begun().ok()) return transaction.begun();
  auto before = annotation_locked(image, uuid);
  if (!before.ok()) return before.status();
  if (before->object.empty())
    return WriteResult<AnnotationOne>{Written::kUnchanged, *std::move(before)};
  if (!precondition.admits(before->etag))
    return WriteResult<AnnotationOne>{Written::kConflict, *std::move(before)};
  auto remove = database_->prepare("DELETE FROM annotations WHERE uuid = ?1");
  if (auto status = remove.bind(1, uuid).run(); !status.ok()) return status;
  if (auto status = touch(image); !status.ok()) return status;
  auto after = annotation_locked(image, uuid);
  if (!after.ok()) return after.status();
  if (auto status = transaction.commit(); !status.ok()) return status;
  return WriteResult<AnnotationOne>{Written::kChanged, *std::move(after)};
}

base::Status Store::each_object(const std::function<void(const StoredObject&)>& visit) {
  const std::lock_guard lock(mutex_);
  auto query = database_->prepare(
      "SELECT image_id, category_id, json FROM annotations JOIN images ON images.id = image_id "
      "ORDER BY images.position, images.id, annotations.position, annotations.id");
  while (query.step())
    visit({query.integer(0), query.integer(1), query.text(2)});
  return query.status();
}

}  // namespace maskpoint::server
