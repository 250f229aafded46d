#include "server/image_plan.h"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

#include "server/image_file.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

void search_folder(const fs::path& folder, ImagePlan& plan) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code ignored;
    const bool is_folder = at->is_directory(ignored);
    if (is_folder && at->path().filename() == ".maskpoint") at.disable_recursion_pending();
    if (is_folder || !has_image_extension(at->path())) continue;
    plan.tasks.push_back({at->path(), at->path().lexically_relative(folder), {}});
  }
  if (error)
    plan.failures.emplace_back(
        folder, base::invalid_input("The folder " + folder.string() +
                                    " could not be read to its end (" + error.message() + ")."));
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(a, b, error);
}

}  // namespace

base::Result<ImagePlan> plan_images(std::span<const fs::path> paths, const fs::path& out,
                                    std::string_view suffix) {
  ImagePlan plan;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error))
      search_folder(path, plan);
    else if (fs::exists(path, error))
      plan.tasks.push_back({path, path.filename(), {}});
    else
      plan.failures.emplace_back(path,
                                 base::Status(base::StatusCode::kNotFound,
                                              "There is no file or folder " + path.string() + "."));
  }
  for (ImageTask& task : plan.tasks) {
    task.output = out / task.relative;
    task.output += suffix;
  }
  std::sort(plan.tasks.begin(), plan.tasks.end(), [](const ImageTask& a, const ImageTask& b) {
    return std::tie(a.relative, a.image) < std::tie(b.relative, b.image);
  });
  std::vector<ImageTask> kept;
  for (ImageTask& task : plan.tasks) {
    if (kept.empty() || kept.back().output != task.output) {
      kept.push_back(std::move(task));
    } else if (!same_file(kept.back().image, task.image)) {
      return base::Status(base::StatusCode::kConflict,
                          "Both " + kept.back().image.string() + " and " + task.image.string() +
                              " would be written to " + task.output.string() +
                              "; have them written to different folders.");
    }
  }
  plan.tasks = std::move(kept);
  return plan;
}

std::vector<ImageTask> shard_of(std::span<const ImageTask> tasks, Shard shard) {
  std::vector<ImageTask> part;
  for (std::size_t i = std::size_t(shard.index - 1); i < tasks.size();
       i += std::size_t(shard.count))
    part.push_back(tasks[i]);
  return part;
}

}  // namespace maskpoint::server
