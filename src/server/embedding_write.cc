#include "server/embedding_write.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

namespace maskpoint::server {
namespace {

base::Status failure(const std::filesystem::path& path, int error) {
  return {base::StatusCode::kUnavailable, "The file " + path.string() + " could not be written (" +
                                              std::strerror(error) +
                                              "); check the disk's space and permissions."};
}

bool write_all(int file, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(std::size_t(written));
  }
  return true;
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

base::Result<WholeFile> WholeFile::create(const std::filesystem::path& path) {
  std::string temporary = path.string() + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return failure(path, errno);
  // mkstemp's 0600 would keep the result from everybody else; as open() would have made it.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(file, 0666 & ~mask);
  return WholeFile(path, std::move(temporary), file);
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      file_(std::exchange(other.file_, -1)) {
}

WholeFile::~WholeFile() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

base::Status WholeFile::write(std::span<const std::uint8_t> bytes) {
  return write_all(file_, bytes) ? base::Status() : failure(path_, errno);
}

base::Status WholeFile::write(std::string_view text) {
  return write(bytes_of(text));
}

base::Status WholeFile::commit() {
  if (::fsync(file_) != 0) return failure(path_, errno);
  if (::close(std::exchange(file_, -1)) != 0) return failure(path_, errno);
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return failure(path_, errno);
  temporary_.clear();
  return {};
}

base::Status write_file_whole(const std::filesystem::path& path,
                              std::span<const std::uint8_t> bytes) {
  auto file = WholeFile::create(path);
  if (!file.ok()) return file.status();
  base::Status status = file->write(bytes);
  return status.ok() ? file->commit() : status;
}

base::Status write_file_whole(const std::filesystem::path& path, std::string_view text) {
  return write_file_whole(path, bytes_of(text));
}

}  // namespace maskpoint::server
