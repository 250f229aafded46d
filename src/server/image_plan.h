// Which images `embed` and `auto` work on and where each result goes.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "server/cli_values.h"

namespace maskpoint::server {

struct ImageTask {
  std::filesystem::path image;
  std::filesystem::path relative;  // to the PATH it was found under; a file's own name for a file
  std::filesystem::path output;    // OUT/<relative><suffix>
};

struct ImagePlan {
  std::vector<ImageTask> tasks;  // sorted by `relative`, so that every shard sees the same order
  // Paths that are neither file nor folder, folders that cannot be read: each with its sentence.
  std::vector<std::pair<std::filesystem::path, base::Status>> failures;
};

// Searches folders recursively for image names; links to folders are not followed and `.maskpoint`
// folders are passed over. A path named directly is taken whatever its name. Two different images
// for one output are an error that names both.
base::Result<ImagePlan> plan_images(std::span<const std::filesystem::path> paths,
                                    const std::filesystem::path& out, std::string_view suffix);

// This shard's part of the tasks.
std::vector<ImageTask> shard_of(std::span<const ImageTask> tasks, Shard shard);

}  // namespace maskpoint::server
