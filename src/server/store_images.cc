// The images of the store.
#include <algorithm>
#include <unordered_map>

#include "server/store.h"

namespace maskpoint::server {
namespace {

// An image whose file is gone is listed only while it has objects.
constexpr const char* kListed =
    "(present = 1 OR EXISTS (SELECT 1 FROM annotations WHERE image_id = images.id))";

const std::string kColumns =
    "SELECT id, path, size, mtime_ns, width, height, orientation, state, error, sha256, present, "
    "(SELECT COUNT(*) FROM annotations WHERE image_id = images.id) FROM images ";

ImageRow row_of(const Statement& query) {
  ImageRow row;
  row.id = query.integer(0);
  row.path = query.text(1);
  row.size = std::uint64_t(query.integer(2));
  row.mtime_ns = query.integer(3);
  row.upright = {int(query.integer(4)), int(query.integer(5))};
  row.orientation = int(query.integer(6));
  row.state = query.text(7);
  row.error = query.text(8);
  row.sha256 = query.text(9);
  row.present = query.integer(10) != 0;
  row.annotation_count = query.integer(11);
  if (!row.present)
    row.error = "The file is not in the folder any more, but its objects are kept; put it back.";
  return row;
}

base::Status no_image() {
  return {base::StatusCode::kNotFound, "There is no such image; reload the list."};
}

}  // namespace

base::Result<std::vector<ImageRow>> Store::all_images() {
  const std::lock_guard lock(mutex_);
  std::vector<ImageRow> rows;
  auto query = database_->prepare(kColumns + "ORDER BY position, id");
  while (query.step())
    rows.push_back(row_of(query));
  if (!query.status().ok()) return query.status();
  return rows;
}

base::Status Store::write_images(std::span<const ImageRow> changed,
                                 std::span<const std::string> order) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(*database_);
  if (!transaction.begun().ok()) return transaction.begun();
  auto upsert = database_->prepare(
      "INSERT INTO images (path, size, mtime_ns, width, height, orientation, error, sha256, "
      "present) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (path) DO UPDATE SET "
      "size = ?2, mtime_ns = ?3, width = ?4, height = ?5, orientation = ?6, error = ?7, "
      "sha256 = ?8, present = ?9");
  for (const ImageRow& row : changed) {
    upsert.bind(1, row.path).bind(2, std::int64_t(row.size)).bind(3, row.mtime_ns);
    upsert.bind(4, std::int64_t(row.upright.width)).bind(5, std::int64_t(row.upright.height));
    upsert.bind(6, std::int64_t(row.orientation)).bind(7, row.error).bind(8, row.sha256);
    upsert.bind(9, std::int64_t(row.present ? 1 : 0));
    if (auto status = upsert.run(); !status.ok()) return status;
  }
  auto place = database_->prepare("UPDATE images SET position = ?1 WHERE path = ?2");
  std::int64_t position = 0;
  for (const std::string& path : order)
    if (auto status = place.bind(1, position++).bind(2, path).run(); !status.ok()) return status;
  return transaction.commit();
}

base::Result<ImagePage> Store::images(const ImageQuery& query) {
  const std::lock_guard lock(mutex_);
  const std::string where = std::string("WHERE ") + kListed +
                            " AND (?1 = '' OR state = ?1)"
                            " AND (?2 = '' OR instr(lower(path), lower(?2)) > 0) ";
  ImagePage page;
  auto count = database_->prepare("SELECT COUNT(*) FROM images " + where);
  count.bind(1, query.state).bind(2, query.name);
  if (count.step()) page.total = count.integer(0);
  if (!count.status().ok()) return count.status();
  auto rows = database_->prepare(kColumns + where + "ORDER BY position, id LIMIT ?3 OFFSET ?4");
  rows.bind(1, query.state).bind(2, query.name).bind(3, query.limit).bind(4, query.offset);
  while (rows.step())
    page.rows.push_back(row_of(rows));
  if (!rows.status().ok()) return rows.status();
  if (auto status = count_categories(page.rows); !status.ok()) return status;
  return page;
}

