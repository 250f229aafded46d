// An embedding's shape, and arrays as NumPy's .npy files: what Meta's own scripts save embeddings
// as.
//
// Format: numpy/lib/format.py, version 1.0. Reading is elsewhere: server/npy.h from disk,
// worker/embedding_npy.h in the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maskpoint::encoding {

inline constexpr int kEmbeddingChannels = 256;
inline constexpr int kEmbeddingSide = 64;
inline constexpr std::size_t kEmbeddingValues =
    std::size_t{kEmbeddingChannels} * kEmbeddingSide * kEmbeddingSide;

enum class NpyType { kFloat16, kFloat32 };

// Whether every value is one that float16 has: finite, and at most 65504.
bool fits_float16(std::span<const float> values);

// The bytes of a file. float16 rounds to nearest even; values past float16's range become infinite
// there, so check before. values.size() is the product of `shape` (asserted).
std::vector<std::uint8_t> npy_bytes(std::span<const float> values,
                                    std::span<const std::int64_t> shape, NpyType type);
// An embedding as (1, 256, 64, 64).
std::vector<std::uint8_t> embedding_npy(std::span<const float> embedding, NpyType type);

}  // namespace maskpoint::encoding
