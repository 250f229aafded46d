// Files that appear whole or not at all, whatever interrupts the writing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"

namespace maskpoint::server {

// One that is written piece by piece: a temporary file in the same folder, which commit() flushes
// to disk and renames over `path`. Without commit() nothing of it stays.
class WholeFile {
 public:
  static base::Result<WholeFile> create(const std::filesystem::path& path);
  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;
  ~WholeFile();

  base::Status write(std::span<const std::uint8_t> bytes);
  base::Status write(std::string_view text);
  base::Status commit();

 private:
  WholeFile(std::filesystem::path path, std::string temporary, int file)
      : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}
  std::filesystem::path path_;
  std::string temporary_;  // empty once it is gone
  int file_ = -1;
};

// Writes a temporary file in the same folder, flushes it to disk and renames it over `path`.
base::Status write_file_whole(const std::filesystem::path& path,
                              std::span<const std::uint8_t> bytes);
base::Status write_file_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace maskpoint::server
