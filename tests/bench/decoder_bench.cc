// The decoder as C functions for the browser benchmark, called from a dedicated worker
// (page/ours.worker.mjs); the heap is laid out by the caller with malloc.
//
//   int  bench_start(threads, safetensors, length)        1, or 0 if the weights are not right
//   int  bench_prepare(embedding, width, height)          (256, 64, 64) floats; 1 or 0
//   int  bench_prompt(points, count)                      x, y, label each; the prompt's number
//   void bench_box(prompt, corners)                       x0, y0, x1, y1
//   void bench_prior(prompt, logits)                      (256, 256) floats
//   int  bench_decode(prompt, mask set, detail)           the numbers of sam::MaskSet and Detail
//   void bench_plain(prompt)                              one mask by the plain path
//   const float* bench_logits(position)
//   void bench_batch(first, count, mask set, floor)       these prompts by BatchDecoder
//   const uint32_t* bench_same_bits(path)                 tests/sam/same_bits.h, low half first
//   void bench_meet()                                     returns when the whole pool is awake
//   int  bench_heap_bytes() / bench_image_bytes()         high water; one image's state
//
// One Bench for the module's life: a worker is one engine.

#include <unistd.h>

#include <atomic>
#include <cassert>
#include <memory>
#include <span>
#include <vector>

#include "nn/thread_pool.h"
#include "sam/batch_decoder.h"
#include "sam/decoder.h"
#include "sam/image_state.h"
#include "sam/same_bits.h"
#include "sam/weights.h"

namespace {

using namespace maskpoint;

struct Bench {
  explicit Bench(int threads) : pool(threads) {}
  nn::ThreadPool pool;
  std::shared_ptr<const sam::Weights> weights;
  std::unique_ptr<sam::Decoder> decoder;
  // Made when first asked for.
  std::unique_ptr<sam::BatchDecoder> batch;
  std::unique_ptr<sam::Decoder> plain;
  std::shared_ptr<const sam::ImageState> image;
  std::vector<sam::Prompt> prompts;
  sam::DecodeOutput out;
};
std::unique_ptr<Bench> bench;

constexpr int kEmbeddingLength = sam::kGridTokens * sam::kEmbedDim;

}  // namespace

extern "C" {

int bench_start(int threads, const std::byte* safetensors, int length) {
  bench = std::make_unique<Bench>(threads);
  auto weights = sam::Weights::parse({safetensors, std::size_t(length)});
  if (!weights.ok()) return 0;
  bench->weights = std::move(weights).value();
  bench->decoder = std::make_unique<sam::Decoder>(bench->weights, bench->pool);
  return 1;
}

int bench_prepare(const float* embedding, int width, int height) {
  bench->image = nullptr;  // two at once would not be what a page holds
  auto image =
      sam::prepare_image(*bench->weights, std::span(embedding, std::size_t(kEmbeddingLength)),
                         {width, height}, bench->pool);
  if (!image.ok()) return 0;
  bench->image = std::move(image).value();
  return 1;
}

int bench_prompt(const double* points, int count) {
  sam::Prompt prompt;
  for (int i = 0; i < count; ++i, points += 3)
    prompt.points.push_back({{points[0], points[1]}, sam::PointLabel(int(points[2]))});
  bench->prompts.push_back(std::move(prompt));
  return int(bench->prompts.size()) - 1;
}

void bench_box(int prompt, const double* corners) {
  bench->prompts[std::size_t(prompt)].box =
      geom::Box{corners[0], corners[1], corners[2], corners[3]};
}

void bench_prior(int prompt, const float* logits) {
  bench->prompts[std::size_t(prompt)].prior =
      std::make_shared<const sam::Logits>(logits, logits + sam::kLogitCount);
}

int bench_decode(int prompt, int mask_set, int detail) {
  (void)bench->decoder->decode(*bench->image, bench->prompts[std::size_t(prompt)],
                               sam::MaskSet(mask_set), base::CancelToken(), bench->out,
                               sam::Detail(detail));
  return bench->out.count;
}

void bench_plain(int prompt) {
  if (!bench->plain)
    bench->plain =
        std::make_unique<sam::Decoder>(bench->weights, bench->pool, sam::DecoderPath::kPlain);
  (void)bench->plain->decode(*bench->image, bench->prompts[std::size_t(prompt)],
                             sam::MaskSet::kSingleMaskRule, base::CancelToken(), bench->out);
}

const float* bench_logits(int position) {
  return bench->out.logits[std::size_t(position)].data();
}

void bench_batch(int first, int count, int mask_set, float floor) {
  if (!bench->batch)
    bench->batch = std::make_unique<sam::BatchDecoder>(bench->weights, bench->pool);
  // The sink does nothing: what a caller makes of the masks is not the decoder's time.
  (void)bench->batch->decode(
      *bench->image, std::span(bench->prompts).subspan(std::size_t(first), std::size_t(count)),
      sam::MaskSet(mask_set), floor, base::CancelToken(),
      [](std::size_t, const sam::DecodeOutput&) {});
}

const std::uint32_t* bench_same_bits(int path) {
  static std::uint32_t halves[2];
  const std::uint64_t hash =
      sam::hash_of_decodes(bench->weights, bench->pool, sam::DecoderPath(path));
  halves[0] = std::uint32_t(hash);
  halves[1] = std::uint32_t(hash >> 32);
  return halves;
}

void bench_meet() {
  std::atomic<int> here{0};
  const int threads = bench->pool.threads();
  // Nobody gets a second block before all have one.
  bench->pool.run(threads, [&](int) {
    here.fetch_add(1, std::memory_order_relaxed);
    while (here.load(std::memory_order_relaxed) < threads) {
    }
  });
}

int bench_heap_bytes() {
  return int(reinterpret_cast<std::uintptr_t>(sbrk(0)));
}
int bench_image_bytes() {
  return int(bench->image->bytes());
}

}  // extern "C"
