#include "doc/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace maskpoint::doc {
namespace {

TEST(Palette, BeginsWithTheChosenColours) {
  const char* chosen[] = {"#4d8dff", "#40c8a0", "#ff9f43", "#b07cff", "#ff6b8b"};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(hex_of(palette_color(i)), chosen[i]);
}

TEST(Palette, GoesOnWithDistinctColoursTheSameEverywhere) {
  for (int i = 0; i < 60; ++i)
    for (int j = 0; j < i; ++j)
      EXPECT_FALSE(palette_color(i) == palette_color(j)) << i << ", " << j;
  // Neighbours differ clearly.
  for (int i = 5; i < 200; ++i) {
    const Color a = palette_color(i), b = palette_color(i + 1);
    EXPECT_GT(std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b), 90) << i;
  }
  EXPECT_EQ(hex_of(palette_color(5)), "#e5cf61");
  EXPECT_EQ(hex_of(palette_color(1000)), "#cfe561");
}

TEST(Palette, HexGoesThereAndBack) {
  EXPECT_EQ(color_from_hex("#4d8dff"), (Color{0x4d, 0x8d, 0xff}));
  EXPECT_EQ(color_from_hex("#4D8DFF"), (Color{0x4d, 0x8d, 0xff}));
  EXPECT_EQ(hex_of({0, 10, 255}), "#000aff");
  for (const char* wrong : {"", "#", "4d8dff0", "#4d8df", "#4d8dfg", "#4d8dff0", "blue", "#-1-1-1"})
    EXPECT_FALSE(color_from_hex(wrong).has_value()) << wrong;
}

}  // namespace
}  // namespace maskpoint::doc
