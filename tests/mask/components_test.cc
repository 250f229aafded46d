#include "mask/components.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "mask/bitmap.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

// Flood fill over one colour: for each pixel of it a piece's number from 1, 0 elsewhere; and the
// pieces' sizes, whether they touch the border.
struct Pieces {
  std::vector<std::size_t> of_pixel;
  std::vector<std::uint64_t> sizes{0};
  std::vector<bool> at_border{false};
};

Pieces flood(const Bitmap& bitmap, std::uint8_t colour, Connectivity connectivity) {
  const auto [width, height] = bitmap.size;
  Pieces pieces;
  pieces.of_pixel.resize(bitmap.pixels.size(), 0);
  const auto index = [&, w = width](int x, int y) {
    return std::size_t(y) * std::size_t(w) + std::size_t(x);
  };
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < height; ++y) {
      if (bitmap.at(x, y) != colour || pieces.of_pixel[index(x, y)] != 0) continue;
      const std::size_t piece = pieces.sizes.size();
      pieces.sizes.push_back(0);
      pieces.at_border.push_back(false);
      std::vector<std::pair<int, int>> todo{{x, y}};
      pieces.of_pixel[index(x, y)] = piece;
      while (!todo.empty()) {
        const auto [px, py] = todo.back();
        todo.pop_back();
        ++pieces.sizes[piece];
        if (px == 0 || py == 0 || px == width - 1 || py == height - 1) {
          pieces.at_border[piece] = true;
        }
        for (int dy = -1; dy <= 1; ++dy) {
          for (int dx = -1; dx <= 1; ++dx) {
            if (connectivity == Connectivity::kFour && dx != 0 && dy != 0) continue;
            const int nx = px + dx;
            const int ny = py + dy;
            if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
            if (bitmap.at(nx, ny) != colour || pieces.of_pixel[index(nx, ny)] != 0) continue;
            pieces.of_pixel[index(nx, ny)] = piece;
            todo.push_back({nx, ny});
          }
        }
      }
    }
  }
  return pieces;
}

Connectivity other(Connectivity connectivity) {
  return connectivity == Connectivity::kFour ? Connectivity::kEight : Connectivity::kFour;
}

TEST(Components, EqualFloodFill) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    for (const Connectivity connectivity : {Connectivity::kFour, Connectivity::kEight}) {
      const Pieces pieces = flood(bitmap, 1, connectivity);
      EXPECT_EQ(label_components(ColumnRuns(rle), connectivity).count, pieces.sizes.size() - 1);
      std::size_t largest = 0;
      for (std::size_t i = 1; i < pieces.sizes.size(); ++i) {
        if (pieces.sizes[i] > pieces.sizes[largest]) largest = i;
      }
      Bitmap alone(bitmap.size);
      Bitmap without_specks(bitmap.size);
      for (std::size_t i = 0; i < bitmap.pixels.size(); ++i) {
        const std::size_t piece = pieces.of_pixel[i];
        alone.pixels[i] = piece != 0 && piece == largest ? 1 : 0;
        without_specks.pixels[i] = piece != 0 && pieces.sizes[piece] >= 4 ? 1 : 0;
      }
      EXPECT_EQ(keep_largest(rle, connectivity), encode(alone));
      EXPECT_EQ(drop_specks(rle, 4, connectivity), encode(without_specks));
      const Pieces ground = flood(bitmap, 0, other(connectivity));
      Bitmap filled = bitmap;
      for (std::size_t i = 0; i < bitmap.pixels.size(); ++i) {
        const std::size_t piece = ground.of_pixel[i];
        if (piece != 0 && ground.sizes[piece] < 6 && !ground.at_border[piece]) filled.pixels[i] = 1;
      }
      EXPECT_EQ(fill_holes(rle, 6, connectivity), encode(filled));
    }
  }
}

TEST(Components, LimitsAreExact) {
  const Rle rle = encode(drawn({"###..",  //
                                "#.#.#",  //
                                "###..",  //
                                ".....",  //
                                "##..."}));
  EXPECT_EQ(drop_specks(rle, 1), rle);
  EXPECT_EQ(area(drop_specks(rle, 2)), 10u);
  EXPECT_EQ(area(drop_specks(rle, 3)), 8u);
  EXPECT_EQ(area(drop_specks(rle, 9)), 0u);
  EXPECT_EQ(fill_holes(rle, 1), rle);
  EXPECT_EQ(area(fill_holes(rle, 2)), 12u);
  EXPECT_EQ(area(keep_largest(rle)), 8u);
}

}  // namespace
}  // namespace maskpoint::mask
