#include "server/http_conditional.h"

#include <algorithm>
#include <utility>

namespace maskpoint::server {
namespace {

std::vector<std::string> etags_of(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    // A comma may stand inside the quotation marks.
    std::size_t end = 0;
    bool quoted = false;
    while (end < list.size() && (quoted || list[end] != ','))
      quoted ^= list[end++] == '"';
    std::string_view item = list.substr(0, end);
    list.remove_prefix(std::min(list.size(), end + 1));
    while (!item.empty() && (item.front() == ' ' || item.front() == '\t'))
      item.remove_prefix(1);
    while (!item.empty() && (item.back() == ' ' || item.back() == '\t'))
      item.remove_suffix(1);
    if (!item.empty()) out.emplace_back(item);
  }
  return out;
}

}  // namespace

Precondition Precondition::if_match(std::string_view header) {
  Precondition out;
  if (header.empty()) return out;
  out.etags_ = etags_of(header);
  out.any_ = std::find(out.etags_.begin(), out.etags_.end(), "*") != out.etags_.end();
  return out;
}

bool Precondition::admits(std::string_view etag) const {
  return any_ || std::find(etags_.begin(), etags_.end(), etag) != etags_.end();
}

bool client_has(const Request& request, std::string_view etag) {
  for (std::string_view item : etags_of(request.header("If-None-Match"))) {
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) return true;
  }
  return false;
}

Response not_modified(std::string etag) {
  Response response = empty_response(304);
  response.set("ETag", std::move(etag));
  response.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace maskpoint::server
