// A folder out of which nothing can be opened: files are named relative to it, and a link that
// leads elsewhere is refused.
//
// The check is made on the file that was actually opened, so that nobody can swap a folder for a
// link in between. Immutable after open(); any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/status.h"

namespace maskpoint::server {

// An open regular file; closes itself.
class OpenFile {
 public:
  OpenFile() = default;
  OpenFile(int descriptor, std::uint64_t size, std::int64_t mtime_ns)
      : descriptor_(descriptor), size_(size), mtime_ns_(mtime_ns) {}
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  ~OpenFile();

  std::uint64_t size() const { return size_; }
  std::int64_t mtime_ns() const { return mtime_ns_; }
  int descriptor() const { return descriptor_; }
  // Gives the descriptor away.
  int release();
  // The whole file; kTooLarge over `limit`, kUnavailable when it can't be read or shrinks
  // meanwhile.
  base::Result<std::vector<std::uint8_t>> read_all(std::uint64_t limit) const;

 private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::int64_t mtime_ns_ = 0;
};

class FolderRoot {
 public:
  FolderRoot() = default;
  // kNotFound where there is no such folder or it can't be entered.
  static base::Result<FolderRoot> open(const std::filesystem::path& folder);

  // The real path, links resolved.
  const std::filesystem::path& path() const { return path_; }

  // `relative` with '/' between its parts, as a scan found it. kNotFound when absent, kInvalidInput
  // when it leads out of the folder or is no regular file, kUnavailable when reading is not
  // allowed.
  base::Result<OpenFile> open_file(const std::string& relative) const;

  // Whether something of that name is there (a link counts, wherever it leads).
  bool has(const std::string& relative) const;

 private:
  std::filesystem::path path_;
};

}  // namespace maskpoint::server
