#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "mask/bitmap.h"
#include "mask/rle.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

Rle by_pixels(const Bitmap& a, const Bitmap& b, const std::function<bool(bool, bool)>& keep) {
  Bitmap result(a.size);
  for (std::size_t i = 0; i < result.pixels.size(); ++i) {
    result.pixels[i] = keep(a.pixels[i] != 0, b.pixels[i] != 0) ? 1 : 0;
  }
  return encode(result);
}

TEST(RleMerge, EqualsTheOperationOnPixels) {
  Random random(11);
  for (int round = 0; round < 300; ++round) {
    const geom::ImageSize size{random.between(1, 40), random.between(1, 40)};
    const Bitmap first = rectangles(size, random.between(0, 9), random);
    const Bitmap second =
        round % 2 == 0 ? noise(size, 0.4, random) : rectangles(size, random.between(0, 9), random);
    const Rle a = encode(first);
    const Rle b = encode(second);
    const Rle joined = merge(std::vector{a, b}, MergeKind::kUnion);
    const Rle common = merge(std::vector{a, b}, MergeKind::kIntersection);
    EXPECT_EQ(joined, by_pixels(first, second, std::logical_or<bool>()));
    EXPECT_EQ(common, by_pixels(first, second, std::logical_and<bool>()));
    EXPECT_EQ(subtract(a, b), by_pixels(first, second, [](bool x, bool y) { return x && !y; }));
    EXPECT_EQ(area(joined) + area(common), area(a) + area(b));
    const double expected = area(common) == 0 ? 0.0 : double(area(common)) / double(area(joined));
    EXPECT_EQ(iou(a, b), expected);
    const double crowd = area(common) == 0 ? 0.0 : double(area(common)) / double(area(a));
    EXPECT_EQ(iou(a, b, IouKind::kCrowd), crowd);
  }
}

TEST(RleMerge, ManyMasksAtOnce) {
  Random random(13);
  for (int count = 1; count < 9; ++count) {
    std::vector<Rle> masks;
    Bitmap any({31, 23});
    Bitmap all({31, 23});
    std::fill(all.pixels.begin(), all.pixels.end(), std::uint8_t{1});
    for (int i = 0; i < count; ++i) {
      const Bitmap bitmap = rectangles(any.size, 6, random);
      masks.push_back(encode(bitmap));
      for (std::size_t p = 0; p < any.pixels.size(); ++p) {
        any.pixels[p] |= bitmap.pixels[p];
        all.pixels[p] &= bitmap.pixels[p];
      }
    }
    EXPECT_EQ(merge(masks, MergeKind::kUnion), encode(any));
    EXPECT_EQ(merge(masks, MergeKind::kIntersection), encode(all));
  }
}

TEST(RleMerge, EmptyMasksNeverMeet) {
  const Rle empty = empty_rle({5, 5});
  EXPECT_EQ(iou(empty, empty), 0.0);
  EXPECT_EQ(iou(inverted(empty), inverted(empty)), 1.0);
  EXPECT_EQ(iou(inverted(empty), empty, IouKind::kCrowd), 0.0);
}

}  // namespace
}  // namespace maskpoint::mask
