// The project as a whole: what it is, its events and its model.
#include "server/http_problem.h"
#include "server/http_static.h"
#include "server/routes_handlers.h"

namespace maskpoint::server {

Response get_health(Project&, const Request&, const PathValues&) {
  return json_response(200, json_text({{"status", "ok"}, {"version", MASKPOINT_VERSION}}));
}

Response get_project(Project& project, const Request&, const PathValues&) {
  const auto scanned = project.rescan_if_old();
  const auto counts = project.store().counts();
  if (!counts.ok()) return problem(counts.status());
  const ProjectEmbeddings& embeddings = project.embeddings();
  Json model = {{"name", embeddings.model_name()}, {"id", embeddings.model_id()}};
  if (!embeddings.model_error().empty()) model["error"] = embeddings.model_error();
  Json body = {{"id", project.store().id()},
               {"name", project.name()},
               {"version", MASKPOINT_VERSION},
               {"model", model},
               {"counts",
                {{"images", counts->images},
                 {"new", counts->fresh},
                 {"in_work", counts->in_work},
                 {"done", counts->done},
                 {"annotations", counts->annotations},
                 {"errors", counts->errors}}}};
  // What was there before can still be worked on.
  if (!scanned.ok()) body["folder_error"] = scanned.message();
  if (!project.place().note().empty()) body["read_only_data"] = project.place().note();
  return json_response(200, json_text(body));
}

Response get_decoder(Project& project, const Request& request, const PathValues&) {
  const std::filesystem::path& file = project.embeddings().decoder_file();
  if (file.empty()) return problem(503, project.embeddings().model_error());
  // The model's folder may be made of links: where they lead is the administrator's business.
  std::error_code error;
  const auto real = std::filesystem::canonical(file, error);
  const auto folder = FolderRoot::open(real.parent_path());
  if (error || !folder.ok())
    return problem(503, "The model's decoder is gone; put the model's folder back.");
  auto open = folder->open_file(real.filename().string());
  if (!open.ok()) return problem(open.status());
  return file_response(request, *std::move(open), "application/octet-stream");
}

Response get_events(Project& project, const Request&, const PathValues&) {
  auto stream = project.events().open();
  if (!stream) {
    Response response = problem(503, "Too many pages listen already; close some and reload.");
    response.set("Retry-After", "10");
    return response;
  }
  Response response;
  response.set("Content-Type", "text/event-stream");
  response.set("Cache-Control", "no-store");
  response.body = std::move(stream);
  return response;
}

}  // namespace maskpoint::server
