#include "mask/reframe.h"

#include <gtest/gtest.h>

#include <random>

#include "mask/bitmap.h"
#include "mask/random_masks.h"

namespace maskpoint::mask {
namespace {

TEST(Reframe, KeepsEveryPixelInItsPlace) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const geom::ImageSize from = {1 + int(random() % 12), 1 + int(random() % 12)};
    const geom::ImageSize to = {1 + int(random() % 12), 1 + int(random() % 12)};
    Bitmap bitmap(from);
    for (auto& pixel : bitmap.pixels)
      pixel = random() % 2;
    const Rle moved = reframed(encode(bitmap), to);
    ASSERT_TRUE(check(moved).ok());
    EXPECT_EQ(moved, normalised(moved));
    for (int y = 0; y < to.height; ++y)
      for (int x = 0; x < to.width; ++x) {
        const bool inside = x < from.width && y < from.height;
        EXPECT_EQ(decode(moved).at(x, y) != 0, inside && bitmap.at(x, y) != 0) << x << ", " << y;
      }
  }
}

TEST(Reframe, ACropsMaskTakesItsPlaceInTheWhole) {
  std::mt19937 random(8);
  for (int round = 0; round < 200; ++round) {
    const geom::ImageSize whole = {1 + int(random() % 12), 1 + int(random() % 12)};
    geom::Rect part = {int(random() % unsigned(whole.width)),
                       int(random() % unsigned(whole.height)), 0, 0};
    part.width = 1 + int(random() % unsigned(whole.width - part.x));
    part.height = 1 + int(random() % unsigned(whole.height - part.y));
    Bitmap crop({part.width, part.height}), expected(whole);
    for (int y = 0; y < part.height; ++y)
      for (int x = 0; x < part.width; ++x)
        expected.at(part.x + x, part.y + y) = crop.at(x, y) = random() % 2;
    EXPECT_EQ(placed(encode(crop), part, whole), encode(expected));
  }
}

TEST(Reframe, NothingLeftIsAnEmptyMask) {
  Bitmap bitmap({4, 4});
  bitmap.at(3, 3) = 1;
  EXPECT_EQ(reframed(encode(bitmap), {3, 3}), empty_rle({3, 3}));
}

}  // namespace
}  // namespace maskpoint::mask
