#include "server/http_problem.h"

#include <utility>

namespace maskpoint::server {

std::string reason_phrase(int status) {
  static constexpr std::pair<int, const char*> kPhrases[] = {
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {409, "Conflict"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Content"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
      {507, "Insufficient Storage"},
  };
  for (const auto& [code, phrase] : kPhrases)
    if (code == status) return phrase;
  return "Error";
}

Response problem(int status, const std::string& detail, const Json& more) {
  Json body = {{"type", "about:blank"},
               {"title", reason_phrase(status)},
               {"status", status},
               {"detail", detail}};
  for (const auto& [key, value] : more.items())
    body[key] = value;
  Response response = text_response(status, "application/problem+json", json_text(body));
  response.set("Cache-Control", "no-store");
  return response;
}

Response problem(const base::Status& status) {
  switch (status.code()) {
    case base::StatusCode::kInvalidInput:
      return problem(422, status.message());
    case base::StatusCode::kNotFound:
      return problem(404, status.message());
    case base::StatusCode::kConflict:
      return problem(409, status.message());
    case base::StatusCode::kTooLarge:
      return problem(413, status.message());
    case base::StatusCode::kUnavailable:
      return problem(503, status.message());
    default:
      return problem(500, status.message());
  }
}

Response store_problem(const base::Status& status) {
  if (status.code() == base::StatusCode::kUnavailable) return problem(507, status.message());
  return problem(status);
}

}  // namespace maskpoint::server
