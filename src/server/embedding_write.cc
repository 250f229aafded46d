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

}  // namespace

base::Status write_file_whole(const std::filesystem::path& path,
                              std::span<const std::uint8_t> bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return failure(path, errno);
  // mkstemp's 0600 would keep the result from everybody else; as open() would have made it.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(file, 0666 & ~mask);
  const bool written = write_all(file, bytes) && ::fsync(file) == 0;
  int error = written ? 0 : errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return {};
  ::unlink(temporary.c_str());
  return failure(path, error);
}

base::Status write_file_whole(const std::filesystem::path& path, std::string_view text) {
  return write_file_whole(
      path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace maskpoint::server
