// A zip archive made in memory, file by file, with libarchive.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"

namespace maskpoint::server {

class ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // `path` with '/' between its parts, UTF-8.
  base::Status add(const std::string& path, const std::string& bytes);
  // The archive; nothing can be added any more.
  base::Result<std::string> finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::server
