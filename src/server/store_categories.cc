// The classes of the store.
#include <set>
#include <utility>

#include "server/http_json.h"
#include "server/store.h"

namespace maskpoint::server {

base::Result<CategoryList> Store::categories_locked() {
  CategoryList list;
  {
    auto query = database_->prepare("SELECT value FROM meta WHERE key = 'categories_version'");
    if (query.step()) list.etag = "\"" + nonce_ + "-c-" + query.text(0) + "\"";
    if (!query.status().ok()) return query.status();
  }
  auto query = database_->prepare("SELECT id, json FROM categories ORDER BY position, id");
  while (query.step())
    list.rows.push_back({query.integer(0), query.text(1)});
  if (!query.status().ok()) return query.status();
  return list;
}

base::Result<CategoryList> Store::categories() {
  const std::lock_guard lock(mutex_);
  return categories_locked();
}

base::Result<WriteResult<CategoryList>> Store::replace_categories(std::vector<CategoryRow> rows,
                                                                  const Precondition& precondition,
                                                                  const ClassChanges& changes,
                                                                  std::set<ImageId>* touched) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(*database_);
  if (!transaction.begun().ok()) return transaction.begun();
  auto before = categories_locked();
  if (!before.ok()) return before.status();

  const auto same = [&] {
    if (rows.size() != before->rows.size()) return false;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].id != before->rows[i].id || rows[i].json != before->rows[i].json) return false;
    return true;
  };
  if (same()) return WriteResult<CategoryList>{Written::kUnchanged, *std::move(before)};
  if (!precondition.admits(before->etag))
    return WriteResult<CategoryList>{Written::kConflict, *std::move(before)};

  // Classes are put aside and come back by id; what is still aside at the end goes, if unused.
  if (auto status = database_->execute("UPDATE categories SET position = -1"); !status.ok())
    return status;
  std::int64_t position = 0;
  auto upsert = database_->prepare(
      "INSERT INTO categories (id, position, json) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (id) DO UPDATE SET position = ?2, json = ?3");
  auto append = database_->prepare("INSERT INTO categories (position, json) VALUES (?1, '{}')");
  // Given ids first, so that the ones made here can't meet them.
  for (CategoryRow& row : rows) {
    const std::int64_t here = position++;
    if (row.id < 0) continue;
    if (auto status = upsert.bind(1, row.id).bind(2, here).bind(3, row.json).run(); !status.ok())
      return status;
  }
  position = 0;
  for (CategoryRow& row : rows) {
    const std::int64_t here = position++;
    if (row.id >= 0) continue;
    if (auto status = append.bind(1, here).run(); !status.ok()) return status;
    row.id = database_->last_id();
    row.json = "{\"id\":" + std::to_string(row.id) + "," + row.json.substr(1);
    if (auto status = upsert.bind(1, row.id).bind(2, here).bind(3, row.json).run(); !status.ok())
      return status;
  }
  auto images = change_objects_with_classes(changes);
  if (!images.ok()) return images.status();
  {
    auto used = database_->prepare(
        "SELECT categories.json, COUNT(*) FROM (SELECT category_id FROM annotations UNION ALL "
        "SELECT category_id FROM carried_annotations) JOIN categories ON categories.id = "
        "category_id WHERE categories.position = -1 GROUP BY category_id");
    if (used.step()) {
      const Json json = Json::parse(used.text(0), nullptr, false);
      const std::string name = json.is_object() ? json.value("name", "") : std::string();
      return base::invalid_input("The class \"" + name + "\" is used by " +
                                 std::to_string(used.integer(1)) +
                                 " objects; give them another class first.");
    }
    if (!used.status().ok()) return used.status();
  }
  for (const char* sql : {"DELETE FROM categories WHERE position = -1",
                          "UPDATE meta SET value = value + 1 WHERE key = 'categories_version'"})
    if (auto status = database_->execute(sql); !status.ok()) return status;
  auto after = categories_locked();
  if (!after.ok()) return after.status();
  if (auto status = transaction.commit(); !status.ok()) return status;
  if (touched != nullptr) *touched = *std::move(images);
  return WriteResult<CategoryList>{Written::kChanged, *std::move(after)};
}

}  // namespace maskpoint::server
