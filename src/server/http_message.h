// A request and its answer as plain values: what routes take and return. No network types here.
//
// Values; moved between the network thread and the threads that run routes, never shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/folder_root.h"

namespace maskpoint::server {

class EventStream;

using Headers = std::vector<std::pair<std::string, std::string>>;

enum class Scheme { kHttp, kHttps };

struct Request {
  std::string method;
  std::string target;                 // as sent
  std::vector<std::string> segments;  // of the path, percent-decoded; never "." or ".."
  Headers query;                      // decoded, in order
  Headers headers;
  std::string body;
  Scheme scheme = Scheme::kHttp;

  // The first one of that name, any case; empty when absent.
  std::string_view header(std::string_view name) const;
  std::optional<std::string> parameter(std::string_view name) const;
  bool reads() const { return method == "GET" || method == "HEAD"; }
};

// Sends an open file from its beginning.
struct FileBody {
  OpenFile file;
};

struct Response {
  int status = 200;
  Headers headers;
  std::variant<std::string, FileBody, std::shared_ptr<EventStream>> body;

  void set(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
  }
};

Response text_response(int status, std::string content_type, std::string body);
Response json_response(int status, std::string body);
Response empty_response(int status);

// ASCII, for header names and file endings.
bool same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace maskpoint::server
