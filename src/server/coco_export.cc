#include "server/coco_export.h"

#include <array>
#include <ctime>
#include <utility>
#include <vector>

#include "formats/coco_segmentation.h"
#include "server/export_context.h"
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

// {"info": …, "licenses": […], …}: ours, and what imported files said, which is not overwritten.
Json head_json(const Project& project, const ExportContext& context) {
  Json head = {{"info", Json::object()}, {"licenses", Json::array()}};
  const Json& imported = context.imported_keys();
  if (imported.is_object())
    for (const auto& [key, value] : imported.items())
      head[key] = value;
  if (!head["info"].is_object()) head["info"] = Json::object();
  Json& info = head["info"];
  const Json ours = {{"description", project.name()},
                     {"contributor", std::string("Maskpoint ") + MASKPOINT_VERSION},
                     {"date_created", now_utc()},
                     {"year", std::stoi(now_utc())}};
  for (const auto& [key, value] : ours.items())
    if (!info.contains(key)) info[key] = value;
  info.erase("unreadable_files");
  if (!context.unreadable().empty()) info["unreadable_files"] = context.unreadable();
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

base::Status add_stored(Project& project, const ExportContext& context, List& annotations) {
  auto status = project.store().each_object([&](const Store::StoredObject& object) {
    if (const auto text = context.annotation_text(object)) annotations.add(*text);
  });
  if (!status.ok()) return status;
  return project.store().each_carried([&](const CarriedRow& row) {
    if (const auto text = context.carried_text(row)) annotations.add(*text);
  });
}

base::Status add_rewritten(Project& project, const ExportContext& context, formats::Format format,
                           const formats::ExportChoices& choices, List& annotations,
                           formats::Report& report) {
  for (const ImageRow& row : context.images()) {
    auto image = context.image(project, row, report);
    if (!image.ok()) return image.status();
    for (formats::ExportObject& object : image->objects) {
      const Json json = formats::with_segmentation(std::move(object.coco), *object.object->mask,
                                                   format, choices, report);
      if (!json.is_null()) annotations.add(json_text(json));
    }
  }
  return project.store().each_carried([&](const CarriedRow& row) {
    report.add(formats::Outcome::kNotTaken, "annotation", "without a mask",
               "id " + std::to_string(row.id));
  });
}

// {…head, "images": […], "annotations": […], "categories": […]}, each of them a text; `add` puts
// the annotations in, of which there may be many.
template <class Add>
base::Result<std::string> coco_text(const Json& head, const std::vector<std::string>& images,
                                    const Add& add, const std::vector<std::string>& categories) {
  std::string text = json_text(head);
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

base::Result<std::string> coco_export(Project& project, formats::Format format,
                                      const formats::ExportChoices& choices,
                                      formats::Report& report) {
  const auto context = ExportContext::open(project);
  if (!context.ok()) return context.status();
  std::vector<std::string> images, categories;
  for (const ImageRow& row : context->images())
    images.push_back(json_text(context->image_json(row)));
  for (const Json& category : context->category_jsons())
    categories.push_back(json_text(category));
  const auto add = [&](List& annotations) {
    return format == formats::Format::kCoco
               ? add_stored(project, *context, annotations)
               : add_rewritten(project, *context, format, choices, annotations, report);
  };
  return coco_text(head_json(project, *context), images, add, categories);
}

base::Result<std::string> coco_as_stored(Project& project) {
  const auto context = ExportContext::open(project);
  if (!context.ok()) return context.status();
  const auto classes = project.store().categories();
  if (!classes.ok()) return classes.status();
  std::vector<std::string> images, categories;
  for (const ImageRow& row : context->images()) {
    Json image = context->image_json(row);
    image["id"] = row.id;
    images.push_back(json_text(image));
  }
  for (const CategoryRow& row : classes->rows)
    categories.push_back(row.json);
  const auto add = [&](List& annotations) {
    return project.store().each_object([&](const Store::StoredObject& object) {
      if (context->has(object)) annotations.add(object.json);
    });
  };
  return coco_text(head_json(project, *context), images, add, categories);
}

}  // namespace maskpoint::server
