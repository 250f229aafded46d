// What an image's automatic masks were made from, kept apart from them: results hold what the
// published layout has and nothing else.
//
// FOLDER/.maskpoint/auto/<relative path>.json for the result FOLDER/<relative path>.json, a JSON
// object. It is written before the result, so that an interruption anywhere leaves a state that is
// seen and done again; for an image that failed it says why, and there is no result.
#pragma once

#include <filesystem>
#include <string>

#include "base/status.h"
#include "sam/generator_options.h"
#include "server/model_folder.h"

namespace maskpoint::server {

// Everything but the image that a result depends on.
struct AutoSettings {
  std::string model;  // its name, for people
  std::string encoder_sha256, decoder_sha256;
  std::string options;  // options_text()
  bool operator==(const AutoSettings&) const = default;
};
std::string options_text(const sam::GeneratorOptions& options);
base::Result<AutoSettings> auto_settings(const ModelFolder& model,
                                         const sam::GeneratorOptions& options);

struct AutoRecord {
  AutoSettings settings;
  std::string image_sha256;   // of the image file; empty where it could not be read
  std::string result_sha256;  // of the result; empty where there is none
  std::string failed;         // why there is none, or empty
};

std::filesystem::path auto_record_path(const std::filesystem::path& folder,
                                       const std::filesystem::path& relative);
std::string auto_record_json(const AutoRecord& record);
base::Result<AutoRecord> parse_auto_record(const std::string& json);
base::Result<AutoRecord> read_auto_record(const std::filesystem::path& path);

enum class ExistingMasks {
  kNone,     // nothing there
  kCurrent,  // made from this image with these settings, whole
  kStale,    // ours, but of another image or with other settings, or damaged
  kForeign,  // somebody else's file: no record
};
// What is at `result`; of `wanted` the settings and the image count.
ExistingMasks existing_masks(const std::filesystem::path& result,
                             const std::filesystem::path& record_path, const AutoRecord& wanted);

}  // namespace maskpoint::server
