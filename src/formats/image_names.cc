#include "formats/image_names.h"

#include <algorithm>

namespace maskpoint::formats {
namespace {

constexpr std::size_t kSeveral = std::size_t(-1);

}  // namespace

std::string plain_path(std::string_view path) {
  std::string plain(path);
  std::replace(plain.begin(), plain.end(), '\\', '/');
  while (plain.starts_with("./"))
    plain.erase(0, 2);
  return plain;
}

std::string_view file_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view without_ending(std::string_view path) {
  const std::size_t name = path.size() - file_part(path).size();
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos || dot <= name ? path : path.substr(0, dot);
}

void ImageNames::put(Index& index, const std::string& path, std::size_t image) {
  for (auto [map, key] :
       {std::pair{&index.by_path, path}, {&index.by_name, std::string(file_part(path))}}) {
    const auto [at, fresh] = map->emplace(std::move(key), image);
    if (!fresh && at->second != image) at->second = kSeveral;
  }
}

ImageNames::ImageNames(std::span<const KnownImage> images) {
  for (std::size_t i = 0; i < images.size(); ++i) {
    put(whole_, images[i].path, i);
    put(stems_, images[i].path, i);
    put(stems_, std::string(without_ending(images[i].path)), i);
  }
}

NameMatch ImageNames::find(const Index& index, const std::string& path) {
  bool ambiguous = false;
  // "train/images/a/b.jpg" is "a/b.jpg" where the project is rooted at images.
  for (std::string_view rest = path;;) {
    if (const auto at = index.by_path.find(std::string(rest)); at != index.by_path.end()) {
      if (at->second != kSeveral)
        return {rest.size() == path.size() ? NameFit::kExact : NameFit::kByName, at->second};
      ambiguous = true;
    }
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  if (const auto at = index.by_name.find(std::string(file_part(path))); at != index.by_name.end()) {
    if (at->second != kSeveral) return {NameFit::kByName, at->second};
    ambiguous = true;
  }
  return {ambiguous ? NameFit::kAmbiguous : NameFit::kNone, 0};
}

NameMatch ImageNames::find(std::string_view file_name) const {
  return find(whole_, plain_path(file_name));
}

NameMatch ImageNames::find_stem(std::string_view file_name) const {
  // "a.jpg" beats "a" in "a.jpg.json".
  return find(stems_, std::string(without_ending(plain_path(file_name))));
}

FileStems::FileStems(std::span<const std::string> paths) {
  for (const std::string& path : paths)
    ++count_[std::string(without_ending(path))];
}

std::string FileStems::of(const std::string& path) const {
  std::string stem(without_ending(path));
  const auto at = count_.find(stem);
  return at != count_.end() && at->second > 1 ? path : stem;
}

}  // namespace maskpoint::formats
