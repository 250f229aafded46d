#include "mask/resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "mask/bitmap.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

using geom::kLogitSide;

// Smooth like a decoder's output, crossing the thresholds many times.
std::vector<float> waves(double frequency, double height) {
  std::vector<float> logits(std::size_t(kLogitSide) * kLogitSide);
  for (int y = 0; y < kLogitSide; ++y) {
    for (int x = 0; x < kLogitSide; ++x) {
      logits[std::size_t(y) * kLogitSide + std::size_t(x)] =
          float(height * (std::sin(x * frequency) * std::cos(y * frequency * 0.7) - 0.2));
    }
  }
  return logits;
}

std::vector<float> rough(Random& random, double height) {
  std::vector<float> logits(std::size_t(kLogitSide) * kLogitSide);
  for (float& logit : logits)
    logit = float((random.unit() - 0.5) * height);
  return logits;
}

// The same from the full-size float map.
ResampledMask from_plain(std::span<const float> logits, geom::ImageSize size, float threshold) {
  const std::vector<float> full = resample_logits(logits, size);
  Bitmap bitmap(size);
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < full.size(); ++i) {
    bitmap.pixels[i] = full[i] > threshold ? 1 : 0;
    high += full[i] > threshold + 1.0f;
    low += full[i] > threshold - 1.0f;
  }
  ResampledMask result;
  result.rle = encode(bitmap);
  result.area = std::uint64_t(std::count(bitmap.pixels.begin(), bitmap.pixels.end(), 1));
  result.bbox = bbox(result.rle);
  result.stability_score = low == 0 ? 1.0 : double(high) / double(low);
  return result;
}

void expect_same(std::span<const float> logits, geom::ImageSize size, float threshold = 0) {
  const ResampledMask streamed = resample_to_image(logits, size, threshold);
  const ResampledMask plain = from_plain(logits, size, threshold);
  const std::string where = std::to_string(size.width) + "×" + std::to_string(size.height);
  EXPECT_EQ(streamed.rle, plain.rle) << where;
  EXPECT_EQ(streamed.area, plain.area) << where;
  EXPECT_EQ(streamed.bbox, plain.bbox) << where;
  EXPECT_EQ(streamed.stability_score, plain.stability_score) << where;
}

TEST(Resample, StreamedEqualsPlainAtManySizes) {
  Random random(5);
  const std::vector<float> smooth = waves(0.09, 6);
  const std::vector<float> noisy = rough(random, 8);
  for (const geom::ImageSize size : {geom::ImageSize{1024, 683},
                                     {683, 1024},
                                     {1024, 1024},
                                     {1, 1},
                                     {1, 2000},
                                     {2000, 1},
                                     {2, 3},
                                     {640, 480},
                                     {100, 80},
                                     {1400, 933},
                                     {800, 1203},
                                     {256, 256},
                                     {1023, 1025},
                                     {3000, 17},
                                     {31, 2999}}) {
    expect_same(smooth, size);
    expect_same(noisy, size);
  }
}

TEST(Resample, StreamedEqualsPlainOnValuesNearTheThresholds) {
  Random random(6);
  std::vector<float> logits(std::size_t(kLogitSide) * kLogitSide);
  // Within a few rounding steps of t-1, t and t+1, where a short cut would show.
  for (const float threshold : {0.0f, 0.5f, -3.0f, 7.25f}) {
    for (float& logit : logits) {
      const float centre = threshold + float(random.between(-1, 1));
      logit = centre + float(random.between(-4, 4)) * 1e-7f * std::max(1.0f, std::fabs(centre));
    }
    expect_same(logits, {1100, 500}, threshold);
    expect_same(logits, {333, 500}, threshold);
  }
}

TEST(Resample, TinyHugeAndBrokenValues) {
  Random random(8);
  expect_same(rough(random, 1e-38), {700, 500});
  expect_same(rough(random, 1e-44), {700, 500});
  expect_same(rough(random, 1e38), {700, 500});
  std::vector<float> broken = waves(0.1, 5);
  for (int i = 0; i < 60; ++i) {
    broken[std::size_t(random.between(0, kLogitSide * kLogitSide - 1))] =
        i % 3 == 0   ? std::numeric_limits<float>::quiet_NaN()
        : i % 3 == 1 ? std::numeric_limits<float>::infinity()
                     : -std::numeric_limits<float>::infinity();
  }
  expect_same(broken, {1200, 700});
}

