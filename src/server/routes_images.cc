// The list of images, their files, thumbnails and states.
#include <charconv>

#include "server/embedding_write.h"
#include "server/http_conditional.h"
#include "server/http_problem.h"
#include "server/http_static.h"
#include "server/photo_thumbnail.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {
namespace {

constexpr std::int64_t kMostRows = 1000;
constexpr std::int64_t kThumbnailSide = 256, kSmallThumbnailSide = 128;

// Another one means another file, or another look at it.
std::string version_of(const ImageRow& row) {
  return std::to_string(row.mtime_ns) + "-" + std::to_string(row.size);
}

Json row_json(Project& project, const ImageRow& row) {
  EmbeddingStatus embedding;
  if (row.error.empty()) embedding = project.embeddings().status(row);
  Json json = {{"id", row.id},
               {"file_name", row.path},
               {"width", row.upright.width},
               {"height", row.upright.height},
               {"state", row.state},
               {"embedding", name_of(embedding.state)},
               {"embedding_progress", embedding.progress},
               {"annotation_count", row.annotation_count},
               {"version", version_of(row)}};
  Json counts = Json::object();
  for (const auto& [category, count] : row.category_counts)
    counts[std::to_string(category)] = count;
  json["category_counts"] = std::move(counts);
  if (!row.error.empty())
    json["error"] = row.error;
  else if (!embedding.error.empty())
    json["error"] = embedding.error;
  return json;
}

base::Result<std::int64_t> number(const Request& request, const char* name, std::int64_t fallback) {
  const auto text = request.parameter(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < 0)
    return base::invalid_input(std::string("The parameter ") + name +
                               " must be a whole number from 0 on.");
  return value;
}

bool is_state(const std::string& text) {
  return text == "new" || text == "in_work" || text == "done";
}

Response state_answer(const std::string& state) {
  return json_response(200, json_text({{"state", state}}));
}

}  // namespace

Response get_images(Project& project, const Request& request, const PathValues&) {
  const auto offset = number(request, "offset", 0);
  const auto limit = number(request, "limit", 100);
  if (!offset.ok()) return problem(offset.status());
  if (!limit.ok()) return problem(limit.status());
  ImageQuery query;
  query.offset = *offset;
  query.limit = std::min(*limit, kMostRows);
  query.state = request.parameter("state").value_or("");
  query.name = request.parameter("q").value_or("");
  if (!query.state.empty() && !is_state(query.state))
    return problem(422, "The parameter state must be new, in_work or done.");
  const auto page = project.store().images(query);
  if (!page.ok()) return problem(page.status());
  Json rows = Json::array();
  for (const ImageRow& row : page->rows)
    rows.push_back(row_json(project, row));
  return json_response(200, json_text({{"images", rows},
                                       {"total", page->total},
                                       {"offset", query.offset},
                                       {"limit", query.limit}}));
}

Response get_image(Project& project, const Request&, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  return json_response(200, json_text(row_json(project, *row)));
}

Response get_file(Project& project, const Request& request, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  auto file = project.root().open_file(row->path);
  if (!file.ok()) return problem(file.status());
  // By its content, as it is decoded: a .jpg may well be a PNG.
  const auto info = probe_image_file("/dev/fd/" + std::to_string(file->descriptor()));
  const std::string type =
      info.ok() ? std::string(media_type(info->format)) : "application/octet-stream";
  return file_response(request, *std::move(file), type);
}

// Made once a file's version and kept beside the database; when that can't be written it is made
// again each time.
Response get_thumbnail(Project& project, const Request& request, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  if (!row->error.empty()) return problem(422, row->error);
  const auto side = number(request, "side", kThumbnailSide);
  if (!side.ok()) return problem(side.status());
  if (*side != kThumbnailSide && *side != kSmallThumbnailSide)
    return problem(422, "Thumbnails have a side of 128 or 256.");
  const std::string name = std::to_string(row->id) + "-" + version_of(*row) +
                           (*side == kThumbnailSide ? "" : "-" + std::to_string(*side));
  const std::string etag = "\"t-" + name + "\"";
  if (client_has(request, etag)) return not_modified(etag);
  const auto answer = [&](const std::vector<std::uint8_t>& jpeg) {
    Response response = text_response(200, "image/jpeg", std::string(jpeg.begin(), jpeg.end()));
    response.set("ETag", etag);
    response.set("Cache-Control", "no-cache");
    return response;
  };
  const auto folder = project.place().folder() / "thumbnails";
  const auto cached = read_file(folder / (name + ".jpg"), 1 << 20);
  if (cached.ok()) return answer(*cached);
  const auto file = project.root().open_file(row->path);
  if (!file.ok()) return problem(file.status());
  const auto bytes = file->read_all(ImageLimits{}.file_bytes);
  if (!bytes.ok()) return problem(bytes.status());
  const auto jpeg = make_thumbnail(*bytes, int(*side));
  if (!jpeg.ok()) return problem(jpeg.status());
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  (void)write_file_whole(folder / (name + ".jpg"), *jpeg);
  return answer(*jpeg);
}

Response get_state(Project& project, const Request&, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  return state_answer(row->state);
}

Response put_state(Project& project, const Request& request, const PathValues& path) {
  const auto body = parse_json(request.body);
  if (!body.ok()) return problem(400, body.status().message());
  const Json& value = body->is_object() && body->contains("state") ? (*body)["state"] : *body;
  if (!value.is_string() || !is_state(value.get_ref<const std::string&>()))
    return problem(422, "Send {\"state\": \"new\"}, \"in_work\" or \"done\".");
  const std::string state = value.get<std::string>();
  const auto written = project.store().set_state(path.id, state);
  if (!written.ok()) return store_problem(written.status());
  if (*written == Written::kChanged) {
    const auto list = project.store().annotations(path.id);
    project.events().publish("change", {{"image_id", path.id},
                                        {"etag", list.ok() ? list->etag : ""},
                                        {"client", client_name(request)}});
  }
  return state_answer(state);
}

}  // namespace maskpoint::server
