// One number for the logits of some decodes: the baseline build gives the same bits natively, under
// Node and in Chromium, for any number of threads. An embedding made of integers, so that no
// encoder and no photo decoder has a part in it; the weights are the shipped float16 ones.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "nn/thread_pool.h"
#include "sam/decoder.h"

namespace maskpoint::sam {

// tests/e2e/decoder.test.mjs reads these two lines.
inline constexpr std::uint64_t kSameBitsFloat32 = 2623110896617203599u;
inline constexpr std::uint64_t kSameBitsAutomatic = 4804568127135652157u;

// What an embedding looks like: values in ±0.6, neighbours alike.
inline std::vector<float> made_embedding() {
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

inline void add_bits(std::uint64_t& hash, float value) {
  hash = (hash ^ std::bit_cast<std::uint32_t>(value)) * 1099511628211u;  // FNV-1a by words
}

// Over the logits and scores of a click, its preview, a box, a refinement and a prompt of many
// points. 0 if the image was refused.
inline std::uint64_t hash_of_decodes(const std::shared_ptr<const Weights>& weights,
                                     nn::ThreadPool& pool, DecoderPath path) {
  const auto image = prepare_image(*weights, made_embedding(), {640, 480}, pool);
  if (!image.ok()) return 0;
  Decoder decoder(weights, pool, path);
  auto out = std::make_unique<DecodeOutput>();
  std::uint64_t hash = 14695981039346656037u;
  const auto decode = [&](const Prompt& prompt, Detail detail) {
    decoder.decode(**image, prompt, MaskSet::kAll, {}, *out, detail);
    for (int m = 0; m < out->count; ++m) {
      add_bits(hash, out->scores[m]);
      for (int i = 0; i < out->side * out->side; ++i)
        add_bits(hash, out->logits[m][i]);
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

}  // namespace maskpoint::sam
