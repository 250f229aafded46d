// If-Match and If-None-Match (RFC 9110 §13.1) over strong ETags.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http_message.h"

namespace maskpoint::server {

// What a write demands of the state it replaces.
class Precondition {
 public:
  // Nothing demanded: always admits.
  Precondition() = default;
  // The value of If-Match; empty means nothing demanded, "*" anything that exists.
  static Precondition if_match(std::string_view header);
  // `etag` with its quotation marks.
  bool admits(std::string_view etag) const;

 private:
  bool any_ = true;
  std::vector<std::string> etags_;
};

// Whether the client's copy (If-None-Match) is this one, weakly compared as a GET asks.
bool client_has(const Request& request, std::string_view etag);

// 304 with the ETag.
Response not_modified(std::string etag);

}  // namespace maskpoint::server
