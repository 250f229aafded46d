// The command line's `auto`.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace maskpoint::server {

// Adds it to `app`; parsing it sets `command`, which must outlive that.
void add_auto(CLI::App& app, std::function<int()>& command);

}  // namespace maskpoint::server
