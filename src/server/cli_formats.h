// The command line's `import` and `export`.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace maskpoint::server {

// Adds them to `app`; parsing one sets `command`, which must outlive that.
void add_format_commands(CLI::App& app, std::function<int()>& command);

}  // namespace maskpoint::server
