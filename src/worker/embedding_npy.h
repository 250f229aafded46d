// Embedding files as the page receives them: NumPy .npy, float16 or float32, C order, of shape
// (1, 256, 64, 64) or (256, 64, 64).
//
// The bytes come from a server, a static host or somebody's disk: the header and the length are
// checked before anything is read from them, and the sentence says what was found and what was
// expected. float16 widens exactly. Format: numpy/lib/format.py, versions 1.0 to 3.0.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/status.h"

namespace maskpoint::worker {

// 256×64×64 values in the file's order. Whether they are finite is for sam::prepare_image to say.
base::Result<std::vector<float>> parse_embedding_npy(std::span<const std::byte> npy);

}  // namespace maskpoint::worker