// Where almost nothing counts, at any place, also in the padding and a hair's breadth from
// counting.
TEST(Resample, SmallObjectsAnywhere) {
  Random random(9);
  for (int round = 0; round < 60; ++round) {
    std::vector<float> logits(std::size_t(kLogitSide) * kLogitSide, round % 2 == 0 ? -9.0f : -1.0f);
    const int x = random.between(0, kLogitSide - 1), y = random.between(0, kLogitSide - 1);
    const int side = random.between(1, 12);
    for (int dy = 0; dy < side && y + dy < kLogitSide; ++dy)
      for (int dx = 0; dx < side && x + dx < kLogitSide; ++dx)
        logits[std::size_t(y + dy) * kLogitSide + std::size_t(x + dx)] =
            float(random.unit() * 12 - 4);
    const geom::ImageSize sizes[] = {{640, 480}, {300, 1500}, {1900, 900}, {7, 5}, {1024, 1}};
    expect_same(logits, sizes[round % 5]);
  }
}

TEST(Resample, StabilityWithAnotherOffset) {
  const std::vector<float> logits = waves(0.05, 6);
  const std::vector<float> full = resample_logits(logits, {500, 400});
  double high = 0, low = 0;
  for (const float value : full) {
    high += value > 2.5f;
    low += value > -2.5f;
  }
  EXPECT_EQ(resample_to_image(logits, {500, 400}, 0, 2.5f).stability_score, high / low);
}

TEST(Resample, NothingAndEverything) {
  const std::vector<float> low(std::size_t(kLogitSide) * kLogitSide, -5.0f);
  const ResampledMask empty = resample_to_image(low, {300, 200});
  EXPECT_EQ(empty.rle, empty_rle({300, 200}));
  EXPECT_EQ(empty.area, 0u);
  EXPECT_EQ(empty.bbox, geom::Rect{});
  EXPECT_EQ(empty.stability_score, 1.0);
  const std::vector<float> high(std::size_t(kLogitSide) * kLogitSide, 5.0f);
  const ResampledMask full = resample_to_image(high, {300, 200});
  EXPECT_EQ(full.rle, inverted(empty_rle({300, 200})));
  EXPECT_EQ(full.bbox, (geom::Rect{0, 0, 300, 200}));
  EXPECT_EQ(full.stability_score, 1.0);
  // Exactly at the threshold is background.
  const std::vector<float> zero(std::size_t(kLogitSide) * kLogitSide, 0.0f);
  EXPECT_EQ(resample_to_image(zero, {30, 20}).area, 0u);
  EXPECT_EQ(resample_to_image(zero, {30, 20}).stability_score, 0.0);
}

// What PyTorch's rule gives for a ramp, worked by hand: half-pixel centres, clamped at the edges.
TEST(ResamplePlain, FollowsHalfPixelCentres) {
  std::vector<float> ramp(std::size_t(kLogitSide) * kLogitSide);
  for (int y = 0; y < kLogitSide; ++y) {
    for (int x = 0; x < kLogitSide; ++x) {
      ramp[std::size_t(y) * kLogitSide + std::size_t(x)] = float(x);
    }
  }
  // 1024 wide: the second step copies. Frame column c shows logit column (c + 0.5)/4 - 0.5.
  const std::vector<float> square = resample_logits(ramp, {1024, 1024});
  EXPECT_EQ(square[0], 0.0f);
  EXPECT_EQ(square[1], 0.0f);
  EXPECT_EQ(square[2], 0.125f);
  EXPECT_EQ(square[3], 0.375f);
  EXPECT_EQ(square[4], 0.625f);
  EXPECT_EQ(square[1021], 254.875f);
  EXPECT_EQ(square[1022], 255.0f);
  EXPECT_EQ(square[1023], 255.0f);
  // 2048 wide: between frame columns at quarters. Column 5 lies at 2.25 of the frame.
  const std::vector<float> twice = resample_logits(ramp, {2048, 2048});
  EXPECT_EQ(twice[5], 0.125f + 0.25f * 0.25f);
  EXPECT_EQ(twice[2047], 255.0f);
  // 512 wide: column 1 lies at 2.5 of the frame.
  const std::vector<float> half = resample_logits(ramp, {512, 512});
  EXPECT_EQ(half[1], 0.25f);
  // A portrait image uses only the left of the frame: 512×1024 of it.
  const std::vector<float> portrait = resample_logits(ramp, {512, 1024});
  EXPECT_EQ(portrait[511], 127.375f);
}

}  // namespace
}  // namespace maskpoint::mask
