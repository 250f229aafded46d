#include "server/project_place.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <span>
#include <system_error>
#include <utility>

#include "server/embedding_key.h"

namespace maskpoint::server {
namespace {

// Creating a folder and a file in it is the only test that tells the truth.
bool writable(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return false;
  const std::string probe = (folder / "lock").string();
  const int file = ::open(probe.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (file < 0) return false;
  ::close(file);
  return true;
}

// Two folders of one name must not share a place.
std::string name_for(const std::filesystem::path& real) {
  const std::string text = real.string();
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return real.filename().string() + "-" + sha256_hex(bytes).substr(0, 12);
}

}  // namespace

std::filesystem::path user_data_folder() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
    return std::filesystem::path(data) / "maskpoint";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::filesystem::path(home) / ".local" / "share" / "maskpoint";
  return {};
}

ProjectPlace::ProjectPlace(ProjectPlace&& other) noexcept
    : folder_(std::move(other.folder_)),
      note_(std::move(other.note_)),
      lock_(std::exchange(other.lock_, -1)) {
}

ProjectPlace& ProjectPlace::operator=(ProjectPlace&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(note_, other.note_);
  std::swap(lock_, other.lock_);
  return *this;
}

ProjectPlace::~ProjectPlace() {
  if (lock_ >= 0) ::close(lock_);
}

base::Result<ProjectPlace> ProjectPlace::open(const std::filesystem::path& dir,
                                              const std::filesystem::path& fallback) {
  ProjectPlace place;
  place.folder_ = dir / ".maskpoint";
  std::error_code error;
  // A link here would take the data to wherever it leads.
  if (std::filesystem::is_symlink(place.folder_, error))
    return base::invalid_input("The .maskpoint entry of " + dir.string() +
                               " is a link; replace it by a folder.");
  if (!writable(place.folder_)) {
    place.folder_ = fallback / name_for(std::filesystem::canonical(dir, error));
    if (fallback.empty() || error || !writable(place.folder_))
      return base::Status(base::StatusCode::kUnavailable,
                          "Neither " + dir.string() +
                              " nor the user's data folder can be written; "
                              "set XDG_DATA_HOME to a folder that can.");
    place.note_ =
        "This folder is read-only, so classes, objects and embeddings are kept in the user's data "
        "folder instead of beside the images.";
  }
  const std::string file = (place.folder_ / "lock").string();
  place.lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (place.lock_ < 0)
    return base::Status(base::StatusCode::kUnavailable, "The file " + file + " can't be opened (" +
                                                            std::strerror(errno) +
                                                            "); check its permissions.");
  if (::flock(place.lock_, LOCK_EX | LOCK_NB) != 0)
    return base::Status(
        base::StatusCode::kConflict,
        "Another Maskpoint already serves " + dir.string() + "; use its page, or stop it first.");
  return place;
}

}  // namespace maskpoint::server
