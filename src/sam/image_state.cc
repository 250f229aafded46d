#include "sam/image_state.h"

#include <atomic>
#include <cmath>
#include <string>

namespace maskpoint::sam {

base::Result<std::shared_ptr<const ImageState>> prepare_image(const Weights& weights,
                                                              std::span<const float> embedding,
                                                              geom::ImageSize original,
                                                              nn::ThreadPool& pool) {
  constexpr std::size_t kValues = std::size_t(kGridTokens) * kEmbedDim;
  if (original.width < 1 || original.height < 1)
    return base::invalid_input("The image has no pixels.");
  if (embedding.size() != kValues)
    return base::invalid_input(
        "The embedding has " + std::to_string(embedding.size()) +
        " values where SAM's has 1 × 256 × 64 × 64 = " + std::to_string(kValues) +
        "; compute it again with `maskpoint embed`.");
  auto state = std::make_shared<ImageState>(
      ImageState{geom::ModelTransform(original), base::AlignedBuffer<float>(kValues)});
  std::atomic<bool> finite{true};
  pool.run(64, [&](int row) {
    bool row_finite = true;
    for (int c = 0; c < kEmbedDim; ++c) {
      const float* source = embedding.data() + std::size_t(c) * kGridTokens + row * 64;
      float* target = state->embedding.data() + std::size_t(row) * 64 * kEmbedDim + c;
      for (int x = 0; x < 64; ++x) {
        row_finite = row_finite && std::isfinite(source[x]);
        target[x * kEmbedDim] = source[x];
      }
    }
    if (!row_finite) finite.store(false, std::memory_order_relaxed);
  });
  if (!finite.load())
    return base::invalid_input(
        "The embedding holds values that are not finite numbers; compute it again with `maskpoint "
        "embed`.");
  return std::shared_ptr<const ImageState>(std::move(state));
}

}  // namespace maskpoint::sam
