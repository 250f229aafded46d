#include "formats/coco_writer.h"

#include <cstdlib>
#include <utility>
#include <vector>

#include "doc/json_text.h"
#include "formats/coco_segmentation.h"
#include "formats/export_context.h"

namespace maskpoint::formats {
namespace {

// {"info": …, "licenses": […], …}: ours, and what imported files said, which is not overwritten.
Json head_json(const ExportContext& context) {
  const ProjectContent& project = context.content();
  Json head = {{"info", Json::object()}, {"licenses", Json::array()}};
  const Json& imported = project.imported;
  if (imported.is_object())
    for (const auto& [key, value] : imported.items())
      head[key] = value;
  if (!head["info"].is_object()) head["info"] = Json::object();
  Json& info = head["info"];
  const Json ours = {{"description", project.name},
                     {"contributor", project.written_by},
                     {"date_created", project.now},
                     {"year", std::atoi(project.now.c_str())}};
  for (const auto& [key, value] : ours.items())
    if (!info.contains(key)) info[key] = value;
  info.erase("unreadable_files");
  if (!project.unreadable.empty()) info["unreadable_files"] = project.unreadable;
  return head;
}

// Texts with commas between them.
class List {
 public:
  explicit List(std::string& to) : to_(to) {}
  void add(const std::string& text) {
    if (!first_) to_ += ',';
    first_ = false;
    to_ += text;
  }

 private:
  std::string& to_;
  bool first_ = true;
};

base::Status add_stored(const ExportContext& context, List& annotations) {
  auto status = context.content().each_object([&](const StoredObject& object) {
    if (const auto text = context.annotation_text(object)) annotations.add(*text);
  });
  if (!status.ok()) return status;
  return context.content().each_carried([&](const StoredCarried& row) {
    if (const auto text = context.carried_text(row)) annotations.add(*text);
  });
}

base::Status add_rewritten(const ExportContext& context, Format format,
                           const ExportChoices& choices, List& annotations, Report& report) {
  for (const StoredImage& row : context.content().images) {
    auto image = context.image(row, report);
    if (!image.ok()) return image.status();
    for (ExportObject& object : image->objects) {
      const Json json =
          with_segmentation(std::move(object.coco), *object.object->mask, format, choices, report);
      if (!json.is_null()) annotations.add(doc::json_text(json));
    }
  }
  return context.content().each_carried([&](const StoredCarried& row) {
    report.add(Outcome::kNotTaken, "annotation", "without a mask", "id " + std::to_string(row.id));
  });
}

// {…head, "images": […], "annotations": […], "categories": […]}, each of them a text; `add` puts
// the annotations in, of which there may be many.
template <class Add>
base::Result<std::string> file_text(const Json& head, const std::vector<std::string>& images,
                                    const Add& add, const std::vector<std::string>& categories) {
  std::string text = doc::json_text(head);
  text.pop_back();
  const auto put = [&](const char* key, const auto& fill) {
    text.append(",\"").append(key).append("\":[");
    List list(text);
    const base::Status status = fill(list);
    text += ']';
    return status;
  };
  const auto all_of = [](const std::vector<std::string>& texts) {
    return [&texts](List& list) {
      for (const std::string& one : texts)
        list.add(one);
      return base::Status();
    };
  };
  (void)put("images", all_of(images));
  if (auto status = put("annotations", add); !status.ok()) return status;
  (void)put("categories", all_of(categories));
  return text + "}\n";
}

}  // namespace

base::Result<std::string> coco_text(const ProjectContent& project, Format format,
                                    const ExportChoices& choices, Report& report) {
  const ExportContext context(project);
  std::vector<std::string> images, categories;
  for (const StoredImage& row : project.images)
    images.push_back(doc::json_text(context.image_json(row)));
  for (const Json& category : context.category_jsons())
    categories.push_back(doc::json_text(category));
  const auto add = [&](List& annotations) {
    return format == Format::kCoco ? add_stored(context, annotations)
                                   : add_rewritten(context, format, choices, annotations, report);
  };
  return file_text(head_json(context), images, add, categories);
}

base::Result<std::string> coco_as_stored(const ProjectContent& project) {
  const ExportContext context(project);
  std::vector<std::string> images, categories;
  for (const StoredImage& row : project.images) {
    Json image = context.image_json(row);
    image["id"] = row.id;
    images.push_back(doc::json_text(image));
  }
  for (const StoredClass& row : project.classes)
    categories.push_back(doc::json_text(row.json));
  const auto add = [&](List& annotations) {
    return project.each_object([&](const StoredObject& object) {
      if (context.has(object)) annotations.add(object.json);
    });
  };
  return file_text(head_json(context), images, add, categories);
}

}  // namespace maskpoint::formats
