// A model on disk: encoder.onnx, decoder.safetensors and model.json in one folder.
#pragma once

#include <filesystem>
#include <string>

#include "base/status.h"

namespace maskpoint::server {

struct ModelFolder {
  std::filesystem::path folder;
  std::string name;  // model.json's "name", else the folder's own
  std::filesystem::path encoder() const { return folder / "encoder.onnx"; }
  std::filesystem::path decoder() const { return folder / "decoder.safetensors"; }
};

// `given` (--model), else $MASKPOINT_MODEL, else ../models/mobilesam beside the executable's
// folder. An error names the file that is missing and how to get it.
base::Result<ModelFolder> find_model(const std::filesystem::path& given);

}  // namespace maskpoint::server
