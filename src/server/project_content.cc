#include "server/project_content.h"

#include <array>
#include <ctime>
#include <utility>

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

Json parsed(const std::string& text) {
  return Json::parse(text, nullptr, false);
}

}  // namespace

base::Result<formats::ProjectContent> content_of(Project& project) {
  Store& store = project.store();
  auto rows = store.all_images();
  if (!rows.ok()) return rows.status();
  const auto categories = store.categories();
  if (!categories.ok()) return categories.status();
  const auto sources = store.imported_images();
  if (!sources.ok()) return sources.status();
  const auto imported = store.imported_file();
  if (!imported.ok()) return imported.status();

  formats::ProjectContent content;
  content.name = project.name();
  content.written_by = std::string("Maskpoint ") + MASKPOINT_VERSION;
  content.now = now_utc();
  for (ImageRow& row : *rows) {
    if (row.present && !row.error.empty()) content.unreadable.push_back(row.path);
    if (!exported(row)) continue;
    const auto source = sources->find(row.id);
    content.images.push_back({row.id, std::move(row.path), row.upright, row.orientation,
                              source == sources->end() ? Json() : parsed(source->second),
                              row.annotation_count > 0});
  }
  for (const CategoryRow& row : categories->rows)
    content.classes.push_back({int(row.id), parsed(row.json)});
  if (!imported->empty()) content.imported = parsed(*imported);
  content.each_object = [&store](const auto& visit) { return store.each_object(visit); };
  content.each_carried = [&store](const auto& visit) {
    return store.each_carried(
        [&](const CarriedRow& row) { visit({row.id, row.image, row.category, row.json}); });
  };
  content.objects_of = [&store](std::int64_t image) -> base::Result<std::vector<std::string>> {
    auto list = store.annotations(image);
    if (!list.ok()) return list.status();
    return std::move(list->objects);
  };
  return content;
}

}  // namespace maskpoint::server
