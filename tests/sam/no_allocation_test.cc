// A decode allocates nothing: counted natively, where the program's own operator new can be
// replaced. The sanitizers bring theirs.
#include <gtest/gtest.h>

#if !defined(__EMSCRIPTEN__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <atomic>
#include <cstdlib>
#include <new>

#include "oracle_data.h"
#include "sam/decoder.h"

namespace {

std::atomic<int> allocations{0};

void* allocate(std::size_t size, std::size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  const std::size_t whole = (size + alignment - 1) / alignment * alignment;
  void* memory = std::aligned_alloc(alignment, whole > 0 ? whole : alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, std::size_t(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace maskpoint::sam {
namespace {

TEST(Decoder, AllocatesNothing) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(2);
  const auto image = prepare_image(*weights, photo.embedding, photo.size, pool);
  ASSERT_TRUE(image.ok());
  const auto out = std::make_unique<DecodeOutput>();
  EXPECT_GT(allocations.load(), 0);
  for (const DecoderPath path : {DecoderPath::kAutomatic, DecoderPath::kFloat32}) {
    Decoder decoder(weights, pool, path);
    Prompt click = photo.cases[0].prompt, refinement = click, many = click;
    refinement.prior = std::make_shared<const Logits>(std::size_t(kLogitCount), 1.0f);
    refinement.box = geom::Box{10, 10, 90, 90};
    for (int i = 0; i < 15; ++i)
      many.points.push_back({{double(i * 7), double(i * 5)}, PointLabel(i % 2)});
    const base::CancelToken cancel;
    const int before = allocations.load();
    decoder.decode(**image, click, MaskSet::kSingleMaskRule, cancel, *out, Detail::kPreview64);
    decoder.refine(*out, MaskSet::kAll);
    decoder.decode(**image, refinement, MaskSet::kMultimask, cancel, *out);
    decoder.decode(**image, many, MaskSet::kAll, cancel, *out);
    EXPECT_EQ(allocations.load() - before, 0);
  }
}

}  // namespace
}  // namespace maskpoint::sam

#endif
