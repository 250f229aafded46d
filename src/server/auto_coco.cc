#include "server/auto_coco.h"

#include <cstdint>
#include <string>
#include <utility>

#include "doc/json_text.h"
#include "formats/json_input.h"
#include "server/embedding_write.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

using formats::Json;

enum class Part { kMade, kFailed, kMissing };

Part part_of(const ImageTask& task, const std::filesystem::path& folder,
             const AutoSettings& settings) {
  const auto record = read_auto_record(auto_record_path(folder, task.relative));
  if (!record.ok() || record->settings != settings) return Part::kMissing;
  if (!record->failed.empty()) return Part::kFailed;
  std::error_code error;
  return std::filesystem::exists(task.output, error) ? Part::kMade : Part::kMissing;
}

base::Result<Json> read_part(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes.ok()) return bytes.status();
  formats::Report put_up_with;
  auto json = formats::read_json(
      std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()), put_up_with);
  if (json.ok()) return json;
  return base::Status(json.status().code(), path.string() + ": " + json.status().message());
}

// Lists of a file in the making, with commas between their members.
class CocoFile {
 public:
  explicit CocoFile(WholeFile& file) : file_(file) {}

  base::Status add(const Json& member) {
    const bool first = std::exchange(first_, false);
    return file_.write((first ? "\n" : ",\n") + doc::json_text(member));
  }
  base::Status begin_list(const char* opening) {
    first_ = true;
    return file_.write(opening);
  }

 private:
  WholeFile& file_;
  bool first_ = true;
};

Json annotation_of(const Json& part, std::int64_t id, std::int64_t image_id) {
  Json annotation = {{"id", id}, {"image_id", image_id}, {"category_id", 1}};
  for (const auto& [key, value] : part.items())
    if (!annotation.contains(key)) annotation[key] = value;
  annotation["iscrowd"] = 0;
  return annotation;
}

Json image_of(const Json& part, std::int64_t id) {
  const Json& image = formats::member(part, "image");
  return {{"id", id},
          {"file_name", formats::member(image, "file_name")},
          {"width", formats::member(image, "width")},
          {"height", formats::member(image, "height")}};
}

}  // namespace

PartsThere parts_there(std::span<const ImageTask> tasks, const std::filesystem::path& folder,
                       const AutoSettings& settings) {
  PartsThere there;
  for (const ImageTask& task : tasks) {
    const Part part = part_of(task, folder, settings);
    ++(part == Part::kMade ? there.made : part == Part::kFailed ? there.failed : there.missing);
  }
  return there;
}

base::Status write_auto_coco(const std::filesystem::path& out, std::span<const ImageTask> tasks,
                             const std::filesystem::path& folder, const AutoSettings& settings) {
  auto file = WholeFile::create(out);
  if (!file.ok()) return file.status();
  CocoFile coco(*file);
  const Json info = {{"description", "Automatic masks"},
                     {"contributor", std::string("Maskpoint ") + MASKPOINT_VERSION},
                     {"model", settings.model},
                     {"options", settings.options}};
  base::Status status = file->write("{\"info\":" + doc::json_text(info) + ",\"licenses\":[]");
  std::int64_t next_annotation = 1;
  // The parts are read once for each list: only one is held at a time.
  for (const bool images : {true, false}) {
    if (status.ok()) status = coco.begin_list(images ? ",\n\"images\":[" : "],\n\"annotations\":[");
    for (std::size_t i = 0; i < tasks.size() && status.ok(); ++i) {
      if (part_of(tasks[i], folder, settings) != Part::kMade) continue;
      const auto part = read_part(tasks[i].output);
      if (!part.ok()) return part.status();
      const auto id = std::int64_t(i) + 1;
      if (images) {
        status = coco.add(image_of(*part, id));
        continue;
      }
      for (const Json& annotation : formats::list_of(*part, "annotations"))
        if (status.ok()) status = coco.add(annotation_of(annotation, next_annotation++, id));
    }
  }
  if (status.ok())
    status = file->write(
        "],\n\"categories\":[{\"id\":1,\"name\":\"object\",\"supercategory\":\"\"}]}\n");
  return status.ok() ? file->commit() : status;
}

}  // namespace maskpoint::server
