// Embeddings: sent when there, else queued and reported.
#include "server/http_conditional.h"
#include "server/http_problem.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {
namespace {

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

}  // namespace

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

Response post_embedding(Project& project, const Request&, const PathValues& path) {
  const auto row = project.store().image(path.id);
  if (!row.ok()) return problem(row.status());
  if (!row->error.empty()) return problem(422, row->error);
  ProjectEmbeddings& embeddings = project.embeddings();
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
