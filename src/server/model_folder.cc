#include "server/model_folder.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>

#include "server/image_file.h"

namespace maskpoint::server {
namespace {

std::filesystem::path default_folder() {
  if (const char* named = std::getenv("MASKPOINT_MODEL"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return executable.parent_path().parent_path() / "models" / "mobilesam";
}

// model.json is optional and small; only its name is needed here.
std::string model_name(const std::filesystem::path& folder) {
  constexpr std::uint64_t kLongest = 1 << 16;
  const auto bytes = read_file(folder / "model.json", kLongest);
  if (bytes.ok()) {
    const auto json = nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, false);
    if (json.is_object() && json.contains("name") && json["name"].is_string())
      return json["name"].get<std::string>();
  }
  const std::filesystem::path plain = folder.has_filename() ? folder : folder.parent_path();
  return plain.filename().string();
}

}  // namespace

base::Result<ModelFolder> find_model(const std::filesystem::path& given) {
  ModelFolder model;
  model.folder = given.empty() ? default_folder() : given;
  for (const std::filesystem::path& file : {model.encoder(), model.decoder()}) {
    std::error_code error;
    if (std::filesystem::is_regular_file(file, error)) continue;
    return base::Status(
        base::StatusCode::kNotFound,
        "The model file " + file.string() +
            " is missing; name the model's folder with --model DIR or $MASKPOINT_MODEL, or run "
            "./scripts/setup.sh to make it.");
  }
  model.name = model_name(model.folder);
  return model;
}

}  // namespace maskpoint::server
