// The baseline build gives the same bits natively, in WebAssembly and in the page, for any number
// of threads: one golden number for all of them. An embedding made of integers, so that no encoder
// and no photo decoder has a part in it.
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>

#include "nn/wide_gemm.h"
#include "oracle_data.h"
#include "sam/decoder.h"

namespace maskpoint::sam {
namespace {

// What an embedding looks like: values in ±0.6, neighbours alike.
std::vector<float> made_embedding() {
  std::vector<float> embedding(std::size_t(256) * 64 * 64);
  std::uint32_t state = 2026;
  float value = 0;
  for (float& out : embedding) {
    state = state * 1664525u + 1013904223u;
    value = value * 0.5f + (float(state >> 16) / 65536.0f - 0.5f) * 0.6f;
    out = value;
  }
  return embedding;
}

void add(std::uint64_t& hash, float value) {
  hash = (hash ^ std::bit_cast<std::uint32_t>(value)) * 1099511628211u;  // FNV-1a by words
}

std::uint64_t hash_of_decodes(int threads, DecoderPath path) {
  const auto weights = oracle_weights(TensorType::kF16);
  nn::ThreadPool pool(threads);
  const auto image = prepare_image(*weights, made_embedding(), {640, 480}, pool);
  if (!image.ok()) return 0;
  Decoder decoder(weights, pool, path);
  auto out = std::make_unique<DecodeOutput>();
  std::uint64_t hash = 14695981039346656037u;
  const auto decode = [&](const Prompt& prompt, Detail detail) {
    decoder.decode(**image, prompt, MaskSet::kAll, {}, *out, detail);
    for (int m = 0; m < out->count; ++m) {
      add(hash, out->scores[m]);
      for (int i = 0; i < out->side * out->side; ++i)
        add(hash, out->logits[m][i]);
    }
  };
  Prompt click;
  click.points = {{{200.25, 111.5}, PointLabel::kInclude}};
  decode(click, Detail::kFull);
  decode(click, Detail::kPreview64);
  Prompt boxed = click;
  boxed.box = geom::Box{100, 50, 400, 300};
  decode(boxed, Detail::kFull);
  Prompt refined = click;
  refined.points.push_back({{300, 40}, PointLabel::kExclude});
  refined.prior = std::make_shared<const Logits>(out->logits[0].begin(), out->logits[0].end());
  decode(refined, Detail::kFull);
  Prompt many;  // enough for the plain path
  for (int i = 0; i < 30; ++i)
    many.points.push_back({{double(i * 20), double(i * 13)}, PointLabel(i % 2)});
  decode(many, Detail::kFull);
  return hash;
}

TEST(SameBits, ForAnyNumberOfThreads) {
  for (const DecoderPath path : {DecoderPath::kAutomatic, DecoderPath::kFloat32}) {
    const std::uint64_t one = hash_of_decodes(1, path);
    EXPECT_EQ(hash_of_decodes(2, path), one);
    EXPECT_EQ(hash_of_decodes(3, path), one);
  }
}

#ifndef __wasm_relaxed_simd__
TEST(SameBits, InEveryBaselineBuild) {
  // Natively the baseline is a run of its own (sam_baseline).
  if (nn::wide_gemm() != nullptr) return;
  EXPECT_EQ(hash_of_decodes(2, DecoderPath::kFloat32), 5197371049513626579u);
  EXPECT_EQ(hash_of_decodes(2, DecoderPath::kAutomatic), 14233189417119740575u);
}
#endif

}  // namespace
}  // namespace maskpoint::sam
