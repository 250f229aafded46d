#include "formats/reader.h"

#include <utility>

#include "formats/coco_reader.h"
#include "formats/import_builder.h"
#include "formats/label_masks.h"
#include "formats/labelme.h"
#include "formats/sa1b.h"
#include "formats/yolo.h"

namespace maskpoint::formats {
namespace {

enum class Kind { kJson, kText, kPng, kYaml, kOther };

Kind kind_of(std::string_view name, std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG"sv)) return Kind::kPng;
  std::string ending(file_part(name));
  const std::size_t dot = ending.rfind('.');
  ending = dot == std::string::npos ? "" : ending.substr(dot + 1);
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  if (ending == "txt") return Kind::kText;
  if (ending == "yaml" || ending == "yml") return Kind::kYaml;
  if (ending == "json" || ending.empty()) return Kind::kJson;
  return Kind::kOther;
}

bool is_name_list(std::string_view name, Kind kind) {
  const std::string_view file = file_part(name);
  return kind == Kind::kYaml || file == "classes.txt" || file == "obj.names" ||
         file == "labels.txt";
}

// What the lists of a set of files say.
struct Names {
  std::map<int, std::string> yolo;
  MaskMaps masks;
};

base::Status read_json_file(std::string_view name, const Json& file, ImportBuilder& into) {
  if (looks_like_coco(file))
    read_coco(file, into);
  else if (looks_like_sa1b(file))
    read_sa1b(name, file, into);
  else if (looks_like_labelme(file))
    read_labelme(name, file, into);
  else if (looks_like_coco_results(file))
    read_coco_results(file, into);
  else
    return base::invalid_input(
        "It is JSON, but of no format that is known here (COCO, SA-1B, LabelMe).");
  return {};
}

base::Status read_one(std::string_view name, std::string_view bytes, Kind kind, const Names& names,
                      ImportBuilder& into) {
  into.begin_file();
  if (kind == Kind::kPng) return read_mask_png(name, bytes, names.masks, into);
  if (kind == Kind::kText) {
    read_yolo(name, bytes, names.yolo, into);
    return {};
  }
  const base::Result<Json> file = read_json(bytes, into.report);
  if (!file.ok()) return file.status();
  return read_json_file(name, *file, into);
}

// Takes the lists out: says whether it was one.
bool take_names(const NamedFile& file, Kind kind, Names& names) {
  if (is_name_list(file.name, kind)) {
    names.yolo = yolo_names(file.name, file.bytes);
    return true;
  }
  const std::string_view name = file_part(file.name);
  if (name != "classes.json" && name != "instances.json") return false;
  Report unused;
  const base::Result<Json> json = read_json(file.bytes, unused);
  return json.ok() && take_mask_map(*json, names.masks);
}

}  // namespace

base::Result<Import> read_file(std::string_view name, std::string_view bytes,
                               const KnownProject& project, const ReadOptions& options) {
  const Kind kind = kind_of(name, bytes);
  ImportBuilder builder(project, options.png, options.zero_ids);
  const base::Status status =
      read_one(name, bytes, kind == Kind::kOther ? Kind::kJson : kind, {}, builder);
  if (!status.ok()) return status;
  return std::move(builder).finish();
}

Import read_files(std::span<const NamedFile> files, const KnownProject& project,
                  const ReadOptions& options) {
  ImportBuilder builder(project, options.png, options.zero_ids);
  Names names;
  std::vector<bool> is_list(files.size(), false);
  for (std::size_t i = 0; i < files.size(); ++i)
    is_list[i] = take_names(files[i], kind_of(files[i].name, files[i].bytes), names);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const NamedFile& file = files[i];
    const Kind kind = kind_of(file.name, file.bytes);
    if (is_list[i] || kind == Kind::kOther || kind == Kind::kYaml) continue;
    // A photo is no mask of itself.
    if (kind == Kind::kPng && builder.names.find(file.name).fit == NameFit::kExact) continue;
    const base::Status status = read_one(file.name, file.bytes, kind, names, builder);
    if (!status.ok())
      builder.report.add(Outcome::kNotTaken, "file", "unusable: " + inside_sentence(status),
                         file.name);
  }
  return std::move(builder).finish();
}

}  // namespace maskpoint::formats
