#include "mask/rle.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "mask/bitmap.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

std::uint64_t count_set(const Bitmap& bitmap) {
  return std::uint64_t(std::count(bitmap.pixels.begin(), bitmap.pixels.end(), 1));
}

geom::Rect box_by_pixels(const Bitmap& bitmap) {
  int left = bitmap.size.width, top = bitmap.size.height, right = -1, bottom = -1;
  for (int y = 0; y < bitmap.size.height; ++y) {
    for (int x = 0; x < bitmap.size.width; ++x) {
      if (bitmap.at(x, y) == 0) continue;
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = std::max(bottom, y);
    }
  }
  if (right < 0) return {};
  return {left, top, right - left + 1, bottom - top + 1};
}

TEST(Rle, RunsGoDownTheColumns) {
  const Rle rle = encode(drawn({"##.",  //
                                "#.."}));
  EXPECT_EQ(rle.counts, (std::vector<std::uint32_t>{0, 3, 3}));
  EXPECT_EQ(encode(drawn({"..", ".#"})).counts, (std::vector<std::uint32_t>{3, 1}));
  EXPECT_EQ(empty_rle({4, 3}).counts, (std::vector<std::uint32_t>{12}));
  EXPECT_EQ(encode(drawn({"###", "###"})).counts, (std::vector<std::uint32_t>{0, 6}));
}

TEST(Rle, DecodingUndoesEncoding) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    ASSERT_TRUE(check(rle).ok()) << check(rle).message();
    EXPECT_EQ(normalised(rle), rle);
    EXPECT_EQ(decode(rle).pixels, bitmap.pixels);
    EXPECT_EQ(area(rle), count_set(bitmap));
    EXPECT_EQ(bbox(rle), box_by_pixels(bitmap));
    const auto again = decode_counts(encode_counts(rle), rle.size);
    ASSERT_TRUE(again.ok()) << again.status().message();
    EXPECT_EQ(*again, rle);
  }
}

TEST(Rle, ZeroRunsMeanTheSameMask) {
  // As three writers put it: zeros first, in the middle, last.
  const Rle plain{{4, 4}, {2, 5, 9}};
  for (const Rle& rle : {Rle{{4, 4}, {0, 0, 2, 5, 9}}, Rle{{4, 4}, {2, 2, 0, 3, 9}},
                         Rle{{4, 4}, {1, 0, 1, 5, 4, 0, 5}}, Rle{{4, 4}, {2, 5, 9, 0}}}) {
    ASSERT_TRUE(check(rle).ok());
    EXPECT_EQ(normalised(rle), plain);
    EXPECT_EQ(area(rle), 5u);
    EXPECT_EQ(bbox(rle), bbox(plain));
    EXPECT_EQ(decode(rle).pixels, decode(plain).pixels);
    EXPECT_EQ(subtract(rle, plain), empty_rle({4, 4}));
    EXPECT_EQ(inverted(rle), inverted(plain));
    EXPECT_EQ(iou(rle, plain), 1.0);
  }
  EXPECT_EQ(normalised({{2, 2}, {0, 4}}), (Rle{{2, 2}, {0, 4}}));
  EXPECT_EQ(normalised({{2, 2}, {0, 0, 4}}), (Rle{{2, 2}, {4}}));
}

TEST(Rle, CheckSaysWhatIsWrong) {
  EXPECT_TRUE(check({{3, 2}, {1, 5}}).ok());
  EXPECT_NE(check({{3, 2}, {1, 4}}).message().find("sum to 5"), std::string::npos);
  EXPECT_NE(check({{3, 2}, {}}).message().find("sum to 0"), std::string::npos);
  EXPECT_FALSE(check({{0, 2}, {}}).ok());
  EXPECT_FALSE(check({{3, -2}, {}}).ok());
  EXPECT_FALSE(check({{-3, -2}, {6}}).ok());
  // The sum of these wraps to 6 in 32 bits.
  EXPECT_FALSE(check({{3, 2}, {0xFFFFFFFFu, 7}}).ok());
  EXPECT_EQ(check({{1 << 16, 1 << 16}, {}}).code(), base::StatusCode::kTooLarge);
  EXPECT_TRUE(check({{(1 << 16) - 1, (1 << 16) + 1}, {0xFFFFFFFFu}}).ok());
}

TEST(Rle, InvertedTwiceIsTheSame) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    EXPECT_EQ(inverted(inverted(rle)), rle);
    EXPECT_EQ(area(inverted(rle)) + area(rle), bitmap.pixels.size());
  }
}

TEST(Rle, BoxOfARunOverTwoColumnsIsTheWholeHeight) {
  // As toBbox has it: the last pixel of one column and the first of the next.
  EXPECT_EQ(bbox({{4, 5}, {4, 2, 14}}), (geom::Rect{0, 0, 2, 5}));
  EXPECT_EQ(bbox({{4, 5}, {4, 1, 15}}), (geom::Rect{0, 4, 1, 1}));
}

}  // namespace
}  // namespace maskpoint::mask
