#include "server/cli_options.h"

namespace maskpoint::server {

void add_model_options(CLI::App& app, std::filesystem::path& model, int& threads) {
  app.add_option(
         "--model", model,
         "Folder of the model (encoder.onnx, decoder.safetensors); default $MASKPOINT_MODEL")
      ->type_name("DIR");
  app.add_option("--threads", threads, "Threads to compute with; default: one a core")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
}

void add_shard_option(CLI::App& app, Shard& shard) {
  app.add_option_function<std::string>(
         "--shard",
         [&shard](const std::string& text) { shard = parsed("--shard", text, parse_shard); },
         "Only the I-th of N parts, for N machines that share the work; I from 1 to N")
      ->type_name("I/N");
}

}  // namespace maskpoint::server
