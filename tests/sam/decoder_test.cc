// The decoder against ONNX Runtime on the same weights and embedding bytes, every kind of prompt.

#include "sam/decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "comparison.h"
#include "mask/resample.h"
#include "nn/half.h"
#include "oracle_data.h"

namespace maskpoint::sam {
namespace {

std::shared_ptr<const ImageState> state_of(const Weights& weights, std::vector<float> embedding,
                                           geom::ImageSize size, nn::ThreadPool& pool) {
  auto state = prepare_image(weights, embedding, size, pool);
  EXPECT_TRUE(state.ok()) << state.status().message();
  return state.ok() ? *state : nullptr;
}

// Logits are compared absolutely: those of masks reach ±48. Boxes without any size reach ±250 and
// round in proportion.
double allowed_logit_difference(std::span<const float> logits, double usual) {
  float largest = 64;
  for (const float value : logits)
    largest = std::max(largest, std::fabs(value));
  return usual * largest / 64;
}

// The largest share of pixels that may differ at image size, as a whole number of pixels.
std::uint64_t allowed(geom::ImageSize size, double share) {
  return std::uint64_t(std::ceil(double(size.width) * size.height * share));
}

TEST(Decoder, EqualsOnnxRuntimeOnFloat32Weights) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  nn::ThreadPool pool(2);
  Decoder decoder(weights, pool, DecoderPath::kFloat32);
  auto out = std::make_unique<DecodeOutput>();
  double worst = 0, worst_score = 0;
  std::uint64_t differing = 0, pixels = 0;
  int masks = 0;
  for (const OraclePhoto& photo : oracle_photos()) {
    const auto image = state_of(*weights, photo.embedding, photo.size, pool);
    for (const OracleCase& c : photo.cases) {
      SCOPED_TRACE(c.name);
      ASSERT_EQ(decoder.decode(*image, c.prompt, MaskSet::kAll, {}, *out), DecodeStatus::kDone);
      ASSERT_EQ(out->count, kMaskCount);
      const std::vector<float> expected = c.logits();
      for (int m = 0; m < kMaskCount; ++m) {
        const std::span<const float> theirs(expected.data() + m * kLogitCount, kLogitCount);
        const double difference = largest_difference(out->logits[m], theirs);
        EXPECT_LE(difference, allowed_logit_difference(theirs, 1e-3)) << "mask " << m;
        EXPECT_NEAR(out->scores[m], c.scores[m], 1e-4);
        worst = std::max(worst, difference);
        worst_score = std::max(worst_score, double(std::fabs(out->scores[m] - c.scores[m])));
      }
      // The single-mask rule's mask, at image size.
      const int single = single_mask_index(sparse_prompt_count(c.prompt), out->scores);
      ++masks;
      const mask::Rle ours = mask::resample_to_image(out->logits[single], photo.size).rle;
      const std::uint64_t here = differing_pixels(ours, c.full_size);
      // One mask alone may hold a few more than all together: a boundary can lie near a logit of
      // zero.
      EXPECT_LE(here, allowed(photo.size, 3e-5));
      differing += here;
      pixels += std::uint64_t(photo.size.width) * photo.size.height;
    }
  }
  EXPECT_GE(masks, 75);
  EXPECT_LE(double(differing), double(pixels) * 1e-5);
  std::printf("largest difference: logits %.2g, scores %.2g; %llu of %llu pixels\n", worst,
              worst_score, static_cast<unsigned long long>(differing),
              static_cast<unsigned long long>(pixels));
}

TEST(Decoder, ShippedFloat16WeightsAndEmbeddingsKeepTheMask) {
  const auto weights = oracle_weights(TensorType::kF16);
  ASSERT_NE(weights, nullptr);
  nn::ThreadPool pool(2);
  Decoder decoder(weights, pool, DecoderPath::kFloat32);
  auto out = std::make_unique<DecodeOutput>();
  std::uint64_t differing = 0, pixels = 0;
  double worst = 0;
  for (const OraclePhoto& photo : oracle_photos()) {
    std::vector<float> embedding = photo.embedding;
    for (float& value : embedding)
      value = nn::half_to_float(nn::float_to_half(value));
    const auto image = state_of(*weights, embedding, photo.size, pool);
    for (const OracleCase& c : photo.cases) {
      SCOPED_TRACE(c.name);
      decoder.decode(*image, c.prompt, MaskSet::kSingleMaskRule, {}, *out);
      const mask::Rle ours = mask::resample_to_image(out->logits[0], photo.size).rle;
      const std::uint64_t here = differing_pixels(ours, c.full_size);
      const std::uint64_t size = std::uint64_t(photo.size.width) * photo.size.height;
      // Of a mask the model does not believe in itself, whole regions lie near a logit of zero.
      EXPECT_LE(here, allowed(photo.size, 2e-3));
      worst = std::max(worst, double(here) / double(size));
      differing += here;
      pixels += size;
    }
  }
  EXPECT_LE(double(differing), double(pixels) * 1e-4);
  std::printf("float16: %.2g of the pixels differ, %.2g of one mask's\n",
              double(differing) / double(pixels), worst);
}

// What the page decodes with: the head's convolutions in 16-bit products where those are quicker.
// Judged by masks at image size, against ONNX Runtime's on the same float32 weights.
TEST(Decoder, TheQuickestProductsKeepTheMask) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  nn::ThreadPool pool(2);
  Decoder decoder(weights, pool);
  auto out = std::make_unique<DecodeOutput>();
  double worst = 0;
  std::uint64_t differing = 0, pixels = 0;
  for (const OraclePhoto& photo : oracle_photos()) {
    const auto image = state_of(*weights, photo.embedding, photo.size, pool);
    for (const OracleCase& c : photo.cases) {
      SCOPED_TRACE(c.name);
      decoder.decode(*image, c.prompt, MaskSet::kAll, {}, *out);
      const std::vector<float> expected = c.logits();
      for (int m = 0; m < kMaskCount; ++m) {
        const std::span<const float> theirs(expected.data() + m * kLogitCount, kLogitCount);
        const double difference = largest_difference(out->logits[m], theirs);
        EXPECT_LE(difference, allowed_logit_difference(theirs, 0.05)) << "mask " << m;
        worst = std::max(worst, difference);
      }
      const int single = single_mask_index(sparse_prompt_count(c.prompt), out->scores);
      const mask::Rle ours = mask::resample_to_image(out->logits[single], photo.size).rle;
      const std::uint64_t here = differing_pixels(ours, c.full_size);
      EXPECT_LE(here, allowed(photo.size, 1e-3));
      differing += here;
      pixels += std::uint64_t(photo.size.width) * photo.size.height;
    }
  }
  EXPECT_LE(double(differing), double(pixels) / 50'000);
  std::printf("quickest products: logits %.2g; %llu of %llu pixels\n", worst,
              static_cast<unsigned long long>(differing), static_cast<unsigned long long>(pixels));
}

TEST(Decoder, ComputesOnlyTheMasksWantedAndTheSameBits) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool one(1), three(3);
  const auto image = state_of(*weights, photo.embedding, photo.size, one);
  Decoder serial(weights, one), parallel(weights, three);
  auto all = std::make_unique<DecodeOutput>();
  auto some = std::make_unique<DecodeOutput>();
  for (const std::size_t i : {0u, 3u, 9u}) {
    const Prompt& prompt = photo.cases[i].prompt;
    SCOPED_TRACE(photo.cases[i].name);
    serial.decode(*image, prompt, MaskSet::kAll, {}, *all);
    parallel.decode(*image, prompt, MaskSet::kMultimask, {}, *some);
    ASSERT_EQ(some->count, 3);
    for (int m = 0; m < 3; ++m) {
      EXPECT_EQ(some->index[m], m + 1);
      EXPECT_EQ(some->logits[m], all->logits[m + 1]);
    }
    EXPECT_EQ(some->scores, all->scores);
    parallel.decode(*image, prompt, MaskSet::kSingleMaskRule, {}, *some);
    ASSERT_EQ(some->count, 1);
    EXPECT_EQ(some->index[0], single_mask_index(sparse_prompt_count(prompt), all->scores));
    EXPECT_EQ(some->logits[0], all->logits[some->index[0]]);
  }
}

