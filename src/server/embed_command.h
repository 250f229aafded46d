// `maskpoint embed`: embeddings of many images, resumable.
#pragma once

#include <filesystem>
#include <vector>

#include "server/cli_values.h"
#include "server/npy.h"

namespace maskpoint::server {

// What to do about results that are already there.
enum class EmbedExisting {
  kSkip,  // keep what is current, renew what is stale, refuse files `embed` did not make
  kOverwrite
};

struct EmbedOptions {
  std::filesystem::path model;  // empty: find_model's default
  int threads = 0;              // 0: as many as the machine has cores
  std::vector<std::filesystem::path> paths;
  std::filesystem::path out;
  NpyType type = NpyType::kFloat16;
  Shard shard;
  EmbedExisting existing = EmbedExisting::kSkip;
};

// Returns the exit status; names every image that failed on standard error. The first Ctrl-C stops
// after the image at hand.
int embed_command(const EmbedOptions& options);

}  // namespace maskpoint::server
