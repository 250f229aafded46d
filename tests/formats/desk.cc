#include "formats/desk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace maskpoint::formats {

std::optional<std::string> shared_file(const std::string& path) {
  std::ifstream file(std::string(MASKPOINT_DATA_DIR "/") + path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> shared_json_files(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(MASKPOINT_DATA_DIR) / folder, error))
    if (entry.path().extension() == ".json") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

KnownProject project_of(std::vector<KnownImage> images) {
  return {std::move(images), {{1, "object"}}};
}

KnownProject project_for(const Json& file) {
  std::vector<KnownImage> images;
  const auto add = [&](const Json& image) {
    if (!member(image, "file_name").is_string() || !member(image, "width").is_number() ||
        !member(image, "height").is_number())
      return;
    images.push_back({std::int64_t(images.size()) + 1,
                      text_at(image, "file_name"),
                      {image["width"].get<int>(), image["height"].get<int>()}});
  };
  if (file.contains("image")) add(file["image"]);
  if (file.contains("images"))
    for (const Json& image : file["images"])
      add(image);
  return project_of(std::move(images));
}

std::string sentences(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings())
    text += sentence(finding) + "\n";
  return text;
}

std::size_t object_count(const Import& import) {
  std::size_t count = 0;
  for (const ImportedImage& image : import.images)
    count += image.objects.size();
  return count;
}

std::size_t carried_count(const Import& import) {
  std::size_t count = 0;
  for (const ImportedImage& image : import.images)
    count += image.carried.size();
  return count;
}

}  // namespace maskpoint::formats
