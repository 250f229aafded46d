#include "server/folder_scan.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "server/image_file.h"

namespace maskpoint::server {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// '/' sorts before everything, so that a folder's files stay together.
int rank(char c) {
  if (c == '/') return -1;
  return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

std::string_view number_at(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && digit(text[at]))
    ++at;
  std::string_view number = text.substr(begin, at - begin);
  while (number.size() > 1 && number.front() == '0')
    number.remove_prefix(1);
  return number;
}

int compare(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      const std::string_view x = number_at(a, i), y = number_at(b, j);
      if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
      if (const int order = x.compare(y); order != 0) return order;
    } else {
      if (rank(a[i]) != rank(b[j])) return rank(a[i]) < rank(b[j]) ? -1 : 1;
      ++i, ++j;
    }
  }
  return int(i < a.size()) - int(j < b.size());
}

ScannedFile scanned(const std::filesystem::path& path, std::string relative) {
  ScannedFile out;
  out.path = std::move(relative);
  struct stat info = {};
  if (::stat(path.c_str(), &info) == 0) {
    out.size = std::uint64_t(info.st_size);
#ifdef __APPLE__
    const timespec time = info.st_mtimespec;
#else
    const timespec time = info.st_mtim;
#endif
    out.mtime_ns = std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
  }
  return out;
}

void scan_into(const std::filesystem::path& folder, const std::string& prefix,
               std::vector<ScannedFile>& out) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    if (name.starts_with('.')) continue;
    std::error_code ignored;
    if (entries->symlink_status(ignored).type() == fs::file_type::directory)
      scan_into(entries->path(), prefix + name + "/", out);
    else if (has_image_extension(name) && !entries->is_directory(ignored))
      out.push_back(scanned(entries->path(), prefix + name));
  }
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  const int order = compare(a, b);
  return order != 0 ? order < 0 : a < b;
}

std::vector<ScannedFile> scan_folder(const FolderRoot& root) {
  std::vector<ScannedFile> out;
  scan_into(root.path(), "", out);
  std::sort(out.begin(), out.end(), [](const ScannedFile& a, const ScannedFile& b) {
    return natural_less(a.path, b.path);
  });
  return out;
}

}  // namespace maskpoint::server
