#include "server/store.h"

#include "server/http_security.h"

namespace maskpoint::server {
namespace {

constexpr std::int64_t kSchemaVersion = 1;

// Ids are AUTOINCREMENT: never given twice. annotation_ids outlives its objects, so that an object
// deleted and put back (undo) is the same object again.
constexpr const char* kSchema = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE images (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL DEFAULT 0,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  orientation INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'in_work', 'done')),
  error TEXT NOT NULL DEFAULT '',
  sha256 TEXT NOT NULL DEFAULT '',
  present INTEGER NOT NULL DEFAULT 1,
  annotations_version INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX images_by_position ON images (position);
CREATE TABLE annotation_ids (id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE);
CREATE TABLE annotations (
  id INTEGER PRIMARY KEY REFERENCES annotation_ids (id),
  uuid TEXT NOT NULL UNIQUE,
  image_id INTEGER NOT NULL REFERENCES images (id),
  category_id INTEGER NOT NULL REFERENCES categories (id),
  position INTEGER NOT NULL,
  json TEXT NOT NULL
);
CREATE INDEX annotations_by_image ON annotations (image_id, position);
CREATE INDEX annotations_by_category ON annotations (category_id);
CREATE TABLE categories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  position INTEGER NOT NULL,
  json TEXT NOT NULL
);
INSERT INTO meta VALUES ('categories_version', '1');
PRAGMA user_version = 1;
)sql";

// Tables that are not of the schema's version, because an older Maskpoint does without: what files
// of other tools said beside their masks, and objects whose class was deleted in favour of another.
constexpr const char* kImported =
    "CREATE TABLE IF NOT EXISTS imported_images (image_id INTEGER PRIMARY KEY REFERENCES images "
    "(id), json TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS carried_annotations (id INTEGER PRIMARY KEY REFERENCES "
    "annotation_ids (id), image_id INTEGER NOT NULL REFERENCES images (id), category_id INTEGER "
    "REFERENCES categories (id), is_box INTEGER NOT NULL, json TEXT NOT NULL);";
constexpr const char* kReplacedObjects =
    "CREATE TABLE IF NOT EXISTS replaced_objects (uuid TEXT NOT NULL, from_class INTEGER NOT NULL, "
    "to_class INTEGER NOT NULL, PRIMARY KEY (uuid, from_class)) WITHOUT ROWID";

}  // namespace

base::Status Store::prepare_schema() {
  std::int64_t version = 0;
  {
    auto query = database_->prepare("PRAGMA user_version");
    if (query.step()) version = query.integer(0);
    if (!query.status().ok()) return query.status();
  }
  if (version > kSchemaVersion)
    return {base::StatusCode::kInvalidInput,
            "The project was made by a newer Maskpoint; update this one to open it."};
  if (version == 0) {
    Transaction transaction(*database_);
    if (!transaction.begun().ok()) return transaction.begun();
    if (auto status = database_->execute(kSchema); !status.ok()) return status;
    auto first = database_->prepare("INSERT INTO categories VALUES (1, 0, ?1)");
    if (auto status = first.bind(1, kFirstClass).run(); !status.ok()) return status;
    auto insert = database_->prepare("INSERT INTO meta VALUES ('nonce', ?)");
    if (auto status = insert.bind(1, random_token().substr(0, 8)).run(); !status.ok())
      return status;
    if (auto status = transaction.commit(); !status.ok()) return status;
  }
  for (const char* later : {kReplacedObjects, kImported})
    if (auto status = database_->execute(later); !status.ok()) return status;
  auto query = database_->prepare("SELECT value FROM meta WHERE key = 'nonce'");
  if (query.step()) nonce_ = query.text(0);
  return query.status();
}

base::Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file) {
  auto database = Database::open(file);
  if (!database.ok()) return database.status();
  std::unique_ptr<Store> store(new Store(*std::move(database)));
  if (auto status = store->prepare_schema(); !status.ok()) return status;
  return store;
}

}  // namespace maskpoint::server
