// Masks that may not overlap: every shared pixel goes to exactly one of the two.
#include "mask/parting.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "mask/bitmap.h"
#include "mask/inside_point.h"
#include "mask/operation.h"
#include "mask/resample.h"

namespace maskpoint::mask {
namespace {

constexpr int kSide = 256;

// A hill: 6 in the middle, falling off by `slope` a cell, with some roughness.
std::vector<float> hill(double x, double y, double slope, std::mt19937& random) {
  std::uniform_real_distribution<float> rough(-0.5f, 0.5f);
  std::vector<float> logits(kSide * kSide);
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column)
      logits[std::size_t(row * kSide + column)] =
          float(6 - slope * std::hypot(column - x, row - y)) + rough(random);
  return logits;
}

struct Made {
  std::vector<float> logits;
  float threshold;
  Rle mask;
};

Made made(geom::ImageSize size, std::mt19937& random) {
  std::uniform_real_distribution<double> place(60, 140), slope(0.08, 0.3), threshold(-2, 2);
  Made m{hill(place(random), place(random), slope(random), random), float(threshold(random)), {}};
  m.mask = resample_to_image(m.logits, size, m.threshold).rle;
  return m;
}

Neighbour neighbour_of(const Made& m, bool with_logits) {
  return {"n",          std::make_shared<const Rle>(m.mask),
          bbox(m.mask), with_logits ? std::make_shared<const PackedLogits>(m.logits) : nullptr,
          m.threshold,  false};
}

Rle joined(const Rle& a, const Rle& b) {
  return merge(std::vector{a, b}, MergeKind::kUnion);
}
Rle shared(const Rle& a, const Rle& b) {
  return merge(std::vector{a, b}, MergeKind::kIntersection);
}

// Columns [from, to) of an image of `size`.
MaskPtr columns(geom::ImageSize size, int from, int to) {
  const auto height = std::uint32_t(size.height);
  return std::make_shared<const Rle>(
      Rle{size,
          {std::uint32_t(from) * height, std::uint32_t(to - from) * height,
           std::uint32_t(size.width - to) * height}});
}

TEST(Parting, WhatAMaskGainsByHandYieldsOrCutsAndTheRestIsLetBe) {
  const geom::ImageSize size = {100, 10};
  const MaskPtr before = columns(size, 10, 40), after = columns(size, 10, 60);
  // It shared columns 30 to 40 with the neighbour before; it gains 40 to 60, of which 50 are there.
  const MaskPtr neighbour = columns(size, 30, 50);
  const std::vector<Neighbour> neighbours = {{"n", neighbour, bbox(*neighbour), nullptr, 0, false}};
  const Parted yields = part_gained(*before, *after, neighbours, OverlapRule::kNewYields);
  EXPECT_TRUE(yields.gave_way);
  EXPECT_TRUE(yields.cuts.empty());
  EXPECT_EQ(yields.mask, joined(*before, *columns(size, 50, 60)));
  const Parted cuts = part_gained(*before, *after, neighbours, OverlapRule::kNewCuts);
  EXPECT_FALSE(cuts.gave_way);
  EXPECT_EQ(cuts.mask, *after);
  ASSERT_EQ(cuts.cuts.size(), 1u);
  EXPECT_EQ(*cuts.cuts[0].mask, *columns(size, 30, 40));
  const Parted allowed = part_gained(*before, *after, neighbours, OverlapRule::kAllowed);
  EXPECT_EQ(allowed.mask, *after);
  EXPECT_TRUE(allowed.cuts.empty());
  const Parted smaller = part_gained(*after, *before, neighbours, OverlapRule::kNewYields);
  EXPECT_EQ(smaller.mask, *before);
  EXPECT_FALSE(smaller.gave_way);
}

TEST(Parting, TheTwoMasksPartitionTheirUnionWhateverDecides) {
  std::mt19937 random(1);
  int seams = 0;
  for (int i = 0; i < 24; ++i) {
    const geom::ImageSize size = {100 + 37 * (i % 5), 90 + 53 * (i % 3)};
    const Made a = made(size, random), b = made(size, random);
    for (const bool with_logits : {false, true})
      for (const OverlapRule rule : {OverlapRule::kNewYields, OverlapRule::kNewCuts}) {
        const std::vector neighbours{neighbour_of(b, with_logits)};
        const Parted parted = part(a.mask, a.logits, a.threshold, neighbours, rule);
        const Rle other = parted.cuts.empty() ? b.mask : *parted.cuts[0].mask;
        EXPECT_EQ(area(shared(parted.mask, other)), 0u);
        EXPECT_EQ(joined(parted.mask, other), joined(a.mask, b.mask));
        // Nobody gets a pixel that was not its own.
        EXPECT_EQ(area(subtract(parted.mask, a.mask)), 0u);
        EXPECT_EQ(area(subtract(other, b.mask)), 0u);
        if (!parted.cuts.empty()) {
          EXPECT_EQ(parted.cuts[0].area, area(other));
          EXPECT_EQ(parted.cuts[0].bbox, bbox(other));
        }
        const bool both_gave = parted.mask != a.mask && !parted.cuts.empty();
        seams += with_logits && both_gave;
      }
  }
  EXPECT_GT(seams, 10);  // the test would pass without any otherwise
}

TEST(Parting, TheSeamGoesWhereTheLogitsAreEqual) {
  std::mt19937 random(2);
  const geom::ImageSize size = {211, 160};
  for (int i = 0; i < 8; ++i) {
    const Made a = made(size, random), b = made(size, random);
    const std::vector neighbours{neighbour_of(b, true)};
    const Parted parted = part(a.mask, a.logits, a.threshold, neighbours, OverlapRule::kNewYields);
    const std::vector<float> up_a = resample_logits(a.logits, size);
    const std::vector<float> up_b = resample_logits(b.logits, size);
    const Bitmap wanted_by_a = decode(a.mask), wanted_by_b = decode(b.mask);
    const Bitmap got = decode(parted.mask);
    for (int y = 0; y < size.height; ++y)
      for (int x = 0; x < size.width; ++x) {
        if (wanted_by_a.at(x, y) == 0 || wanted_by_b.at(x, y) == 0) continue;
        const std::size_t at = std::size_t(y) * std::size_t(size.width) + std::size_t(x);
        const float lead = (up_a[at] - a.threshold) - (up_b[at] - b.threshold);
        if (std::abs(lead) < 0.005f) continue;  // the neighbour's are kept in steps of 1/512
        ASSERT_EQ(got.at(x, y) != 0, lead > 0) << x << ", " << y;
      }
  }
}

TEST(Parting, WithoutLogitsTheRuleDecides) {
  std::mt19937 random(3);
  const geom::ImageSize size = {120, 120};
  const Made a = made(size, random), b = made(size, random);
  const std::vector neighbours{neighbour_of(b, false)};
  const Parted yields = part(a.mask, a.logits, a.threshold, neighbours, OverlapRule::kNewYields);
  EXPECT_EQ(yields.mask, subtract(a.mask, b.mask));
  EXPECT_TRUE(yields.cuts.empty());
  const Parted cuts = part(a.mask, a.logits, a.threshold, neighbours, OverlapRule::kNewCuts);
  EXPECT_EQ(cuts.mask, a.mask);
  ASSERT_EQ(cuts.cuts.size(), 1u);
  EXPECT_EQ(*cuts.cuts[0].mask, subtract(b.mask, a.mask));
  const Parted allowed = part(a.mask, a.logits, a.threshold, neighbours, OverlapRule::kAllowed);
  EXPECT_EQ(allowed.mask, a.mask);
  EXPECT_TRUE(allowed.cuts.empty());
}

TEST(Parting, AFixedNeighbourKeepsEverything) {
  std::mt19937 random(4);
  const Made a = made({120, 120}, random), b = made({120, 120}, random);
  std::vector neighbours{neighbour_of(b, true)};
  neighbours[0].fixed = true;
  const Parted parted = part(a.mask, a.logits, a.threshold, neighbours, OverlapRule::kNewCuts);
  EXPECT_EQ(parted.mask, subtract(a.mask, b.mask));
  EXPECT_TRUE(parted.cuts.empty());
}

TEST(Parting, AMaskInsideAnotherMayBeLeftWithNothing) {
  const geom::ImageSize size = {4, 4};
  Bitmap all(size), one(size);
  for (std::uint8_t& pixel : all.pixels)
    pixel = 1;
  one.at(2, 1) = 1;
  const std::vector<float> flat(kSide * kSide, 1.0f);
  const auto neighbour = [&](const Bitmap& bitmap) {
    auto mask = std::make_shared<const Rle>(encode(bitmap));
    return std::vector{Neighbour{"n", mask, bbox(*mask), nullptr, 0, false}};
  };
  EXPECT_EQ(area(part(encode(one), flat, 0, neighbour(all), OverlapRule::kNewYields).mask), 0u);
  const Parted cut = part(encode(all), flat, 0, neighbour(one), OverlapRule::kNewCuts);
  ASSERT_EQ(cut.cuts.size(), 1u);
  EXPECT_EQ(cut.cuts[0].area, 0u);
}

TEST(Parting, SeveralNeighboursAllKeepApart) {
  std::mt19937 random(5);
  const geom::ImageSize size = {150, 130};
  Made a = made(size, random);
  std::vector<Neighbour> neighbours;
  for (int i = 0; i < 4; ++i) {
    neighbours.push_back(neighbour_of(made(size, random), i % 2 == 0));
    neighbours.back().key = std::to_string(i);
  }
  const Parted parted = part(a.mask, a.logits, a.threshold, neighbours, OverlapRule::kNewCuts);
  for (const Neighbour& neighbour : neighbours) {
    Rle left = *neighbour.mask;
    for (const Cut& cut : parted.cuts)
      if (cut.key == neighbour.key) left = *cut.mask;
    EXPECT_EQ(area(shared(parted.mask, left)), 0u);
  }
}

TEST(PackedLogits, KeepTheirValuesToAStep) {
  const std::vector<float> logits = {0, 1.0f / 512, -3.7f, 25.13f, -63.9f, 1e9f, -1e9f};
  const std::vector<float> back = PackedLogits(logits).unpacked();
  ASSERT_EQ(back.size(), logits.size());
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_NEAR(back[i], logits[i], 1.0f / 1024);
  EXPECT_GT(back[5], 63);
  EXPECT_LT(back[6], -63);
  EXPECT_LT(PackedLogits(std::vector{std::nanf("")}).unpacked()[0], -63);
}

TEST(PointInside, LiesInTheMaskAndDeep) {
  Bitmap ring({60, 60});
  for (int y = 0; y < 60; ++y)
    for (int x = 0; x < 60; ++x) {
      const double r = std::hypot(x - 30, y - 30);
      ring.at(x, y) = r < 28 && r > 12;
    }
  const geom::PixelPoint at = point_inside(encode(ring));
  EXPECT_EQ(ring.at(int(at.x), int(at.y)), 1);
  EXPECT_NEAR(std::hypot(at.x - 30, at.y - 30), 20, 3);
}

TEST(PointInside, OfAnyMaskIsOneOfItsPixels) {
  std::mt19937 random(6);
  for (int i = 0; i < 200; ++i) {
    const geom::ImageSize size = {1 + int(random() % 300), 1 + int(random() % 300)};
    Bitmap bitmap(size);
    const int pixels = 1 + int(random() % 5);
    for (int k = 0; k < pixels; ++k)
      bitmap.at(int(random() % unsigned(size.width)), int(random() % unsigned(size.height))) = 1;
    const geom::PixelPoint at = point_inside(encode(bitmap));
    ASSERT_EQ(bitmap.at(int(at.x), int(at.y)), 1) << i;
  }
}

}  // namespace
}  // namespace maskpoint::mask
