#include "sam/image_state.h"

#include <atomic>
#include <string>
#include <vector>

#include "nn/f32x4.h"
#include "nn/gemm.h"
#include "nn/rowwise.h"

namespace maskpoint::sam {

namespace {

constexpr int kBlock = 64;  // pixels
constexpr int kKeyRows = kCrossDim * kBlock;

ImageCaches allocate_caches() {
  const auto rows = [](int n) {
    return base::AlignedBuffer<float>(std::size_t(kGridTokens) * std::size_t(n));
  };
  ImageCaches caches;
  for (auto& key : caches.key)
    key = rows(kCrossDim);
  for (auto& query : caches.query)
    query = rows(kCrossDim);
  for (auto& value : caches.value)
    value = rows(kCrossDim);
  caches.upscale = rows(kEmbedDim);
  caches.cross1 = rows(basis::kSize1);
  caches.cross2 = rows(basis::kSize2);
  caches.norm1 = rows(1);
  caches.norm2 = rows(1);
  return caches;
}

// x (256, 64): x += addend per row, then the column means are subtracted and the sums of squares
// written to `norms`. The mean first, then its rest: a large common offset leaves no error.
void centre(float* x, const float* addend, float* norms) {
  for (int p = 0; p < kBlock; p += 4) {
    nn::F32x4 total = nn::F32x4::zero();
    for (int i = 0; i < kEmbedDim; ++i) {
      const nn::F32x4 v = nn::F32x4::load(x + i * kBlock + p) + nn::F32x4::splat(addend[i]);
      v.store(x + i * kBlock + p);
      total += v;
    }
    const nn::F32x4 mean = total * nn::F32x4::splat(1.0f / kEmbedDim);
    total = nn::F32x4::zero();
    for (int i = 0; i < kEmbedDim; ++i) {
      const nn::F32x4 v = nn::F32x4::load(x + i * kBlock + p) - mean;
      v.store(x + i * kBlock + p);
      total += v;
    }
    const nn::F32x4 rest = total * nn::F32x4::splat(1.0f / kEmbedDim);
    nn::F32x4 squares = nn::F32x4::zero();
    for (int i = 0; i < kEmbedDim; ++i) {
      const nn::F32x4 v = nn::F32x4::load(x + i * kBlock + p) - rest;
      v.store(x + i * kBlock + p);
      squares = madd(v, v, squares);
    }
    squares.store(norms + p);
  }
}

class CacheBuilder {
 public:
  CacheBuilder(const Weights& weights, ImageCaches& caches)
      : encoder_(weights.prompt_encoder), folded_(*weights.folded), caches_(caches) {}

  // `source` is the block's part of the embedding, channel c at source + c·4096. Scratch holds
  // (2·256, 64).
  void build(int block, const float* source, float* scratch) {
    const std::size_t at = std::size_t(block) * kBlock;
    float* src = scratch;
    for (int i = 0; i < kEmbedDim; ++i) {
      const nn::F32x4 no_mask = nn::F32x4::splat(encoder_.no_mask_embed[i]);
      for (int p = 0; p < kBlock; p += 4)
        (nn::F32x4::load(source + std::size_t(i) * kGridTokens + p) + no_mask)
            .store(src + i * kBlock + p);
    }
    // Stage 0 in full: bias and position included.
    keys(folded_.key[0], folded_.key_position[0], src, block, caches_.key[0]);
    keys(folded_.query[0], folded_.query_position[0], src, block, caches_.query[0]);
    float* rows = scratch + kEmbedDim * kBlock;
    nn::gemm_bias({kCrossDim, kBlock, kEmbedDim}, folded_.value[0].constant.data(),
                  {folded_.value[0].from_image.data(), image_stride(kCrossDim)}, {src, kBlock},
                  {rows, kBlock});
    store_values(rows, block, caches_.value[0]);
    // B = (src + bo0)·C, in place.
    float* b = src;
    centre(b, folded_.image_bias.data(), caches_.norm1.data() + at);
    project(folded_.cross1, basis::kStride1, basis::kSize1, b, block, caches_.cross1);
    project(folded_.cross2, basis::kStride2, basis::kSize2, b, block, caches_.cross2);
    project(folded_.key[1].from_image, image_stride(kCrossDim), kCrossDim, b, block,
            caches_.key[1]);
    project(folded_.query[1].from_image, image_stride(kCrossDim), kCrossDim, b, block,
            caches_.query[1]);
    project(folded_.key[2].from_image, image_stride(kCrossDim), kCrossDim, b, block,
            caches_.key[2]);
    project(folded_.upscale.from_image, image_stride(kEmbedDim), kEmbedDim, b, block,
            caches_.upscale);
    for (const int stage : {1, 2}) {
      nn::gemm({kCrossDim, kBlock, kEmbedDim},
               {folded_.value[stage].from_image.data(), image_stride(kCrossDim)}, {b, kBlock},
               {rows, kBlock});
      store_values(rows, block, caches_.value[stage]);
    }
    // |B·γ1·C|².
    for (int i = 0; i < kEmbedDim; ++i) {
      const nn::F32x4 gamma = nn::F32x4::splat(folded_.gamma1[i]);
      for (int p = 0; p < kBlock; p += 4)
        (nn::F32x4::load(b + i * kBlock + p) * gamma).store(rows + i * kBlock + p);
    }
    static constexpr float kNothing[kEmbedDim] = {};
    centre(rows, kNothing, caches_.norm2.data() + at);
  }

