// The `maskpoint` command: serve, embed, segment, model convert, model halve.
#pragma once

namespace maskpoint::server {

// Exit status 0, 1 (some inputs failed, each named on standard error) or 2 (wrong usage).
int run_command_line(int argc, char** argv);

}  // namespace maskpoint::server
