// Embeddings: sent when there, else queued and reported.
#include <charconv>

#include "server/http_conditional.h"
#include "server/http_problem.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kMostAhead = 8;

Response waiting(const EmbeddingStatus& status) {
  Response response = json_response(
      202, json_text({{"state", name_of(status.state)}, {"progress", status.progress}}));
  response.set("Retry-After", "1");
  return response;
}

Response ready(const Request& request, FoundEmbedding found) {
  if (client_has(request, found.etag)) return not_modified(found.etag);
  Response response = text_response(200, "application/octet-stream", std::move(found.npy));
  response.set("ETag", found.etag);
  response.set("Cache-Control", "no-cache");
  return response;
}

// "3,4,5"; what is no image is left out.
std::vector<ImageRow> rows_named(Project& project, std::string_view ids) {
  std::vector<ImageRow> rows;
  while (!ids.empty() && rows.size() < kMostAhead) {
    const std::size_t comma = ids.find(',');
    const std::string_view text = ids.substr(0, comma);
    ids = comma == std::string_view::npos ? std::string_view{} : ids.substr(comma + 1);
    ImageId id = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
    if (parsed.ec != std::errc{}) continue;
    if (auto row = project.store().image(id); row.ok()) rows.push_back(*std::move(row));
  }
  return rows;
}

Response all_answer(Project& project, int status) {
  return json_response(status, json_text(encode_all_json(project.embeddings().all_status())));
}

}  // namespace

Response get_embeddings(Project& project, const Request&, const PathValues&) {
  return all_answer(project, 200);
}

Response post_embeddings(Project& project, const Request&, const PathValues&) {
  if (const auto status = project.embeddings().start_all(); !status.ok())
    return problem(503, status.message());
  return all_answer(project, 202);
}

Response delete_embeddings(Project& project, const Request&, const PathValues&) {
  project.embeddings().stop_all();
  return all_answer(project, 200);
}

Response get_embedding(Project& project, const Request& request, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  if (!row->error.empty()) return problem(422, row->error);
  ProjectEmbeddings& embeddings = project.embeddings();
  if (auto found = embeddings.find(*row)) return ready(request, *std::move(found));
  if (!embeddings.model_error().empty()) return problem(503, embeddings.model_error());
  // A failed one is not tried again for every poll; POST does.
  if (const auto status = embeddings.status(*row); status.state == EmbeddingState::kError)
    return problem(422, status.error);
  embeddings.request(*row, Urgency::kWanted);
  const EmbeddingStatus status = embeddings.status(*row);
  // It may have been finished between the look above and this one.
  if (status.state == EmbeddingState::kReady)
    if (auto found = embeddings.find(*row)) return ready(request, *std::move(found));
  return waiting(status);
}

// A page says what it comes to next; whoever does not gets the next images of the list encoded.
Response post_embedding(Project& project, const Request& request, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  if (!row->error.empty()) return problem(422, row->error);
  ProjectEmbeddings& embeddings = project.embeddings();
  const std::string client = client_name(request);
  if (const auto ahead = request.parameter("ahead"); ahead && !client.empty())
    embeddings.follow(client, *row, rows_named(project, *ahead));
  else
    embeddings.request(*row, Urgency::kNow);
  const auto status = embeddings.status(*row);
  if (status.state == EmbeddingState::kReady)
    return json_response(200, json_text({{"state", "ready"}, {"progress", 1}}));
  if (!embeddings.model_error().empty()) return problem(503, embeddings.model_error());
  return waiting(status);
}

Response delete_embedding(Project& project, const Request&, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  project.embeddings().cancel(path.id);
  return empty_response(204);
}

}  // namespace maskpoint::server
