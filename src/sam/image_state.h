// Everything about one image that a decode needs and a prompt does not change. Immutable, shared.
#pragma once

#include <memory>
#include <span>

#include "base/aligned_buffer.h"
#include "base/status.h"
#include "geom/model_transform.h"
#include "nn/thread_pool.h"
#include "sam/weights.h"

namespace maskpoint::sam {

struct ImageState {
  geom::ModelTransform transform;
  base::AlignedBuffer<float> embedding;  // (4096, 256): pixel-major, transposed from (256, 64, 64)
  std::size_t bytes() const { return embedding.bytes(); }
};

// `embedding` is (256, 64, 64) float32, C order, as Meta's scripts save it. NaN or infinite values
// and a wrong length are an error that says so.
base::Result<std::shared_ptr<const ImageState>> prepare_image(const Weights& weights,
                                                              std::span<const float> embedding,
                                                              geom::ImageSize original,
                                                              nn::ThreadPool& pool);

}  // namespace maskpoint::sam
