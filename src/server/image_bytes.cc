#include "server/image_bytes.h"

#include <cstring>
#include <system_error>

namespace maskpoint::server {

bool MemorySource::read(std::uint64_t offset, std::span<std::uint8_t> out) {
  if (offset > bytes_.size() || out.size() > bytes_.size() - offset) return false;
  if (!out.empty()) std::memcpy(out.data(), bytes_.data() + offset, out.size());
  return true;
}

std::unique_ptr<FileSource> FileSource::open(const std::filesystem::path& path) {
  // Regular files only: opening a pipe or a device would hang or never end.
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return nullptr;
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (error) return nullptr;
  auto source = std::make_unique<FileSource>();
  source->file_.reset(std::fopen(path.c_str(), "rb"));
  if (!source->file_) return nullptr;
  source->size_ = size;
  return source;
}

bool FileSource::read(std::uint64_t offset, std::span<std::uint8_t> out) {
  if (offset > size_ || out.size() > size_ - offset) return false;
  if (fseeko(file_.get(), off_t(offset), SEEK_SET) != 0) return false;
  return std::fread(out.data(), 1, out.size(), file_.get()) == out.size();
}

}  // namespace maskpoint::server