 private:
  void project(const base::AlignedBuffer<float>& weight, int stride, int width, const float* b,
               int block, base::AlignedBuffer<float>& out) {
    nn::gemm({width, kBlock, kEmbedDim}, {weight.data(), stride}, {b, kBlock},
             {out.data() + std::size_t(block) * width * kBlock, kBlock});
  }
  void keys(const FoldedProjection& w, const base::AlignedBuffer<float>& position, const float* src,
            int block, base::AlignedBuffer<float>& out) {
    float* rows = out.data() + std::size_t(block) * kKeyRows;
    nn::gemm_bias({kCrossDim, kBlock, kEmbedDim}, w.constant.data(),
                  {w.from_image.data(), image_stride(kCrossDim)}, {src, kBlock}, {rows, kBlock});
    nn::add(rows, position.data() + std::size_t(block) * kKeyRows, kKeyRows);
  }
  // (128, 64) to (8 heads, 64 pixels, 16).
  void store_values(const float* rows, int block, base::AlignedBuffer<float>& out) {
    for (int h = 0; h < kHeads; ++h)
      nn::transpose(rows + h * 16 * kBlock, kBlock, 16, kBlock,
                    out.data() + std::size_t(block) * kKeyRows + h * 16 * kBlock, 16);
  }

  const PromptEncoderWeights& encoder_;
  const FoldedWeights& folded_;
  ImageCaches& caches_;
};

}  // namespace

std::size_t ImageCaches::bytes() const {
  std::size_t total =
      upscale.bytes() + cross1.bytes() + cross2.bytes() + norm1.bytes() + norm2.bytes();
  for (const auto& key_cache : key)
    total += key_cache.bytes();
  for (const auto& query_cache : query)
    total += query_cache.bytes();
  for (const auto& value_cache : value)
    total += value_cache.bytes();
  return total;
}

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
  auto state = std::make_shared<ImageState>(ImageState{
      geom::ModelTransform(original), base::AlignedBuffer<float>(kValues), allocate_caches()});
  CacheBuilder caches(weights, state->caches);
  std::vector<base::AlignedBuffer<float>> scratch;
  scratch.reserve(std::size_t(pool.threads()));
  for (int i = 0; i < pool.threads(); ++i)
    scratch.emplace_back(2 * kEmbedDim * kBlock);
  std::atomic<bool> finite{true};
  pool.run(64, [&](int row, int worker) {
    const std::size_t first = std::size_t(row) * kBlock;
    nn::F32x4 zeros = nn::F32x4::zero();  // x·0 is 0 for every finite x and NaN for the others
    for (int c = 0; c < kEmbedDim; ++c) {
      const float* source = embedding.data() + std::size_t(c) * kGridTokens + first;
      float* target = state->embedding.data() + std::size_t(c) * kGridTokens + first;
      for (int p = 0; p < kBlock; p += 4) {
        const nn::F32x4 v = nn::F32x4::load(source + p);
        zeros += v * nn::F32x4::zero();
        v.store(target + p);
      }
    }
    if (!(nn::sum(zeros) == 0.0f)) {
      finite.store(false, std::memory_order_relaxed);
      return;
    }
    caches.build(row, embedding.data() + first, scratch[worker].data());
  });
  if (!finite.load())
    return base::invalid_input(
        "The embedding holds values that are not finite numbers; compute it again with `maskpoint "
        "embed`.");
  return std::shared_ptr<const ImageState>(std::move(state));
}

}  // namespace maskpoint::sam
