// Many images worked on one after the other, with progress, where the bad ones are reported and
// left behind.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/status.h"
#include "server/cli_values.h"
#include "server/image_plan.h"

namespace maskpoint::server {

struct ImageResult {
  enum Kind {
    kMade,
    kSkipped,  // it was there already
    kDropped,  // given up in the middle, because the run is to stop
  };
  Kind kind = kMade;
  std::string detail;  // what came of it, in a few words, or empty
};

// Reasons to stop, as the last line says them.
inline constexpr const char* kCannotWrite = "results cannot be written";
inline constexpr const char* kNoModel = "the model cannot be loaded";

// What lies where a result should go, and was not made by this command.
base::Status made_by_others(const std::filesystem::path& output);

struct ImageRun {
  std::string verb;  // what happens to an image: "embedded"
  std::function<base::Result<ImageResult>(const ImageTask&)> work;
  // Asked between images: why there is no use in going on ("results cannot be written", on a full
  // disk), or nothing.
  std::function<std::string()> stop_reason;
};

struct RunEnd {
  int status = 0;          // for the command
  bool to_the_end = true;  // neither interrupted nor stopped
};

// The shard's images in order; names every one that failed on standard error, also those of
// plan.failures, and ends with a line of counts. The first Ctrl-C stops after the image at hand, or
// in the middle of it where `work` asks Interruption.
RunEnd run_images(const ImagePlan& plan, Shard shard, const ImageRun& run);

}  // namespace maskpoint::server
