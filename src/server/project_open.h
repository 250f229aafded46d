// The project of a folder for commands that decode nothing: without a model.
#pragma once

#include <filesystem>
#include <memory>

#include "server/project_core.h"

namespace maskpoint::server {

// kConflict while a server has it.
base::Result<std::unique_ptr<Project>> open_project(const std::filesystem::path& dir);

}  // namespace maskpoint::server
