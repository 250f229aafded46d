#include "ui/mask_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace maskpoint::ui {
namespace {

constexpr ScreenRect kInto = {10.5f, 20.25f, 92, 64};

mask::Rle full(int width, int height) {
  return {{width, height}, {0, std::uint32_t(width) * std::uint32_t(height)}};
}

int device(float css, float ratio) {
  return int(std::lround(css * ratio));
}

TEST(MaskPicture, AFullMaskHasNoStripesWhateverTheScale) {
  for (const float ratio : {1.0f, 1.5f, 2.0f})
    for (int width = 1; width < 400; width += 3) {
      const std::vector<ScreenRect> strips =
          mask_strips(full(width, 40), {0, 0, width, 40}, kInto, ratio);
      ASSERT_FALSE(strips.empty());
      for (std::size_t i = 1; i < strips.size(); ++i)
        ASSERT_EQ(device(right_of(strips[i - 1]), ratio), device(strips[i].x, ratio))
            << width << " columns at " << ratio;
      const float scale = std::min(kInto.width / float(width), kInto.height / 40);
      const float wide = right_of(strips.back()) - strips.front().x;
      EXPECT_NEAR(wide, scale * float(width), 1 / ratio);
    }
}

TEST(MaskPicture, ShowsThePartOfTheFrameThatIsCovered) {
  // A column of three pixels, the third of five.
  const mask::Rle mask = {{5, 4}, {9, 3, 8}};
  const std::vector<ScreenRect> strips = mask_strips(mask, {0, 0, 5, 4}, {0, 0, 50, 40}, 1);
  ASSERT_EQ(strips.size(), 1u);
  EXPECT_EQ(strips[0], (ScreenRect{20, 10, 10, 30}));
}

TEST(MaskPicture, AThinRowIsStillSeen) {
  mask::Rle row = {{300, 300}, {}};
  for (int x = 0; x < 300; ++x) {
    row.counts.push_back(x == 0 ? 150 : 299);
    row.counts.push_back(1);
  }
  row.counts.push_back(149);
  const std::vector<ScreenRect> strips = mask_strips(row, {0, 0, 300, 300}, {0, 0, 60, 60}, 1);
  ASSERT_EQ(strips.size(), 60u);
  EXPECT_EQ(strips[7].height, 1);
}

}  // namespace
}  // namespace maskpoint::ui
