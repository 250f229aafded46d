#include "server/store_database.h"

#include <sqlite3.h>

namespace maskpoint::server {
namespace {

base::Status sqlite_status(sqlite3* database, int result) {
  switch (result & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return {};
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return {base::StatusCode::kUnavailable,
              "The change could not be written to the disk (it may be full); free some space and "
              "save again, nothing stored before is lost."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {base::StatusCode::kUnavailable,
              "The project's database can't be written; check the permissions of the .maskpoint "
              "folder."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {base::StatusCode::kUnavailable,
              "Another program holds the project's database; close it and save again."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {base::StatusCode::kInternal,
              "The project's database is damaged; move .maskpoint/project.db away (keep it) or put "
              "a copy back, then start again."};
    default:
      return {base::StatusCode::kInternal, std::string("The project's database failed (") +
                                               sqlite3_errmsg(database) + "); please report it."};
  }
}

}  // namespace

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
  result_ = sqlite3_prepare_v2(database, sql.data(), int(sql.size()), &statement_, nullptr);
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement& Statement::bind(int index, std::int64_t value) {
  if (statement_ != nullptr) sqlite3_bind_int64(statement_, index, value);
  return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
  if (statement_ != nullptr)
    sqlite3_bind_text64(statement_, index, value.data() != nullptr ? value.data() : "",
                        value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

bool Statement::step() {
  if (statement_ == nullptr) return false;
  result_ = sqlite3_step(statement_);
  return result_ == SQLITE_ROW;
}

base::Status Statement::run() {
  while (step()) {
  }
  auto out = status();
  reset();
  return out;
}

void Statement::reset() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

base::Status Statement::status() const {
  return sqlite_status(database_, result_);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return bytes == nullptr
             ? std::string()
             : std::string(bytes, std::size_t(sqlite3_column_bytes(statement_, column)));
}

Database::~Database() {
  sqlite3_close(handle_);
}

base::Status Database::execute(const char* sql) {
  return sqlite_status(handle_, sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

std::int64_t Database::last_id() const {
  return sqlite3_last_insert_rowid(handle_);
}

int Database::changes() const {
  return sqlite3_changes(handle_);
}

base::Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int result =
      sqlite3_open_v2(file.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (result != SQLITE_OK) return sqlite_status(handle, result);
  sqlite3_extended_result_codes(handle, 1);
  // Longer, and everybody would wait with whoever writes; pages try again by themselves.
  sqlite3_busy_timeout(handle, 1500);
  for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                             "PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF"})
    if (auto status = database->execute(pragma); !status.ok()) return status;
  return database;
}

}  // namespace maskpoint::server
