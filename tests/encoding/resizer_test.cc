#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

#include "encoding/resize.h"

namespace maskpoint::encoding {
namespace {

// Values without a pattern; the same everywhere.
std::vector<std::uint8_t> noise(std::size_t count) {
  std::vector<std::uint8_t> values(count);
  std::uint32_t state = 1;
  for (std::uint8_t& value : values) {
    state = state * 1664525u + 1013904223u;
    value = std::uint8_t(state >> 24);
  }
  return values;
}

// As the page hands it over: a few rows at a time, with a fourth channel.
RgbImage in_bands(geom::ImageSize from, geom::ImageSize to, const std::vector<std::uint8_t>& rgba,
                  std::size_t rows) {
  Resizer resizer(from, to);
  const std::size_t band = rows * std::size_t(from.width) * 4;
  for (std::size_t at = 0; at < rgba.size(); at += band)
    resizer.add_rows(std::span(rgba).subspan(at, std::min(band, rgba.size() - at)), 4);
  return resizer.finish();
}

TEST(Resizer, BandsWithAlphaGiveTheWholeImage) {
  struct Sizes {
    geom::ImageSize from, to;
  };
  for (const auto& [from, to] :
       {Sizes{{61, 47}, {20, 15}}, Sizes{{20, 31}, {33, 51}}, Sizes{{30, 40}, {30, 9}},
        Sizes{{30, 40}, {7, 40}}, Sizes{{12, 9}, {12, 9}}, Sizes{{1, 300}, {1, 5}}}) {
    SCOPED_TRACE(std::to_string(from.width) + " to " + std::to_string(to.width));
    const std::vector<std::uint8_t> rgba =
        noise(std::size_t(from.width) * std::size_t(from.height) * 4);
    RgbImage rgb{from, {}};
    for (std::size_t i = 0; i < rgba.size(); ++i)
      if (i % 4 != 3) rgb.pixels.push_back(rgba[i]);
    const RgbImage whole = resize_bilinear(rgb, to);
    EXPECT_EQ(whole.size, to);
    for (const std::size_t rows : {std::size_t{1}, std::size_t{8}, std::size_t{1000}})
      EXPECT_EQ(in_bands(from, to, rgba, rows).pixels, whole.pixels);
  }
}

// The red channel: 29/4 = 7.25 is 7, but 7.5 and 7 are 8 and 7 after the first pass, and those 8.
TEST(Resizer, HalvingRoundsAfterEachPass) {
  const RgbImage image{{2, 2}, {0, 10, 255, 15, 20, 255, 0, 10, 255, 14, 20, 254}};
  EXPECT_EQ(resize_bilinear(image, {1, 1}).pixels, (std::vector<std::uint8_t>{8, 15, 255}));
}

}  // namespace
}  // namespace maskpoint::encoding
