#include "server/http_static.h"

#include <utility>

#include "server/http_conditional.h"
#include "server/http_problem.h"

namespace maskpoint::server {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".jfif", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".ttf", "font/ttf"},
    {".otf", "font/otf"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
};

bool takes_encoding(const Request& request, std::string_view coding) {
  std::string_view accepted = request.header("Accept-Encoding");
  while (!accepted.empty()) {
    const std::size_t end = accepted.find(',');
    std::string_view item = accepted.substr(0, end);
    accepted = end == std::string_view::npos ? std::string_view{} : accepted.substr(end + 1);
    while (item.starts_with(' '))
      item.remove_prefix(1);
    if (item.substr(0, item.find(';')) == coding) return item.find("q=0") == std::string_view::npos;
  }
  return false;
}

std::string relative_path(const Request& request) {
  std::string path;
  for (const std::string& segment : request.segments) {
    if (!path.empty()) path += '/';
    path += segment;
  }
  return path.empty() || path.back() == '/' ? path + "index.html" : path;
}

}  // namespace

std::string content_type_of(std::string_view name) {
  for (const auto& [ending, type] : kTypes)
    if (name.size() > ending.size() &&
        same_ignoring_case(name.substr(name.size() - ending.size()), ending))
      return std::string(type);
  return "application/octet-stream";
}

Response file_response(const Request& request, OpenFile file, std::string content_type) {
  std::string etag =
      "\"" + std::to_string(file.mtime_ns()) + "-" + std::to_string(file.size()) + "\"";
  if (client_has(request, etag)) return not_modified(std::move(etag));
  Response response;
  response.set("Content-Type", std::move(content_type));
  response.set("ETag", std::move(etag));
  response.set("Cache-Control", "no-cache");
  response.body = FileBody{std::move(file)};
  return response;
}

Response static_file(const FolderRoot& web, const Request& request) {
  if (!request.reads()) {
    Response response = problem(405, "The page's files can only be read; use GET.");
    response.set("Allow", "GET, HEAD");
    return response;
  }
  const std::string path = relative_path(request);
  auto file = web.open_file(path);
  for (const auto& [coding, ending] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
    if (!takes_encoding(request, coding)) continue;
    auto packed = web.open_file(path + ending);
    // One from before the last build would be another page.
    if (!packed.ok() || (file.ok() && packed->mtime_ns() < file->mtime_ns())) continue;
    Response response = file_response(request, *std::move(packed), content_type_of(path));
    response.set("Content-Encoding", coding);
    response.set("Vary", "Accept-Encoding");
    return response;
  }
  if (!file.ok())
    return problem(404,
                   path == "index.html"
                       ? "The page has not been built; run ./scripts/start.sh, which builds it."
                       : "There is no such file; open the address the server printed.");
  return file_response(request, *std::move(file), content_type_of(path));
}

}  // namespace maskpoint::server
