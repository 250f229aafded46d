// Random (version 4) UUIDs, lower case, from the browser's cryptographic generator.
#pragma once

#include <string>

namespace maskpoint::app {

std::string make_uuid();

}  // namespace maskpoint::app