// The fast path is the plain one rearranged: the same answer up to rounding.
TEST(Decoder, LowRankPathEqualsThePlainOne) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  nn::ThreadPool pool(2);
  Decoder fast(weights, pool, DecoderPath::kFloat32);
  Decoder plain(weights, pool, DecoderPath::kPlain);
  auto ours = std::make_unique<DecodeOutput>();
  auto expected = std::make_unique<DecodeOutput>();
  double worst = 0;
  int photos = 0;
  for (const OraclePhoto& photo : oracle_photos()) {
    if (++photos > 2) break;
    const auto image = state_of(*weights, photo.embedding, photo.size, pool);
    for (const OracleCase& c : photo.cases) {
      SCOPED_TRACE(c.name);
      fast.decode(*image, c.prompt, MaskSet::kAll, {}, *ours);
      plain.decode(*image, c.prompt, MaskSet::kAll, {}, *expected);
      for (int m = 0; m < kMaskCount; ++m) {
        const double difference = largest_difference(ours->logits[m], expected->logits[m]);
        EXPECT_LE(difference, allowed_logit_difference(expected->logits[m], 5e-4));
        worst = std::max(worst, difference);
      }
    }
  }
  std::printf("low-rank against plain: %.2g\n", worst);
}

TEST(Decoder, PreviewsAreExactSamplesOfTheFullResult) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[1];
  nn::ThreadPool pool(2);
  const auto image = state_of(*weights, photo.embedding, photo.size, pool);
  Decoder decoder(weights, pool);
  auto full = std::make_unique<DecodeOutput>();
  auto preview = std::make_unique<DecodeOutput>();
  auto ours = std::make_unique<DecodeOutput>();
  const Prompt& prompt = photo.cases[0].prompt;
  decoder.decode(*image, prompt, MaskSet::kMultimask, {}, *full);
  EXPECT_EQ(full->side, 256);
  for (const auto& [detail, side] :
       {std::pair(Detail::kPreview128, 128), std::pair(Detail::kPreview64, 64)}) {
    decoder.decode(*image, prompt, MaskSet::kMultimask, {}, *preview, detail);
    ASSERT_EQ(preview->side, side);
    const int step = 256 / side;
    int different = 0;
    for (int m = 0; m < 3; ++m)
      for (int i = 0; i < side * side; ++i)
        different += preview->logits[m][i] != full->logits[m][(i / side * 256 + i % side) * step];
    EXPECT_EQ(different, 0) << side;
    decoder.refine(*preview);
    EXPECT_EQ(preview->side, 256);
    for (int m = 0; m < 3; ++m)
      EXPECT_EQ(preview->logits[m], full->logits[m]);
    // One mask shown, all four kept for a click.
    decoder.decode(*image, prompt, only_mask(2), {}, *preview, detail);
    ASSERT_EQ(preview->count, 1);
    EXPECT_EQ(preview->index[0], 2);
    EXPECT_EQ(preview->logits[0][1], full->logits[1][step]);
    decoder.refine(*preview, MaskSet::kAll);
    ASSERT_EQ(preview->count, kMaskCount);
    for (int m = 1; m < kMaskCount; ++m)
      EXPECT_EQ(preview->logits[m], full->logits[m - 1]);
    decoder.decode(*image, prompt, MaskSet::kMask0, {}, *ours);
    EXPECT_EQ(preview->logits[0], ours->logits[0]);
  }
}

