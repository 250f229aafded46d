// Where a project keeps its data, and the lock that lets one server at a time have it.
#pragma once

#include <filesystem>
#include <string>

#include "base/status.h"

namespace maskpoint::server {

// Holds the lock while it lives; the system lets go of it even when the process is killed.
class ProjectPlace {
 public:
  // DIR/.maskpoint, or where DIR can't be written, a folder of that DIR's own in `fallback`. Made
  // when absent. kConflict when another server has it.
  static base::Result<ProjectPlace> open(const std::filesystem::path& dir,
                                         const std::filesystem::path& fallback);
  ProjectPlace(ProjectPlace&& other) noexcept;
  ProjectPlace& operator=(ProjectPlace&& other) noexcept;
  ~ProjectPlace();

  const std::filesystem::path& folder() const { return folder_; }
  // Empty, or a sentence for the user that DIR is read-only and where the data are instead.
  const std::string& note() const { return note_; }

 private:
  ProjectPlace() = default;
  std::filesystem::path folder_;
  std::string note_;
  int lock_ = -1;
};

// $XDG_DATA_HOME/maskpoint or ~/.local/share/maskpoint; empty when neither variable is set.
std::filesystem::path user_data_folder();

}  // namespace maskpoint::server
