// Weights and embeddings made from a fixed random sequence: the right shapes, meaningless masks.
// Enough to prove ordering, cancellation and replay, and always there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geom/points.h"

namespace maskpoint::worker {

std::vector<std::byte> synthetic_weights(std::uint32_t seed = 1);

enum class NpyKind { kFloat32, kFloat16 };
std::vector<std::byte> synthetic_embedding(std::uint32_t seed, NpyKind kind = NpyKind::kFloat32);
// A .npy file around `data_bytes` bytes of zeros.
std::vector<std::byte> npy_file(const char* dictionary, std::size_t data_bytes);

}  // namespace maskpoint::worker
