// SQLite with errors as Statuses: a connection, statements that clean up, transactions that roll
// back unless committed.
//
// Not thread-safe: whoever owns a Database guards it. Every commit is on the disk when it returns
// (WAL, synchronous=FULL).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

struct sqlite3;
struct sqlite3_stmt;

namespace maskpoint::server {

// One SQL statement, stepped through its rows, reusable after reset().
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // Parameters count from 1.
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view value);
  // True at a row, false at the end or on an error: look at status() then.
  bool step();
  // For statements without rows: runs to the end and makes ready for the next bind.
  base::Status run();
  void reset();
  base::Status status() const;

  // Columns count from 0.
  std::int64_t integer(int column) const;
  std::string text(int column) const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int result_ = 0;
};

class Database {
 public:
  // Makes the file when absent.
  static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Statement prepare(std::string_view sql) { return Statement(handle_, sql); }
  base::Status execute(const char* sql);
  std::int64_t last_id() const;
  // Rows the last statement changed.
  int changes() const;

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
};

class Transaction {
 public:
  explicit Transaction(Database& database)
      : database_(database), begun_(database.execute("BEGIN IMMEDIATE")) {}
  ~Transaction() {
    if (begun_.ok() && !done_) (void)database_.execute("ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // To be checked before anything else is done.
  const base::Status& begun() const { return begun_; }
  base::Status commit() {
    auto status = database_.execute("COMMIT");
    done_ = status.ok();
    return status;
  }

 private:
  Database& database_;
  base::Status begun_;
  bool done_ = false;
};

}  // namespace maskpoint::server
