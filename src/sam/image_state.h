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

// Products of the image with the folded weights (sam/folded_weights.h), by blocks of 64 pixels, one
// row of the 64×64 grid; pixels in the lanes.
struct ImageCaches {
  base::AlignedBuffer<float> key[3], query[2];  // (64, 128, 64); stage 0 with bias and position
  base::AlignedBuffer<float> value[3];          // (64, 8 heads, 64 pixels, 16)
  base::AlignedBuffer<float> upscale;           // (64, 256, 64)
  base::AlignedBuffer<float> cross1;            // (64, 145, 64): B·Y1ᵀ
  base::AlignedBuffer<float> cross2;            // (64, 274, 64): (B·γ1·C)·Y2ᵀ
  base::AlignedBuffer<float> norm1, norm2;      // (64, 64): |B|² and |B·γ1·C|²
  std::size_t bytes() const;
};

struct ImageState {
  geom::ModelTransform transform;
  base::AlignedBuffer<float> embedding;  // (256, 64, 64), as given: for the plain path
  ImageCaches caches;
  std::size_t bytes() const { return embedding.bytes() + caches.bytes(); }
};

// `embedding` is (256, 64, 64) float32, C order, as Meta's scripts save it. NaN or infinite values
// and a wrong length are an error that says so.
base::Result<std::shared_ptr<const ImageState>> prepare_image(const Weights& weights,
                                                              std::span<const float> embedding,
                                                              geom::ImageSize original,
                                                              nn::ThreadPool& pool);

}  // namespace maskpoint::sam
