// Growing, shrinking, smoothing against what the definitions say of every pixel.
#include "mask/morphology.h"

#include <gtest/gtest.h>

#include "mask/bitmap.h"
#include "mask/cleanup.h"
#include "mask/components.h"
#include "mask/operation.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

struct Counted {
  int covered = 0, pixels = 0;
};
Counted in_disc(const Bitmap& bitmap, int x, int y, int radius) {
  Counted counted;
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      if (dx * dx + dy * dy > radius * radius) continue;
      const int px = x + dx, py = y + dy;
      if (px < 0 || py < 0 || px >= bitmap.size.width || py >= bitmap.size.height) continue;
      ++counted.pixels;
      counted.covered += bitmap.at(px, py);
    }
  }
  return counted;
}

template <class Keep>
Rle slowly(const Bitmap& bitmap, int radius, Keep keep) {
  Bitmap result(bitmap.size);
  for (int y = 0; y < bitmap.size.height; ++y)
    for (int x = 0; x < bitmap.size.width; ++x)
      result.at(x, y) = keep(in_disc(bitmap, x, y, radius)) ? 1 : 0;
  return encode(result);
}

TEST(Morphology, IsExact) {
  int round = 0;
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    for (const int radius : {1, 2, 3 + round % 5}) {
      EXPECT_EQ(grow(rle, radius), slowly(bitmap, radius, [](Counted c) { return c.covered > 0; }));
      EXPECT_EQ(shrink(rle, radius),
                slowly(bitmap, radius, [](Counted c) { return c.covered == c.pixels; }));
      EXPECT_EQ(smooth(rle, radius),
                slowly(bitmap, radius, [](Counted c) { return 2 * c.covered > c.pixels; }));
    }
    ++round;
  }
}

TEST(Morphology, RadiiLargerThanTheImage) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    const bool empty = area(rle) == 0;
    const bool full = area(rle) == bitmap.pixels.size();
    EXPECT_EQ(area(grow(rle, 400)), empty ? 0 : bitmap.pixels.size());
    EXPECT_EQ(area(shrink(rle, 400)), full ? bitmap.pixels.size() : 0);
    const std::uint64_t more = 2 * area(rle) > bitmap.pixels.size() ? bitmap.pixels.size() : 0;
    EXPECT_EQ(area(smooth(rle, 400)), more);
  }
}

TEST(Morphology, Properties) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    EXPECT_EQ(grow(rle, 0), rle);
    EXPECT_EQ(shrink(rle, 0), rle);
    EXPECT_EQ(smooth(rle, 0), rle);
    // Closing holds the mask, the mask holds its opening.
    EXPECT_EQ(area(subtract(rle, shrink(grow(rle, 2), 2))), 0u);
    EXPECT_EQ(area(subtract(grow(shrink(rle, 2), 2), rle)), 0u);
  }
}

TEST(Cleanup, GoesInItsOrder) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    EXPECT_EQ(cleaned(rle, {}), rle);
    const Cleanup all{4, 5, -1, 2};
    EXPECT_EQ(cleaned(rle, all), smooth(shrink(fill_holes(drop_specks(rle, 4), 5), 1), 2));
    EXPECT_EQ(cleaned(rle, {0, 0, 2, 0}), grow(rle, 2));
  }
}

TEST(Operation, PiecesMakeTheWhole) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    const std::vector<Rle> pieces = split_pieces(rle);
    EXPECT_EQ(pieces.size(), label_components(ColumnRuns(rle), Connectivity::kEight).count);
    std::uint64_t sum = 0, before = ~std::uint64_t{0};
    for (const Rle& piece : pieces) {
      EXPECT_EQ(split_pieces(piece).size(), 1u);
      EXPECT_LE(area(piece), before);
      before = area(piece);
      sum += before;
    }
    EXPECT_EQ(sum, area(rle));
    if (pieces.empty()) continue;
    EXPECT_EQ(merge(pieces, MergeKind::kUnion), rle);
    EXPECT_EQ(pieces[0], keep_largest(rle));
  }
}

TEST(Operation, DoesWhatItsNameSays) {
  Random random(5);
  for (int i = 0; i < 60; ++i) {
    const geom::ImageSize size{random.between(1, 20), random.between(1, 20)};
    std::vector<Rle> masks;
    std::vector<MaskPtr> pointers;
    for (int m = 0; m < 3; ++m) {
      masks.push_back(encode(rectangles(size, 4, random)));
      pointers.push_back(std::make_shared<const Rle>(masks.back()));
    }
    const auto one = [&](Operation operation) {
      const std::vector<MeasuredMask> result = perform(operation, pointers, {});
      EXPECT_EQ(result.size(), 1u);
      EXPECT_EQ(result[0].area, area(*result[0].mask));
      EXPECT_EQ(result[0].bbox, bbox(*result[0].mask));
      return *result[0].mask;
    };
    EXPECT_EQ(one(Operation::kUnite), merge(masks, MergeKind::kUnion));
    EXPECT_EQ(one(Operation::kIntersect), merge(masks, MergeKind::kIntersection));
    EXPECT_EQ(one(Operation::kSubtract), subtract(subtract(masks[0], masks[1]), masks[2]));
    const auto largest = perform(Operation::kKeepLargest, pointers, {});
    ASSERT_EQ(largest.size(), 3u);
    EXPECT_EQ(*largest[2].mask, keep_largest(masks[2]));
    const auto clean = perform(Operation::kClean, pointers, {2, 2, 1, 1});
    ASSERT_EQ(clean.size(), 3u);
    EXPECT_EQ(*clean[1].mask, cleaned(masks[1], {2, 2, 1, 1}));
  }
}

TEST(Operation, DustIsSplitIntoAtMostAThousand) {
  Bitmap dots({120, 120});
  for (int y = 0; y < 120; y += 2)
    for (int x = 0; x < 120; x += 2)
      dots.at(x, y) = 1;
  const MaskPtr mask = std::make_shared<const Rle>(encode(dots));
  const auto pieces = perform(Operation::kSplit, std::span(&mask, 1), {});
  ASSERT_EQ(pieces.size(), kMostPieces);
  std::uint64_t sum = 0;
  for (const MeasuredMask& piece : pieces)
    sum += piece.area;
  EXPECT_EQ(sum, 3600u);
}

}  // namespace
}  // namespace maskpoint::mask
