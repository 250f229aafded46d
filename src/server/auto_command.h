// `maskpoint auto`: masks of everything in many images, resumable.
//
// SA-1B: OUT/<relative path>.json for each image, and what it was made from under
// OUT/.maskpoint/auto (auto_record.h). COCO: the same in a folder OUT.parts beside the file OUT,
// which is put together from it once every image of the plan is there or has failed: by the run, of
// however many shards, that finds it so. Memory is one image's.
#pragma once

#include <filesystem>
#include <vector>

#include "sam/generator_options.h"
#include "server/cli_values.h"

namespace maskpoint::server {

enum class AutoFormat { kSa1b, kCoco };

// What to do about results that are already there.
enum class AutoExisting {
  kSkip,  // keep what is current, renew what is stale, refuse files `auto` did not make
  kOverwrite
};

struct AutoOptions {
  std::filesystem::path model;  // empty: find_model's default
  int threads = 0;              // 0: as many as the machine has cores
  std::vector<std::filesystem::path> paths;
  std::filesystem::path out;
  AutoFormat format = AutoFormat::kSa1b;
  sam::GeneratorOptions generator;
  Shard shard;
  AutoExisting existing = AutoExisting::kSkip;
};

// Returns the exit status; names every image that failed on standard error. The first Ctrl-C drops
// the image at hand and stops.
int auto_command(const AutoOptions& options);

}  // namespace maskpoint::server
