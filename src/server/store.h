// The project in SQLite: images, classes, objects and their states.
//
// Every write is one transaction and on the disk when it returns. Any thread may call; a mutex lets
// one in at a time. Errors: kUnavailable when the disk refuses (nothing is half written),
// kInvalidInput when the data do not fit the project, kNotFound, kInternal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "doc/attributes.h"
#include "formats/import_types.h"
#include "formats/project_content.h"
#include "geom/points.h"
#include "server/http_conditional.h"
#include "server/store_database.h"

namespace maskpoint::server {

using ImageId = std::int64_t;

struct ImageRow {
  ImageId id = 0;
  std::string path;  // relative to the folder, '/' between its parts
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  geom::ImageSize upright;
  int orientation = 1;
  std::string state = "new";
  std::string error;   // why it can't be read; empty when it can
  std::string sha256;  // of the file, once known
  bool present = true;
  std::int64_t annotation_count = 0;
  std::map<std::int64_t, std::int64_t> category_counts;  // of images() and image() only
};

struct ImageQuery {
  std::int64_t offset = 0;
  std::int64_t limit = 100;
  std::string state;  // empty: all
  std::string name;   // part of the path, any case (ASCII)
};

struct ImagePage {
  std::vector<ImageRow> rows;
  std::int64_t total = 0;
};

struct ProjectCounts {
  std::int64_t images = 0, fresh = 0, in_work = 0, done = 0, annotations = 0, errors = 0;
};

// An object as a client sent it and checked; `json` is the text of a JSON object without "id".
struct AnnotationWrite {
  std::string uuid;  // lower case
  std::int64_t category = 0;
  std::string json;
};

// What is stored now, with its ETag.
struct AnnotationList {
  std::vector<std::string> objects;  // JSON texts, ids included, in drawing order
  std::string etag;
};
struct AnnotationOne {
  std::string object;  // empty when there is none
  std::string etag;    // of the image's list
};

struct CategoryRow {
  std::int64_t id = 0;
  std::string json;
};
struct CategoryList {
  std::vector<CategoryRow> rows;  // in order
  std::string etag;
};

// What a new list of classes does to objects, in this order.
struct ClassChanges {
  std::vector<doc::AttributeRename> renamed;
  std::map<std::int64_t, std::int64_t> replaced;  // classes that go → what their objects get
  // Classes that are back: objects that lost them and have not been changed since get them again.
  std::vector<std::int64_t> restored;
};

// The class every new project has, as it is stored.
inline constexpr char kFirstClass[] =
    R"({"id":1,"name":"object","supercategory":"","color":"#4d8dff","key":"1"})";

// What an import did to the project.
struct ImportApplied {
  std::size_t objects = 0, boxes = 0, carried = 0;  // new ones; carried ones that are no boxes
  std::size_t classes = 0;
  std::size_t already = 0;     // annotations that are here, from an earlier import or an export
  std::size_t renumbered = 0;  // whose id another one has here
  std::size_t too_many = 0;    // left out: an image has as many as it can
  bool classes_changed = false;
  std::set<ImageId> touched;
};

// An annotation without a mask, as it came from a file.
struct CarriedRow {
  std::int64_t id = 0;
  ImageId image = 0;
  std::int64_t category = 0;  // 0: none of the project's
  bool is_box = false;
  std::string json;
  std::string uuid;  // an object that is put under it takes its place
};

// Whether a write came through, or somebody else was first.
enum class Written { kChanged, kUnchanged, kConflict };

template <class T>
struct WriteResult {
  Written outcome = Written::kUnchanged;
  T current;  // after the write, or what is there instead
};

class Store {
 public:
  static base::Result<std::unique_ptr<Store>> open(const std::filesystem::path& file);

  // Of this database file, for ever: what a browser keeps for one project is not sent to another.
  const std::string& id() const { return nonce_; }

  // Images ------------------------------------------------------------------
  // In list order; also those whose file is gone.
  base::Result<std::vector<ImageRow>> all_images();
  // Writes new rows (id 0), changed rows and the order of the list in one transaction.
  base::Status write_images(std::span<const ImageRow> changed, std::span<const std::string> order);
  base::Result<ImagePage> images(const ImageQuery& query);
  base::Result<ImageRow> image(ImageId id);
  // The next and previous readable ones in list order, nearest first, next before previous.
  base::Result<std::vector<ImageId>> neighbours(ImageId id, int count);
  base::Status set_sha256(ImageId id, const std::string& sha256);
  base::Result<Written> set_state(ImageId id, const std::string& state);
  base::Result<ProjectCounts> counts();

