// An image encoder with its weights stored in half the bytes, for pages that download it.
//
// The graph stays float32: each large float initializer becomes a float16 one with a Cast node
// after it, which ONNX Runtime folds away when it loads the file. Any ONNX file whose weights are
// float32 initializers can be converted; what is small, or too large a number for float16, stays as
// it is.
#pragma once

#include <filesystem>

#include "base/status.h"

namespace maskpoint::server {

// Writes `out` whole or not at all. Errors: what is no ONNX file, keeps its weights outside the
// file or has none to convert (kInvalidInput); a disk that does not take it (kUnavailable).
base::Status convert_encoder(const std::filesystem::path& onnx, const std::filesystem::path& out);

}  // namespace maskpoint::server
