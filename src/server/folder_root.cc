#include "server/folder_root.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace maskpoint::server {
namespace {

// Where an open file really lies. Linux tells by /proc, macOS by fcntl.
std::string real_path_of(int descriptor) {
#ifdef F_GETPATH
  char buffer[4096];
  return ::fcntl(descriptor, F_GETPATH, buffer) == 0 ? std::string(buffer) : std::string();
#else
  std::error_code error;
  const auto path =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), error);
  return error ? std::string() : path.string();
#endif
}

base::Status open_error(const std::string& name, int number) {
  if (number == ENOENT || number == ENOTDIR)
    return {base::StatusCode::kNotFound,
            "The file " + name + " is not in the folder any more; put it back or reload the list."};
  if (number == ELOOP)
    return base::invalid_input("The link " + name +
                               " leads in a circle; replace it by the file itself.");
  return {base::StatusCode::kUnavailable, "The file " + name + " can't be opened (" +
                                              std::strerror(number) + "); check its permissions."};
}

}  // namespace

OpenFile::OpenFile(OpenFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      mtime_ns_(other.mtime_ns_) {
}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(mtime_ns_, other.mtime_ns_);
  return *this;
}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int OpenFile::release() {
  return std::exchange(descriptor_, -1);
}

base::Result<std::vector<std::uint8_t>> OpenFile::read_all(std::uint64_t limit) const {
  if (size_ > limit)
    return base::Status(base::StatusCode::kTooLarge,
                        "The file has " + std::to_string(size_) + " bytes, more than the " +
                            std::to_string(limit) + " allowed; make it smaller.");
  std::vector<std::uint8_t> bytes(size_);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + done, bytes.size() - done, off_t(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return base::Status(base::StatusCode::kUnavailable,
                          "The file could not be read to its end; try again.");
    done += std::size_t(got);
  }
  return bytes;
}

base::Result<FolderRoot> FolderRoot::open(const std::filesystem::path& folder) {
  std::error_code error;
  FolderRoot root;
  root.path_ = std::filesystem::canonical(folder, error);
  if (error || !std::filesystem::is_directory(root.path_, error))
    return base::Status(base::StatusCode::kNotFound,
                        "There is no folder " + folder.string() + "; check the name.");
  if (::access(root.path_.c_str(), R_OK | X_OK) != 0)
    return base::Status(base::StatusCode::kUnavailable,
                        "The folder " + folder.string() + " can't be read (" +
                            std::strerror(errno) + "); check its permissions.");
  return root;
}

base::Result<OpenFile> FolderRoot::open_file(const std::string& relative) const {
  // Not blocking: opening a pipe would wait for its writer for ever.
  const int descriptor =
      ::open((path_ / relative).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return open_error(relative, errno);
  OpenFile holder(descriptor, 0, 0);
  const std::string root = path_ == "/" ? "/" : path_.string() + "/";
  if (!real_path_of(descriptor).starts_with(root))
    return base::invalid_input("The link " + relative +
                               " leads out of the folder and is not followed; copy the file here.");
  struct stat info = {};
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
    return base::invalid_input("The entry " + relative + " is not a file; remove it.");
#ifdef __APPLE__
  const timespec time = info.st_mtimespec;
#else
  const timespec time = info.st_mtim;
#endif
  return OpenFile(holder.release(), std::uint64_t(info.st_size),
                  std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec);
}

bool FolderRoot::has(const std::string& relative) const {
  struct stat info = {};
  return ::lstat((path_ / relative).c_str(), &info) == 0 &&
         (S_ISREG(info.st_mode) || S_ISLNK(info.st_mode));
}

}  // namespace maskpoint::server
