#include "server/routes.h"

#include <optional>
#include <string_view>

#include "server/http_problem.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {
namespace {

constexpr std::uint64_t kNoBody = 0;
constexpr std::uint64_t kSmallBody = 1 << 20;
constexpr std::uint64_t kObjectsBody = 64 << 20;
constexpr std::uint64_t kImportBody = 256 << 20;

struct Route {
  std::string_view method;
  std::string_view pattern;  // under /api/v1/
  Response (*run)(Project&, const Request&, const PathValues&);
  std::uint64_t body_limit = kNoBody;
  Lane lane = Lane::kQuick;
};

constexpr Route kRoutes[] = {
    {"GET", "project", get_project},
    {"GET", "categories", get_categories},
    {"PUT", "categories", put_categories, kSmallBody},
    {"GET", "images", get_images},
    {"GET", "images/{id}", get_image},
    {"GET", "images/{id}/file", get_file},
    {"GET", "images/{id}/thumbnail", get_thumbnail, kNoBody, Lane::kSlow},
    {"GET", "images/{id}/embedding", get_embedding},
    {"POST", "images/{id}/embedding", post_embedding, kSmallBody},
    {"DELETE", "images/{id}/embedding", delete_embedding, kSmallBody},
    {"GET", "embeddings", get_embeddings},
    {"POST", "embeddings", post_embeddings, kSmallBody, Lane::kSlow},
    {"DELETE", "embeddings", delete_embeddings, kSmallBody},
    {"GET", "images/{id}/annotations", get_annotations},
    {"PUT", "images/{id}/annotations", put_annotations, kObjectsBody},
    {"GET", "images/{id}/annotations/{uuid}", get_annotation},
    {"PUT", "images/{id}/annotations/{uuid}", put_annotation, kObjectsBody},
    {"DELETE", "images/{id}/annotations/{uuid}", delete_annotation, kSmallBody},
    {"GET", "images/{id}/state", get_state},
    {"PUT", "images/{id}/state", put_state, kSmallBody},
    {"GET", "boxes", get_boxes, kNoBody, Lane::kSlow},
    {"GET", "export", get_export, kNoBody, Lane::kSlow},
    {"POST", "import", post_import, kImportBody, Lane::kSlow},
    {"GET", "events", get_events},
    {"GET", "model/decoder", get_decoder},
};
constexpr Route kHealth = {"GET", "healthz", get_health};

std::optional<ImageId> parse_id(std::string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  ImageId id = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    id = id * 10 + (c - '0');
  }
  return id;
}

std::optional<PathValues> match(std::string_view pattern, const std::vector<std::string>& segments,
                                std::size_t at) {
  PathValues values;
  while (!pattern.empty()) {
    if (at == segments.size()) return std::nullopt;
    const std::size_t slash = pattern.find('/');
    const std::string_view part = pattern.substr(0, slash);
    pattern = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
    const std::string& segment = segments[at++];
    if (part == "{id}") {
      const auto id = parse_id(segment);
      if (!id) return std::nullopt;
      values.id = *id;
    } else if (part == "{uuid}") {
      values.uuid = segment;
    } else if (part != segment) {
      return std::nullopt;
    }
  }
  return at == segments.size() ? std::optional(values) : std::nullopt;
}

struct Matched {
  const Route* route = nullptr;
  PathValues values;
  std::string allowed;  // methods of that path
};

Matched find_route(const Request& request) {
  Matched out;
  const std::string_view method =
      request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  const auto consider = [&](const Route& route, std::size_t at) {
    const auto values = match(route.pattern, request.segments, at);
    if (!values) return;
    out.allowed += (out.allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == "GET") out.allowed += ", HEAD";
    if (route.method != method) return;
    out.route = &route;
    out.values = *values;
  };
  consider(kHealth, 0);
  if (request.segments.size() > 2 && request.segments[0] == "api" && request.segments[1] == "v1")
    for (const Route& route : kRoutes)
      consider(route, 2);
  return out;
}

// A form from another site can't be JSON without asking first, so nothing else is taken.
bool is_json(std::string_view type) {
  const std::string_view plain = type.substr(0, type.find_first_of("; "));
  return type.empty() || same_ignoring_case(plain, "application/json");
}

}  // namespace

std::string client_name(const Request& request) {
  std::string out;
  for (const char c : request.header("X-Maskpoint-Client").substr(0, 64))
    if (c > 0x20 && c < 0x7F) out += c;
  return out;
}

bool is_api_path(const Request& request) {
  return !request.segments.empty() &&
         (request.segments.front() == "api" || request.segments.front() == "healthz");
}

RequestPlan plan_for(const Request& request) {
  if (!is_api_path(request)) return {};
  const Matched matched = find_route(request);
  if (matched.route == nullptr) return {kSmallBody, Lane::kQuick};
  return {matched.route->body_limit, matched.route->lane};
}

Response route(Project& project, const Request& request) {
  const Matched matched = find_route(request);
  if (matched.route != nullptr) {
    if (request.method == "PUT" && !is_json(request.header("Content-Type")))
      return problem(415, "Send the body as JSON, with Content-Type: application/json.");
    return matched.route->run(project, request, matched.values);
  }
  if (matched.allowed.empty())
    return problem(404, "There is no such route; the server's README lists them.");
  Response response =
      problem(405, "This address takes " + matched.allowed + " only; use one of those.");
  response.set("Allow", matched.allowed);
  return response;
}

}  // namespace maskpoint::server
