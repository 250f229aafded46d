// Options that several commands of the command line have.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <utility>

#include "server/cli_values.h"

namespace maskpoint::server {

// What they fill must live as long as `app`.
void add_model_options(CLI::App& app, std::filesystem::path& model, int& threads);
void add_shard_option(CLI::App& app, Shard& shard);

// Turns a parse function that returns a Result into one that CLI11 understands: errors become
// CLI::ValidationError, which CLI11 reports as wrong usage.
template <class Parse>
auto parsed(const std::string& option, const std::string& text, Parse parse) {
  auto value = parse(text);
  if (!value.ok()) throw CLI::ValidationError(option, value.status().message());
  return *std::move(value);
}

}  // namespace maskpoint::server