// In one go for all of them: a page's ids mostly lie side by side.
base::Status Store::count_categories(std::vector<ImageRow>& rows) {
  if (rows.empty()) return {};
  std::unordered_map<ImageId, ImageRow*> by_id;
  ImageId first = rows.front().id, last = first;
  for (ImageRow& row : rows) {
    by_id.emplace(row.id, &row);
    first = std::min(first, row.id);
    last = std::max(last, row.id);
  }
  auto query = database_->prepare(
      "SELECT image_id, category_id, COUNT(*) FROM annotations WHERE image_id BETWEEN ?1 AND ?2 "
      "GROUP BY image_id, category_id");
  query.bind(1, first).bind(2, last);
  while (query.step())
    if (const auto row = by_id.find(query.integer(0)); row != by_id.end())
      row->second->category_counts[query.integer(1)] = query.integer(2);
  return query.status();
}

base::Result<ImageRow> Store::image_locked(ImageId id) {
  auto query = database_->prepare(kColumns + "WHERE id = ?1");
  query.bind(1, id);
  if (query.step()) return row_of(query);
  if (!query.status().ok()) return query.status();
  return no_image();
}

base::Result<ImageRow> Store::image(ImageId id) {
  const std::lock_guard lock(mutex_);
  auto row = image_locked(id);
  if (!row.ok()) return row.status();
  std::vector<ImageRow> rows = {*std::move(row)};
  if (auto status = count_categories(rows); !status.ok()) return status;
  return std::move(rows.front());
}

base::Result<std::vector<ImageId>> Store::neighbours(ImageId id, int count) {
  const std::lock_guard lock(mutex_);
  std::vector<ImageId> out;
  const std::string readable = "present = 1 AND error = '' AND position ";
  const std::string here = "(SELECT position FROM images WHERE id = ?1) ";
  for (const std::string& side :
       {">" + here + "ORDER BY position LIMIT ?2", "<" + here + "ORDER BY position DESC LIMIT 1"}) {
    auto query = database_->prepare(
        std::string("SELECT id FROM images WHERE ").append(readable).append(side));
    query.bind(1, id).bind(2, std::int64_t(count));
    while (query.step())
      out.push_back(query.integer(0));
    if (!query.status().ok()) return query.status();
  }
  return out;
}

base::Status Store::set_sha256(ImageId id, const std::string& sha256) {
  const std::lock_guard lock(mutex_);
  auto update = database_->prepare("UPDATE images SET sha256 = ?2 WHERE id = ?1");
  return update.bind(1, id).bind(2, sha256).run();
}

base::Result<Written> Store::set_state(ImageId id, const std::string& state) {
  const std::lock_guard lock(mutex_);
  auto row = image_locked(id);
  if (!row.ok()) return row.status();
  if (row->state == state) return Written::kUnchanged;
  auto update = database_->prepare("UPDATE images SET state = ?2 WHERE id = ?1");
  if (auto status = update.bind(1, id).bind(2, state).run(); !status.ok()) return status;
  return Written::kChanged;
}

base::Result<ProjectCounts> Store::counts() {
  const std::lock_guard lock(mutex_);
  auto query = database_->prepare(
      std::string("SELECT COUNT(*), COALESCE(SUM(state = 'new'), 0), COALESCE(SUM(state = "
                  "'in_work'), 0), COALESCE(SUM(state = 'done'), 0), COALESCE(SUM(error != '' OR "
                  "present = 0), 0), (SELECT COUNT(*) FROM annotations) FROM images WHERE ") +
      kListed);
  ProjectCounts out;
  if (query.step()) {
    out.images = query.integer(0);
    out.fresh = query.integer(1);
    out.in_work = query.integer(2);
    out.done = query.integer(3);
    out.errors = query.integer(4);
    out.annotations = query.integer(5);
  }
  if (!query.status().ok()) return query.status();
  return out;
}

}  // namespace maskpoint::server
