// Request targets taken apart: "/a/b%20c?x=1" to segments and query.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "server/http_message.h"

namespace maskpoint::server {

struct Target {
  std::vector<std::string> segments;  // "/" gives none, "/a/" gives "a" and ""
  Headers query;
};

// Refuses what could climb or hide: segments that are "." or ".." or hold a slash, a backslash, a
// control character or a broken percent sign once decoded, and empty ones inside.
base::Result<Target> parse_target(std::string_view target);

}  // namespace maskpoint::server
