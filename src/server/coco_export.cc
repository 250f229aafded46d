#include "server/coco_export.h"

#include <array>
#include <ctime>

#include "server/http_json.h"

namespace maskpoint::server {
namespace {

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  gmtime_r(&now, &parts);
  std::array<char, 32> text = {};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

// Unreadable files have no size, so no object can lie on them unless they were readable before.
bool exported(const ImageRow& row) {
  return row.upright.width > 0 && (row.present || row.annotation_count > 0);
}

Json image_json(const ImageRow& row) {
  Json image = {{"id", row.id},
                {"file_name", row.path},
                {"width", row.upright.width},
                {"height", row.upright.height}};
  if (row.orientation != 1) image["exif_orientation"] = row.orientation;
  return image;
}

}  // namespace

base::Result<std::string> coco_export(Project& project) {
  const auto rows = project.store().all_images();
  if (!rows.ok()) return rows.status();
  const auto categories = project.store().categories();
  if (!categories.ok()) return categories.status();

  Json images = Json::array();
  Json unreadable = Json::array();
  for (const ImageRow& row : *rows) {
    if (exported(row)) images.push_back(image_json(row));
    if (row.present && !row.error.empty()) unreadable.push_back(row.path);
  }
  Json info = {{"description", project.name()},
               {"contributor", std::string("Maskpoint ") + MASKPOINT_VERSION},
               {"date_created", now_utc()},
               {"year", std::stoi(now_utc())}};
  if (!unreadable.empty()) info["unreadable_files"] = unreadable;

  std::string text = "{\"info\":" + json_text(info) + ",\"licenses\":[],\"images\":";
  text += json_text(images) + ",\"annotations\":[";
  bool first = true;
  // The stored texts as they are: what nobody edited goes out as it came in.
  auto status = project.store().each_annotation([&](const std::string& json) {
    if (!first) text += ',';
    first = false;
    text += json;
  });
  if (!status.ok()) return status;
  text += "],\"categories\":[";
  first = true;
  for (const CategoryRow& row : categories->rows) {
    if (!first) text += ',';
    first = false;
    text += row.json;
  }
  return text + "]}\n";
}

}  // namespace maskpoint::server
