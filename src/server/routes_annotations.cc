// The objects of an image.
#include <unordered_set>

#include "server/http_conditional.h"
#include "server/http_problem.h"
#include "server/project_annotation.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kMostObjects = 100'000;

std::string body_of(const AnnotationList& list) {
  std::size_t size = 32;
  for (const std::string& object : list.objects)
    size += object.size() + 1;
  std::string body;
  body.reserve(size);
  body += "{\"annotations\":[";
  for (std::size_t i = 0; i < list.objects.size(); ++i) {
    if (i > 0) body += ',';
    body += list.objects[i];
  }
  return body += "]}";
}

Response answer(std::string body, const std::string& etag) {
  Response response = json_response(200, std::move(body));
  response.set("ETag", etag);
  return response;
}

// The stored texts are put in as they are: parsing thousands of masks to write them again is waste.
// Whoever sent the list knows all but the ids of what it had no id for.
Response answer_with_ids(const Json& sent, const AnnotationList& stored) {
  Json ids = Json::object();
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (sent[i].contains("id")) continue;
    // The stored text starts with the id, and their order is the order sent.
    const Json object = Json::parse(stored.objects[i], nullptr, false);
    ids[object["uuid"].get<std::string>()] = object["id"];
  }
  return answer(json_text(Json{{"ids", std::move(ids)}}), stored.etag);
}

Response conflict(const std::string& current, const std::string& etag) {
  Response response =
      problem(412, "Somebody else changed this image first; take their objects and try again.");
  auto& body = std::get<std::string>(response.body);
  body.pop_back();
  body += ",\"current\":" + current + "}";
  response.set("ETag", etag);
  return response;
}

Response bad_object(const base::Status& status, std::size_t index, const Json& object) {
  Json more = {{"index", index}};
  if (object.is_object() && object.contains("uuid")) more["uuid"] = object["uuid"];
  return problem(422, status.message(), more);
}

void announce(Project& project, const Request& request, ImageId image, const std::string& etag) {
  project.events().publish("change",
                           {{"image_id", image}, {"etag", etag}, {"client", client_name(request)}});
}

Response no_object() {
  return problem(404, "There is no such object on this image; reload its objects.");
}

}  // namespace

Response get_annotations(Project& project, const Request& request, const PathValues& path) {
  const auto list = project.store().annotations(path.id);
  if (!list.ok()) return problem(list.status());
  if (client_has(request, list->etag)) return not_modified(list->etag);
  return answer(body_of(*list), list->etag);
}

Response put_annotations(Project& project, const Request& request, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  const auto body = parse_json(request.body);
  if (!body.ok()) return problem(400, body.status().message());
  const Json* list = &*body;
  if (body->is_object() && body->contains("annotations")) list = &(*body)["annotations"];
  if (!list->is_array())
    return problem(422, "Send {\"annotations\": […]} or the list of objects itself.");
  if (list->size() > kMostObjects)
    return problem(422, "More than 100,000 objects on one image are not supported; send fewer.");

  std::vector<AnnotationWrite> objects;
  std::unordered_set<std::string> uuids;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto object = checked_annotation((*list)[i], *row);
    if (!object.ok()) return bad_object(object.status(), i, (*list)[i]);
    if (!uuids.insert(object->uuid).second)
      return bad_object(
          base::invalid_input("Object " + object->uuid + " is in the list twice; send it once."), i,
          (*list)[i]);
    objects.push_back(*std::move(object));
  }
  std::optional<std::size_t> error_index;
  const auto result = project.store().replace_annotations(
      path.id, objects, Precondition::if_match(request.header("If-Match")), error_index);
  if (!result.ok())
    return error_index ? bad_object(result.status(), *error_index, (*list)[*error_index])
                       : store_problem(result.status());
  const AnnotationList& current = result->current;
  if (result->outcome == Written::kConflict) return conflict(body_of(current), current.etag);
  if (result->outcome == Written::kChanged) announce(project, request, path.id, current.etag);
  if (request.parameter("answer") == "ids" && list->size() == current.objects.size())
    return answer_with_ids(*list, current);
  return answer(body_of(current), current.etag);
}

Response get_annotation(Project& project, const Request& request, const PathValues& path) {
  const auto uuid = checked_uuid(path.uuid);
  if (!uuid.ok()) return problem(uuid.status());
  const auto one = project.store().annotation(path.id, *uuid);
  if (!one.ok()) return problem(one.status());
  if (one->object.empty()) return no_object();
  if (client_has(request, one->etag)) return not_modified(one->etag);
  return answer(one->object, one->etag);
}

Response put_annotation(Project& project, const Request& request, const PathValues& path) {
  const auto uuid = checked_uuid(path.uuid);
  if (!uuid.ok()) return problem(uuid.status());
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  auto body = parse_json(request.body);
  if (!body.ok()) return problem(400, body.status().message());
  if (body->is_object() && !body->contains("uuid")) (*body)["uuid"] = *uuid;
  const auto object = checked_annotation(*body, *row);
  if (!object.ok()) return bad_object(object.status(), 0, *body);
  if (object->uuid != *uuid)
    return problem(422, "The object's uuid is not the address's; send it to its own address.");
  const auto result = project.store().put_annotation(
      path.id, *object, Precondition::if_match(request.header("If-Match")));
  if (!result.ok())
    return result.status().code() == base::StatusCode::kInvalidInput
               ? bad_object(result.status(), 0, *body)
               : store_problem(result.status());
  const AnnotationOne& current = result->current;
  if (result->outcome == Written::kConflict) {
    const auto list = project.store().annotations(path.id);
    if (!list.ok()) return problem(list.status());
    return conflict(body_of(*list), list->etag);
  }
  if (result->outcome == Written::kChanged) announce(project, request, path.id, current.etag);
  return answer(current.object, current.etag);
}

Response delete_annotation(Project& project, const Request& request, const PathValues& path) {
  const auto uuid = checked_uuid(path.uuid);
  if (!uuid.ok()) return problem(uuid.status());
  const auto result = project.store().delete_annotation(
      path.id, *uuid, Precondition::if_match(request.header("If-Match")));
  if (!result.ok()) return store_problem(result.status());
  if (result->outcome == Written::kConflict) {
    const auto list = project.store().annotations(path.id);
    if (!list.ok()) return problem(list.status());
    return conflict(body_of(*list), list->etag);
  }
  if (result->outcome == Written::kChanged)
    announce(project, request, path.id, result->current.etag);
  Response response = empty_response(204);
  response.set("ETag", result->current.etag);
  return response;
}

}  // namespace maskpoint::server
