#include "formats/page_json.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "doc/json_text.h"
#include "formats/class_plan.h"
#include "formats/file_keys.h"
#include "formats/source_record.h"

namespace maskpoint::formats {
namespace {

Json parsed(const Json& text) {
  return text.is_string() ? Json::parse(text.get_ref<const std::string&>(), nullptr, false)
                          : Json();
}

Json text_of(const Json& value) {
  return value.is_null() ? Json() : Json(doc::json_text(value));
}

Json number_or_null(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json();
}

std::int64_t number_at(const Json& object, const char* key) {
  return whole_number(member(object, key)).value_or(0);
}

geom::ImageSize size_of(const Json& image) {
  return {int(number_at(image, "width")), int(number_at(image, "height"))};
}

}  // namespace

PageProject page_project(const Json& json) {
  PageProject project;
  for (const Json& image : list_of(json, "images"))
    project.known.images.push_back({number_at(image, "id"), text_at(image, "path"), size_of(image),
                                    whole_number(member(parsed(member(image, "source")), "id"))});
  for (const Json& category : list_of(json, "categories")) {
    project.known.classes.push_back({int(number_at(category, "id")), text_at(category, "name")});
    project.keys.insert(text_at(category, "key"));
  }
  project.next_class = number_at(json, "nextClass");
  project.replaceable_first = member(json, "replaceableFirst") == Json(true);
  return project;
}

Json storable(const Import& import, const PageProject& project) {
  ClassPlace place;
  place.highest = project.next_class - 1;
  place.replaces_first = project.replaceable_first && may_replace_first(import.classes);
  place.keys = place.replaces_first ? std::set<std::string>() : project.keys;
  place.position = place.replaces_first ? 0 : int(project.known.classes.size());
  const bool replaces_first = place.replaces_first;
  const ClassPlan plan = plan_classes(import.classes, std::move(place));
  Json out = {{"categories", Json::array()}, {"replacesFirst", replaces_first}};
  std::int64_t next = project.next_class;
  for (const NewClass& fresh : plan.added) {
    out["categories"].push_back(Json::parse(fresh.json, nullptr, false));
    next = std::max(next, std::int64_t(fresh.id) + 1);
  }
  out["nextClass"] = next;
  out["images"] = Json::array();
  for (const ImportedImage& image : import.images) {
    Json objects = Json::array(), carried = Json::array();
    for (const ImportedObject& object : image.objects)
      objects.push_back({{"wantedId", number_or_null(object.wanted_id)},
                         {"annotation", Json::parse(stored_annotation(object, image.id,
                                                                      plan.ids[object.class_index]),
                                                    nullptr, false)}});
    for (const ImportedCarried& one : image.carried)
      carried.push_back({{"uuid", one.uuid},
                         {"wantedId", number_or_null(one.wanted_id)},
                         {"categoryId", one.class_index ? plan.ids[*one.class_index] : 0},
                         {"isBox", one.is_box},
                         {"text", doc::json_text(one.source)}});
    out["images"].push_back({{"id", image.id},
                             {"source", text_of(image.source)},
                             {"objects", std::move(objects)},
                             {"carried", std::move(carried)}});
  }
  out["files"] = Json::array();
  for (const Json& keys : import.files)
    out["files"].push_back(doc::json_text(keys));
  out["findings"] = findings_json(import.report);
  return out;
}

Json findings_json(const Report& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings())
    findings.push_back({{"outcome", name_of(finding.outcome)},
                        {"count", finding.count},
                        {"sentence", sentence(finding)}});
  return findings;
}

ProjectContent page_content(const Json& json) {
  struct Held {
    std::vector<StoredObject> objects;
    std::vector<StoredCarried> carried;
  };
  const auto held = std::make_shared<Held>();
  ProjectContent content;
  content.name = text_at(json, "name");
  content.written_by = text_at(json, "writtenBy");
  content.now = text_at(json, "now");
  for (const Json& file : list_of(json, "imported"))
    add_file_keys(parsed(file), content.imported);
  for (const Json& image : list_of(json, "images")) {
    const std::int64_t id = number_at(image, "id");
    const Json& objects = list_of(image, "annotations");
    content.images.push_back({id, text_at(image, "path"), size_of(image), 1,
                              parsed(member(image, "source")), !objects.empty()});
    for (const Json& object : objects)
      held->objects.push_back({id, number_at(object, "category_id"), doc::json_text(object)});
    for (const Json& carried : list_of(image, "carried"))
      held->carried.push_back({number_at(carried, "id"), id, number_at(carried, "categoryId"),
                               text_at(carried, "text")});
  }
  for (const Json& category : list_of(json, "categories"))
    content.classes.push_back({int(number_at(category, "id")), category});
  content.each_object = [held](const auto& visit) {
    for (const StoredObject& object : held->objects)
      visit(object);
    return base::Status();
  };
  content.each_carried = [held](const auto& visit) {
    for (const StoredCarried& carried : held->carried)
      visit(carried);
    return base::Status();
  };
  content.objects_of = [held](std::int64_t image) -> base::Result<std::vector<std::string>> {
    std::vector<std::string> texts;
    const auto first = std::find_if(held->objects.begin(), held->objects.end(),
                                    [&](const StoredObject& o) { return o.image == image; });
    for (auto at = first; at != held->objects.end() && at->image == image; ++at)
      texts.push_back(at->json);
    return texts;
  };
  return content;
}

}  // namespace maskpoint::formats
