// Runs the built executable as a user would.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace maskpoint::server {

struct CliResult {
  int status = -1;  // exit status; -1 when it was killed
  std::string out, err;
};

// Waits for the end. Standard input is empty, output is no terminal.
CliResult run_maskpoint(const std::vector<std::string>& arguments);
// Does not wait: the process id, for tests that interrupt it.
pid_t start_maskpoint(const std::vector<std::string>& arguments);

// A model folder made with `maskpoint model convert`, once a run; empty where set-up has not been
// run.
const std::filesystem::path& cli_model();

std::string text_of(const std::filesystem::path& file);

}  // namespace maskpoint::server
