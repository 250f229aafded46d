// Which function answers which request. One table in routes.cc is the whole HTTP interface.
#pragma once

#include "server/http_listener.h"
#include "server/http_message.h"
#include "server/project_core.h"

namespace maskpoint::server {

// What a path like "images/{id}/annotations/{uuid}" said.
struct PathValues {
  ImageId id = 0;
  std::string uuid;
};

// Body limit and lane for a request of which only the head is there.
RequestPlan plan_for(const Request& request);

// Everything under /api/v1, and /healthz. Any thread.
Response route(Project& project, const Request& request);

// Whether the path is one of those (else it is a file of the page).
bool is_api_path(const Request& request);

}  // namespace maskpoint::server
