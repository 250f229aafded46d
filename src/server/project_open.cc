#include "server/project_open.h"

namespace maskpoint::server {

base::Result<std::unique_ptr<Project>> open_project(const std::filesystem::path& dir) {
  return Project::open(dir, user_data_folder(),
                       base::Status(base::StatusCode::kUnavailable, "No model is needed here."), 1);
}

}  // namespace maskpoint::server
