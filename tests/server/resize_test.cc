#include "encoding/resize.h"

#include <gtest/gtest.h>

#include <array>

#include "server/embedding_key.h"
#include "server/image_fixture.h"

namespace maskpoint::server {
namespace {

using encoding::resize_bilinear;
using encoding::resize_for_model;

// The answers are Pillow 9.4's: Image.resize((w, h), Image.BILINEAR) of pattern_image().
TEST(Resize, EqualsPillowBitForBit) {
  struct Known {
    geom::ImageSize from, to;
    const char* sha256;
  };
  constexpr std::array<Known, 9> kKnown = {{
      {{37, 23}, {16, 9}, "1f3067277bb08205b0e0058c92ac6303d93b59a8103859ad73ef4f1446b68622"},
      {{37, 23}, {64, 41}, "e515445c1a55dc9ff5cb83b9d7555966f4152733652dc51d9b2f3a2b711d7b15"},
      {{640, 480}, {1024, 768}, "f7cb3fbc0f77a5a4655490004aca8ba5bfbe39cf17d8e4a42ba77591179dd061"},
      {{1411, 1411},
       {1024, 1024},
       "47f28ffc8370980643181fc15f139096d73c734d8f1df239ae0ecbec962f8e93"},
      {{1500, 40}, {1024, 27}, "57af05917031127200b9ce44052ea5a207cdadcfc2908100d01b2a8259563947"},
      {{40, 1500}, {40, 200}, "8388b9acf1d35b064f4d43339a54bfd94b0da2f2a566acd0d4f13eb1d5fc906e"},
      {{2, 2}, {5, 3}, "80c3fc6393e81460d9c45faea2d16e72aa15b75d82e9fb989eeaa1ee56e9ddbe"},
      {{1, 1}, {4, 4}, "17b0761f87b081d5cf10757ccc89f12be355c70e2e29df288b65b30710dcbcd1"},
      {{300, 7}, {150, 7}, "e693e7ca8f5de87b580f0bb9d8b1b21c81344fb7ea6e02f8c893556afabcfe29"},
  }};
  for (const Known& known : kKnown) {
    SCOPED_TRACE(std::to_string(known.from.width) + " to " + std::to_string(known.to.width));
    const RgbImage resized = resize_bilinear(pattern_image(known.from), known.to);
    EXPECT_EQ(resized.size, known.to);
    EXPECT_EQ(sha256_hex(resized.pixels), known.sha256);
  }
}

TEST(Resize, ASmallOneWrittenOut) {
  const RgbImage resized = resize_bilinear(pattern_image({5, 4}), {3, 2});
  EXPECT_EQ(resized.pixels, (std::vector<std::uint8_t>{12, 2, 0, 23, 6, 2, 34, 15, 5, 33, 7, 0, 44,
                                                       11, 3, 55, 20, 6}));
}

TEST(Resize, TheSameSizeIsTheSameImage) {
  const RgbImage image = pattern_image({9, 4});
  EXPECT_EQ(resize_bilinear(image, image.size).pixels, image.pixels);
}

TEST(Resize, TheLongestSideBecomes1024) {
  EXPECT_EQ(resize_for_model(pattern_image({100, 50})).size, (geom::ImageSize{1024, 512}));
  EXPECT_EQ(resize_for_model(pattern_image({30, 2000})).size, (geom::ImageSize{15, 1024}));
  EXPECT_EQ(resize_for_model(pattern_image({3000, 1})).size, (geom::ImageSize{1024, 1}));
}

}  // namespace
}  // namespace maskpoint::server
