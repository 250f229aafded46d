#include "server/image_run.h"

#include <chrono>
#include <cstdio>

#include "server/cli_report.h"
#include "server/interruption.h"
#include "server/run_progress.h"

namespace maskpoint::server {
namespace {

void run_one(const ImageTask& task, const ImageRun& run, RunProgress& progress) {
  const std::string name = task.relative.string();
  progress.starting(name);
  const auto start = std::chrono::steady_clock::now();
  const auto result = run.work(task);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (!result.ok())
    progress.failed(task.image.string(), result.status());
  else if (result->kind == ImageResult::kSkipped)
    progress.skipped(name);
  else if (result->kind == ImageResult::kMade)
    progress.made(name, seconds.count(), result->detail);
}

}  // namespace

base::Status made_by_others(const std::filesystem::path& output) {
  return {base::StatusCode::kConflict,
          "There already is a " + output.string() +
              " that this command did not make; move it away or give --force to overwrite it."};
}

RunEnd run_images(const ImagePlan& plan, Shard shard, const ImageRun& run) {
  for (const auto& [path, status] : plan.failures)
    report_error(path.string(), status);
  const std::vector<ImageTask> tasks = shard_of(plan.tasks, shard);
  const Interruption interruption;
  RunEnd end;
  std::string summary;
  {
    RunProgress progress(tasks.size(), run.verb);
    for (const ImageTask& task : tasks) {
      if (Interruption::asked() || !run.stop_reason().empty()) break;
      run_one(task, run, progress);
    }
    const std::size_t failed = progress.failed_count() + plan.failures.size();
    end.to_the_end = !Interruption::asked() && run.stop_reason().empty();
    end.status = failed == 0 && end.to_the_end ? kExitDone : kExitFailed;
    summary = std::to_string(progress.made_count()) + " " + run.verb + ", " +
              std::to_string(progress.skipped_count()) + " skipped, " + std::to_string(failed) +
              " failed";
  }
  if (const std::string reason = run.stop_reason(); !reason.empty())
    summary += "; stopped, because " + reason;
  if (Interruption::asked()) summary += "; interrupted, the same command goes on from here";
  std::printf("%s\n", summary.c_str());
  return end;
}

}  // namespace maskpoint::server