  // Objects -----------------------------------------------------------------
  base::Result<AnnotationList> annotations(ImageId image);
  base::Result<AnnotationOne> annotation(ImageId image, const std::string& uuid);
  // The whole list. `error` says which object a kInvalidInput is about.
  base::Result<WriteResult<AnnotationList>> replace_annotations(
      ImageId image, std::span<const AnnotationWrite> objects, const Precondition& precondition,
      std::optional<std::size_t>& error_index);
  base::Result<WriteResult<AnnotationOne>> put_annotation(ImageId image,
                                                          const AnnotationWrite& object,
                                                          const Precondition& precondition);
  base::Result<WriteResult<AnnotationOne>> delete_annotation(ImageId image, const std::string& uuid,
                                                             const Precondition& precondition);
  // Every object of the project, by image and drawing order, under one lock.
  using StoredObject = formats::StoredObject;
  base::Status each_object(const std::function<void(const StoredObject&)>& visit);

  // Files of other tools ------------------------------------------------------
  // All of it in one transaction: new classes, objects on top of the others, and what is carried
  // along. Objects whose uuid is here already are left as they are.
  base::Result<ImportApplied> apply_import(const formats::Import& import);
  // By image, under one lock; without those that have become objects.
  base::Status each_carried(const std::function<void(const CarriedRow&)>& visit);
  // What COCO files said of images and beside their annotations, as JSON; empty where none did.
  base::Result<std::map<ImageId, std::string>> imported_images();
  base::Result<std::string> imported_file();

  // Classes -----------------------------------------------------------------
  base::Result<CategoryList> categories();
  // `rows` with id -1 get the next id; their json gets it as "id". Refuses to drop a class in use.
  // What `changes` does to objects is done in the same transaction; `touched` is given their
  // images.
  base::Result<WriteResult<CategoryList>> replace_categories(std::vector<CategoryRow> rows,
                                                             const Precondition& precondition,
                                                             const ClassChanges& changes = {},
                                                             std::set<ImageId>* touched = nullptr);

 private:
  explicit Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  base::Status prepare_schema();

  base::Result<ImageRow> image_locked(ImageId id);
  base::Status count_categories(std::vector<ImageRow>& rows);
  base::Result<std::string> annotations_etag(ImageId image);
  base::Result<AnnotationList> annotations_locked(ImageId image);
  base::Result<AnnotationOne> annotation_locked(ImageId image, const std::string& uuid);
  base::Result<std::int64_t> id_for(const std::string& uuid);
  base::Status check_category(std::int64_t category);
  base::Result<Written> write_annotation(ImageId image, const AnnotationWrite& object,
                                         std::int64_t position);
  base::Status touch(ImageId image);
  base::Result<bool> only_untouched_class();
  base::Result<std::vector<int>> import_classes(const std::vector<formats::ImportedClass>& classes,
                                                ImportApplied& applied);
  base::Result<std::optional<std::int64_t>> import_id(const std::string& uuid,
                                                      std::optional<std::int64_t> wanted,
                                                      ImportApplied& applied);
  base::Status import_object(const formats::ImportedImage& image,
                             const formats::ImportedObject& object, int category,
                             std::int64_t& position, ImportApplied& applied);
  base::Status import_carried(const formats::ImportedImage& image,
                              const formats::ImportedCarried& carried,
                              const std::vector<int>& class_ids, ImportApplied& applied);
  base::Status import_file_keys(const formats::Json& keys);
  base::Result<std::string> imported_file_locked();
  base::Result<CategoryList> categories_locked();
  static base::Status collect_images(Statement& query, std::set<ImageId>& images);
  base::Status replace_class(std::int64_t from, std::int64_t to, std::set<ImageId>& touched);
  base::Status restore_class(std::int64_t id, std::set<ImageId>& touched);
  base::Status rename_attribute(const doc::AttributeRename& rename, std::set<ImageId>& touched);
  base::Result<std::set<ImageId>> change_objects_with_classes(const ClassChanges& changes);

  std::unique_ptr<Database> database_;
  std::mutex mutex_;
  std::string nonce_;  // of this database file: an ETag never fits another one
};

}  // namespace maskpoint::server