// Embeddings no photo gives: the fast path must stay as close to the plain one, and finite; with
// 16-bit products too, as far as they go.
TEST(Decoder, StaysExactOnStrangeEmbeddings) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(2);
  Decoder fast(weights, pool, DecoderPath::kFloat32);
  Decoder quickest(weights, pool);
  Decoder plain(weights, pool, DecoderPath::kPlain);
  auto ours = std::make_unique<DecodeOutput>();
  auto expected = std::make_unique<DecodeOutput>();
  std::vector<float> zeros(photo.embedding.size(), 0.0f), offset = photo.embedding,
                                                          large = photo.embedding, same = zeros;
  for (float& value : offset)
    value += 100.0f;
  for (float& value : large)
    value *= 50.0f;
  // An image of one colour: every place alike.
  for (std::size_t i = 0; i < same.size(); ++i)
    same[i] = photo.embedding[i / kGridTokens * kGridTokens];
  for (const auto* embedding : {&zeros, &offset, &large, &same}) {
    const auto image = state_of(*weights, *embedding, photo.size, pool);
    plain.decode(*image, photo.cases[0].prompt, MaskSet::kAll, {}, *expected);
    fast.decode(*image, photo.cases[0].prompt, MaskSet::kAll, {}, *ours);
    // An offset of 100 costs both paths two digits of the embedding itself.
    for (int m = 0; m < kMaskCount; ++m)
      EXPECT_LE(largest_difference(ours->logits[m], expected->logits[m]), 0.05);
    quickest.decode(*image, photo.cases[0].prompt, MaskSet::kAll, {}, *ours);
    for (int m = 0; m < kMaskCount; ++m)
      EXPECT_LE(largest_difference(ours->logits[m], expected->logits[m]), 0.2);
  }
}

