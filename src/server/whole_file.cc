#include "server/whole_file.h"

#include <fstream>
#include <system_error>

namespace maskpoint::server {

base::Status write_whole_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path partial = path;
  partial += ".part";
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  {
    std::ofstream file(partial, std::ios::binary);
    file.write(bytes.data(), std::streamsize(bytes.size()));
    file.close();
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(partial, path, error);
  if (!error) return {};
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  return {base::StatusCode::kUnavailable,
          "Cannot write \"" + path.string() + "\"; is the folder writable and the disk not full?"};
}

}  // namespace maskpoint::server
