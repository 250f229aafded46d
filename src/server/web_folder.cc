#include "server/web_folder.h"

#include <system_error>

namespace maskpoint::server {

std::filesystem::path default_web_folder() {
  std::error_code error;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return executable.parent_path().parent_path() / "web";
}

}  // namespace maskpoint::server
