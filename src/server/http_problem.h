// Errors as application/problem+json (RFC 9457): {type, title, status, detail, …}.
#pragma once

#include <string>

#include "base/status.h"
#include "server/http_json.h"
#include "server/http_message.h"

namespace maskpoint::server {

// `detail` is one sentence that says what happened and what to do. `more` is an object whose
// members are added.
Response problem(int status, const std::string& detail, const Json& more = Json::object());

// The status that goes with a Status of reading or checking: 422, 404, 409, 413, 503, 500.
Response problem(const base::Status& status);

// The same for a write: what could not be stored is 507.
Response store_problem(const base::Status& status);

// "Not Found" for 404 and so on.
std::string reason_phrase(int status);

}  // namespace maskpoint::server