// Points and boxes beyond the image and nowhere at all: the plain path's answer, and a finite one.
TEST(Decoder, StaysExactForPromptsOutsideTheImage) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(2);
  const auto image = state_of(*weights, photo.embedding, photo.size, pool);
  Decoder fast(weights, pool, DecoderPath::kFloat32);
  Decoder plain(weights, pool, DecoderPath::kPlain);
  auto ours = std::make_unique<DecodeOutput>();
  auto expected = std::make_unique<DecodeOutput>();
  std::vector<Prompt> prompts(4);
  prompts[0].points = {{{-500, 30}, PointLabel::kInclude}};
  prompts[1].points = {{{1e9, -1e9}, PointLabel::kInclude}, {{20, 1e5}, PointLabel::kExclude}};
  prompts[2].box = geom::Box{-300, -200, 5000, 4000};
  prompts[3].points = {{{std::nan(""), 20}, PointLabel::kInclude}};
  for (const Prompt& prompt : prompts) {
    fast.decode(*image, prompt, MaskSet::kAll, {}, *ours);
    plain.decode(*image, prompt, MaskSet::kAll, {}, *expected);
    for (int m = 0; m < kMaskCount; ++m)
      EXPECT_LE(largest_difference(ours->logits[m], expected->logits[m]),
                allowed_logit_difference(expected->logits[m], 1e-3));
  }
}

TEST(Decoder, TakesSixtyPoints) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(2);
  const auto image = state_of(*weights, photo.embedding, photo.size, pool);
  Decoder decoder(weights, pool);
  auto out = std::make_unique<DecodeOutput>();
  Prompt prompt;
  for (int i = 0; i < 60; ++i)
    prompt.points.push_back({{double(i * 7), double(i * 5)}, PointLabel(i % 2)});
  ASSERT_EQ(decoder.decode(*image, prompt, MaskSet::kSingleMaskRule, {}, *out),
            DecodeStatus::kDone);
  for (const float value : out->logits[0])
    ASSERT_TRUE(std::isfinite(value));
}

TEST(PrepareImage, RefusesWhatIsNoEmbedding) {
  const auto weights = oracle_weights(TensorType::kF16);
  ASSERT_NE(weights, nullptr);
  nn::ThreadPool pool(1);
  std::vector<float> embedding(256 * 64 * 64, 0.1f);
  EXPECT_TRUE(prepare_image(*weights, embedding, {100, 50}, pool).ok());
  embedding[12345] = std::nanf("");
  const auto bad = prepare_image(*weights, embedding, {100, 50}, pool);
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.status().message().find("not finite"), std::string::npos);
  embedding.pop_back();
  EXPECT_FALSE(prepare_image(*weights, embedding, {100, 50}, pool).ok());
}

TEST(Decoder, StopsWhenCancelled) {
  const auto weights = oracle_weights(TensorType::kF32);
  ASSERT_NE(weights, nullptr);
  ASSERT_FALSE(oracle_photos().empty());
  const OraclePhoto& photo = oracle_photos()[0];
  nn::ThreadPool pool(1);
  const auto image = state_of(*weights, photo.embedding, photo.size, pool);
  Decoder decoder(weights, pool);
  auto out = std::make_unique<DecodeOutput>();
  const base::CancelToken cancel;
  cancel.cancel();
  EXPECT_EQ(decoder.decode(*image, photo.cases[0].prompt, MaskSet::kSingleMaskRule, cancel, *out),
            DecodeStatus::kCancelled);
}

TEST(Decoder, SingleMaskRuleIsTheOnnxOne) {
  EXPECT_EQ(single_mask_index(2, {9, 1, 3, 2}), 2);
  EXPECT_EQ(single_mask_index(3, {0, 1, 3, 2}), 0);
}

}  // namespace
}  // namespace maskpoint::sam
