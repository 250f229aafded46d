// The classes.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "doc/attributes.h"
#include "server/http_conditional.h"
#include "server/http_problem.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kMostClasses = 10'000;
constexpr std::size_t kLongestAttributeName = 200;  // bytes, as an object's may have

std::string body_of(const CategoryList& list) {
  std::string body = "{\"categories\":[";
  for (std::size_t i = 0; i < list.rows.size(); ++i)
    body += (i ? "," : "") + list.rows[i].json;
  return body + "]}";
}

Response answer(const CategoryList& list) {
  Response response = json_response(200, body_of(list));
  response.set("ETag", list.etag);
  return response;
}

bool is_colour(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

base::Status bad(std::size_t index, const std::string& what) {
  return base::invalid_input("Class " + std::to_string(index + 1) + " of the list: " + what);
}

// The definitions of attributes lie under "maskpoint", beside whatever else is there.
base::Status check_attributes(const Json& given, std::size_t index) {
  if (!given.contains("maskpoint") || !given["maskpoint"].is_object() ||
      !given["maskpoint"].contains("attributes"))
    return {};
  const auto definitions =
      doc::definitions_from_json(nlohmann::json(given["maskpoint"]["attributes"]));
  return definitions.ok() ? base::Status() : bad(index, definitions.status().message());
}

// id, name, supercategory, color, key in that order, then whatever else came.
base::Result<CategoryRow> checked(const Json& given, std::size_t index) {
  if (!given.is_object()) return bad(index, "it must be a JSON object.");
  CategoryRow row{-1, ""};
  Json out = Json::object();
  if (given.contains("id") && !given["id"].is_null()) {
    const Json& id = given["id"];
    if (!id.is_number_integer() || id < 0 || id > 1'000'000'000)
      return bad(index, "its id must be a whole number from 0 on; leave it out for a new class.");
    row.id = id.get<std::int64_t>();
    out["id"] = row.id;
  }
  for (const auto& [key, fallback] :
       {std::pair{"name", ""}, {"supercategory", ""}, {"color", "#4d8dff"}, {"key", ""}}) {
    out[key] = fallback;
    if (!given.contains(key) || given[key].is_null()) continue;
    if (!given[key].is_string()) return bad(index, std::string("its ") + key + " must be text.");
    out[key] = given[key];
  }
  if (out["name"].get_ref<const std::string&>().empty())
    return bad(index, "it has no name; give it one.");
  if (!is_colour(out["color"].get_ref<const std::string&>()))
    return bad(index, "its color must be #rrggbb.");
  if (auto status = check_attributes(given, index); !status.ok()) return status;
  for (const auto& [key, value] : given.items())
    if (key != "id" && !out.contains(key)) out[key] = value;
  row.json = json_text(out);
  return row;
}

base::Result<std::vector<CategoryRow>> checked_list(const Json& body) {
  const Json* list = &body;
  if (body.is_object() && body.contains("categories")) list = &body["categories"];
  if (!list->is_array())
    return base::invalid_input("Send {\"categories\": […]} or the list itself.");
  if (list->size() > kMostClasses)
    return base::invalid_input("More than 10,000 classes are not supported; send fewer.");
  std::vector<CategoryRow> rows;
  std::set<std::int64_t> ids;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto row = checked((*list)[i], i);
    if (!row.ok()) return row.status();
    if (row->id >= 0 && !ids.insert(row->id).second)
      return bad(i, "its id " + std::to_string(row->id) + " is there twice.");
    rows.push_back(*std::move(row));
  }
  return rows;
}

// {"3": 1}: objects of class 3, which is not in the list, get class 1, which is.
base::Result<std::map<std::int64_t, std::int64_t>> checked_replacements(
    const Json& body, const std::vector<CategoryRow>& rows) {
  std::map<std::int64_t, std::int64_t> replaced;
  if (!body.is_object() || !body.contains("replace")) return replaced;
  const base::Status wrong = base::invalid_input(
      "\"replace\" must be {\"<id of a class that goes>\": <id of a class of the list>, …}.");
  if (!body["replace"].is_object()) return wrong;
  const auto listed = [&](std::int64_t id) {
    return std::any_of(rows.begin(), rows.end(), [id](const auto& row) { return row.id == id; });
  };
  for (const auto& [key, to] : body["replace"].items()) {
    std::int64_t from = 0;
    const auto end = key.data() + key.size();
    const auto read = std::from_chars(key.data(), end, from);
    if (read.ec != std::errc() || read.ptr != end || listed(from)) return wrong;
    if (!to.is_number_integer() || !listed(to.get<std::int64_t>())) return wrong;
    replaced[from] = to.get<std::int64_t>();
  }
  return replaced;
}

// [3]: classes of the list whose objects get them back.
base::Result<std::vector<std::int64_t>> checked_restored(const Json& body,
                                                         const std::vector<CategoryRow>& rows) {
  std::vector<std::int64_t> restored;
  if (!body.is_object() || !body.contains("restore")) return restored;
  const auto listed = [&](const Json& id) {
    return id.is_number_integer() && std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
             return row.id == id.get<std::int64_t>();
           });
  };
  const Json& given = body["restore"];
  if (!given.is_array() || !std::all_of(given.begin(), given.end(), listed))
    return base::invalid_input("\"restore\" must be [<id of a class of the list>, …].");
  for (const Json& id : given)
    restored.push_back(id.get<std::int64_t>());
  return restored;
}

