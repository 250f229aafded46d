// The results of `auto` put together as one COCO file, one result at a time in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "base/status.h"
#include "server/auto_record.h"
#include "server/image_plan.h"

namespace maskpoint::server {

// How far the whole plan is, all shards together: an image counts as made or failed if its record
// says so with these settings.
struct PartsThere {
  std::size_t made = 0, failed = 0, missing = 0;
};
PartsThere parts_there(std::span<const ImageTask> tasks, const std::filesystem::path& folder,
                       const AutoSettings& settings);

// Writes `out` from the results that are there; an image's id is its place in the plan, from 1, and
// there is one class, "object". The same bytes for the same results.
base::Status write_auto_coco(const std::filesystem::path& out, std::span<const ImageTask> tasks,
                             const std::filesystem::path& folder, const AutoSettings& settings);

}  // namespace maskpoint::server
