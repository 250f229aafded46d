// NumPy's .npy files: float32 and float16, C order. What Meta's own scripts save embeddings as.
//
// Reading is defensive: the header's size and grammar, the dtype, the order, the shape and the
// length of the data are all checked before anything is allocated from them, and errors name what
// was found and what was expected. Format: numpy/lib/format.py, versions 1.0 to 3.0.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "encoding/embedding_npy.h"

namespace maskpoint::server {

using encoding::embedding_npy;
using encoding::npy_bytes;
using encoding::NpyType;

struct NpyArray {
  NpyType type = NpyType::kFloat32;  // as stored
  std::vector<std::int64_t> shape;
  std::vector<float> values;  // C order; float16 widened exactly
};

// `name` starts the error sentences. Any shape of up to 8 dimensions; NaN and infinities are kept.
base::Result<NpyArray> parse_npy(std::span<const std::uint8_t> bytes, const std::string& name);

// Of shape (1, 256, 64, 64) or (256, 64, 64), all values finite.
base::Result<std::vector<float>> parse_embedding(std::span<const std::uint8_t> bytes,
                                                 const std::string& name);
base::Result<std::vector<float>> read_embedding(const std::filesystem::path& path);

// Of shape (1, 256, 256) or (256, 256), all values finite: logits of an earlier decode.
base::Result<std::vector<float>> read_mask_input(const std::filesystem::path& path);

}  // namespace maskpoint::server