base::Result<std::vector<doc::AttributeRename>> checked_renames(const Json& body) {
  std::vector<doc::AttributeRename> renames;
  if (!body.is_object() || !body.contains("rename_attributes")) return renames;
  base::Status wrong = base::invalid_input(
      "\"rename_attributes\" must be [{\"category_id\": 1, \"from\": \"name\", \"to\": \"name\"}, "
      "…].");
  if (!body["rename_attributes"].is_array()) return wrong;
  const auto name = [](const Json& value, const char* key) {
    return value.contains(key) && value[key].is_string() ? value[key].get<std::string>()
                                                         : std::string();
  };
  for (const Json& value : body["rename_attributes"]) {
    if (!value.is_object() || !value.contains("category_id") ||
        !value["category_id"].is_number_integer())
      return wrong;
    doc::AttributeRename rename{value["category_id"].get<int>(), name(value, "from"),
                                name(value, "to")};
    if (rename.from.empty() || rename.to.empty() || rename.to.size() > kLongestAttributeName)
      return wrong;
    renames.push_back(std::move(rename));
  }
  return renames;
}

base::Result<ClassChanges> checked_changes(const Json& body, const std::vector<CategoryRow>& rows) {
  auto renamed = checked_renames(body);
  if (!renamed.ok()) return renamed.status();
  auto replaced = checked_replacements(body, rows);
  if (!replaced.ok()) return replaced.status();
  auto restored = checked_restored(body, rows);
  if (!restored.ok()) return restored.status();
  return ClassChanges{*std::move(renamed), *std::move(replaced), *std::move(restored)};
}

// Told as if by nobody: whoever sent the list does not have these objects as they are now either.
void announce(Project& project, ImageId image) {
  if (const auto list = project.store().annotations(image); list.ok())
    project.events().publish("change", {{"image_id", image}, {"etag", list->etag}, {"client", ""}});
}

}  // namespace

Response get_categories(Project& project, const Request& request, const PathValues&) {
  const auto list = project.store().categories();
  if (!list.ok()) return problem(list.status());
  if (client_has(request, list->etag)) return not_modified(list->etag);
  return answer(*list);
}

Response put_categories(Project& project, const Request& request, const PathValues&) {
  const auto body = parse_json(request.body);
  if (!body.ok()) return problem(400, body.status().message());
  auto rows = checked_list(*body);
  if (!rows.ok()) return problem(rows.status());
  const auto changes = checked_changes(*body, *rows);
  if (!changes.ok()) return problem(changes.status());
  std::set<ImageId> touched;
  const auto result = project.store().replace_categories(
      *std::move(rows), Precondition::if_match(request.header("If-Match")), *changes, &touched);
  if (!result.ok()) return store_problem(result.status());
  if (result->outcome == Written::kConflict) {
    Response response =
        problem(412, "Somebody else changed the classes first; take their list and try again.",
                {{"current", Json::parse(body_of(result->current), nullptr, false)}});
    response.set("ETag", result->current.etag);
    return response;
  }
  if (result->outcome == Written::kChanged) {
    project.events().publish(
        "change",
        {{"categories", true}, {"etag", result->current.etag}, {"client", client_name(request)}});
    for (const ImageId image : touched)
      announce(project, image);
  }
  return answer(result->current);
}

}  // namespace maskpoint::server
