// The parts of the automatic mask generator by themselves: grids, crops, suppression, regions.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "mask/bitmap.h"
#include "regions_by_pixels.h"
#include "sam/adaptive_grid.h"
#include "sam/box_suppression.h"
#include "sam/crop_boxes.h"
#include "sam/point_grid.h"
#include "sam/small_regions.h"

namespace maskpoint::sam {
namespace {

TEST(PointGrid, IsNumPysLinspace) {
  const auto points = build_point_grid(32);
  ASSERT_EQ(points.size(), 1024u);
  EXPECT_EQ(points[0], (GridPoint{0.015625, 0.015625}));
  EXPECT_EQ(points[1].x, 0.046875);
  EXPECT_EQ(points[31], (GridPoint{0.984375, 0.015625}));
  EXPECT_EQ(points[1023], (GridPoint{0.984375, 0.984375}));
  EXPECT_EQ(build_point_grid(1), (std::vector<GridPoint>{{0.5, 0.5}}));
  EXPECT_EQ(points_per_side_on(0, 32, 2), 32);
  EXPECT_EQ(points_per_side_on(2, 32, 2), 8);
  EXPECT_EQ(points_per_side_on(3, 33, 3), 1);
  EXPECT_EQ(points_per_side_on(4, 3, 3), 1);
}

TEST(PointGrid, StagesVisitEveryPointOnce) {
  for (const int n : {1, 2, 3, 4, 5, 8, 31, 32}) {
    std::multiset<int> visited;
    for (const std::vector<int>& stage : grid_stages(n))
      visited.insert(stage.begin(), stage.end());
    std::vector<int> all(std::size_t(n) * std::size_t(n));
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(std::vector<int>(visited.begin(), visited.end()), all) << n;
  }
  EXPECT_EQ(grid_stages(32)[0].size(), 64u);
  EXPECT_EQ(grid_stages(32)[1].size(), 192u);
}

// What generate_crop_boxes gives for a 1000×600 image and one layer, worked by hand: overlap
// int(0.34133 · 600) = 204, crops ceil((204 + 1000)/2) wide and ceil((204 + 600)/2) high.
TEST(CropBoxes, AreTheOfficialOnes) {
  const auto crops = generate_crop_boxes({1000, 600}, 1, 512.0 / 1500);
  const std::vector<CropBox> expected = {{{0, 0, 1000, 600}, 0},
                                         {{0, 0, 602, 402}, 1},
                                         {{0, 198, 602, 402}, 1},
                                         {{398, 0, 602, 402}, 1},
                                         {{398, 198, 602, 402}, 1}};
  EXPECT_EQ(crops, expected);
  EXPECT_EQ(generate_crop_boxes({1000, 600}, 2, 512.0 / 1500).size(), 21u);
  for (const geom::ImageSize size : {geom::ImageSize{1, 1}, {2, 1}, {3, 500}, {17, 5}})
    for (const CropBox& crop : generate_crop_boxes(size, 3, 512.0 / 1500)) {
      EXPECT_GT(crop.box.width, 0);
      EXPECT_GT(crop.box.height, 0);
      EXPECT_LE(crop.box.x + crop.box.width, size.width);
      EXPECT_LE(crop.box.y + crop.box.height, size.height);
    }
}

TEST(CropBoxes, MasksAtACropsEdgeAreToldUnlessItIsTheImages) {
  const geom::ImageSize image = {1000, 600};
  const geom::Rect whole = {0, 0, 1000, 600}, corner = {398, 198, 602, 402};
  EXPECT_FALSE(is_box_near_crop_edge({0, 0, 1000, 600}, whole, image));
  EXPECT_FALSE(is_box_near_crop_edge({100, 100, 502, 302}, corner, image));  // the image's corner
  EXPECT_TRUE(is_box_near_crop_edge({20, 100, 50, 50}, corner, image));
  EXPECT_FALSE(is_box_near_crop_edge({21, 100, 50, 50}, corner, image));
  EXPECT_TRUE(is_box_near_crop_edge({100, 3, 50, 50}, corner, image));
  const geom::Rect left = {0, 0, 602, 402};
  EXPECT_TRUE(
      is_box_near_crop_edge({500, 100, 83, 50}, left, image));  // last column 582 = 602 − 20
  EXPECT_FALSE(is_box_near_crop_edge({500, 100, 82, 50}, left, image));
  EXPECT_TRUE(is_box_near_crop_edge({100, 300, 50, 100}, left, image));
}

TEST(BoxSuppression, KeepsTheBestOfEveryPile) {
  const std::vector<geom::Box> boxes = {
      {0, 0, 10, 10}, {0, 0, 10, 9}, {20, 0, 30, 10}, {0, 0, 10, 10}};
  EXPECT_EQ(suppress_boxes(boxes, std::vector<float>{0.8f, 0.9f, 0.7f, 0.85f}, 0.7),
            (std::vector<int>{1, 2}));
  // Among equals the first; an IoU of exactly the threshold is not above it.
  EXPECT_EQ(suppress_boxes(boxes, std::vector<float>(4, 0.5f), 0.7), (std::vector<int>{0, 2}));
  EXPECT_EQ(suppress_boxes(boxes, std::vector<float>(4, 0.5f), double(0.9f)),
            (std::vector<int>{0, 1, 2}));
  // No area: never suppressed.
  const std::vector<geom::Box> points(2, box_for_suppression({5, 5, 1, 1}));
  EXPECT_EQ(suppress_boxes(points, std::vector<float>{1, 1}, 0.7).size(), 2u);
  EXPECT_TRUE(suppress_boxes({}, {}, 0.7).empty());
}

mask::Rle rectangle(geom::ImageSize size, geom::Rect r) {
  mask::Bitmap bitmap(size);
  for (int y = r.y; y < r.y + r.height; ++y)
    for (int x = r.x; x < r.x + r.width; ++x)
      bitmap.at(x, y) = 1;
  return mask::encode(bitmap);
}

TEST(SmallRegions, OfDuplicatesTheUntouchedOneStays) {
  const geom::ImageSize size = {40, 30};
  const auto generated = [&](int id, const mask::Rle& rle) {
    GeneratedMask m;
    m.id = id;
    m.rle = rle;
    m.bbox = mask::bbox(rle);
    m.area = mask::area(rle);
    return m;
  };
  const mask::Rle square = rectangle(size, {5, 5, 20, 20});
  const mask::Rle holed = mask::subtract(square, rectangle(size, {10, 10, 2, 2}));
  const mask::Rle speck = rectangle(size, {38, 28, 1, 1});
  const mask::Rle parts[] = {square, speck};
  const mask::Rle specked = mask::merge(parts, mask::MergeKind::kUnion);
  // The speck makes the third one's box another; without it it is a duplicate too.
  const auto kept = postprocess_small_regions(
      {generated(0, holed), generated(1, square), generated(2, specked)}, 5, 0.7);
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].id, 1);
  const auto alone =
      postprocess_small_regions({generated(0, holed), generated(2, specked)}, 5, 0.7);
  ASSERT_EQ(alone.size(), 1u);
  EXPECT_EQ(alone[0].id, 0);
  EXPECT_EQ(alone[0].rle, square);
  EXPECT_EQ(alone[0].area, 400u);
}

TEST(SmallRegions, AsBitmapsSayIt) {
  std::mt19937 random(3);
  int all_small = 0;
  for (int round = 0; round < 300; ++round) {
    mask::Bitmap bitmap({1 + int(random() % 20), 1 + int(random() % 20)});
    for (auto& pixel : bitmap.pixels)
      pixel = random() % 100 < 30 + random() % 40;
    const std::uint32_t least = 1 + random() % 12;
    bool changed = false;
    const mask::Bitmap filled = without_small(bitmap, 0, least, changed);
    const mask::Bitmap expected = without_small(filled, 1, least, changed);
    const TidiedMask tidied = remove_small_regions(mask::encode(bitmap), least);
    EXPECT_EQ(tidied.changed, changed);
    EXPECT_EQ(tidied.rle, mask::encode(expected));
    all_small += tidied.changed && mask::area(tidied.rle) < least;
  }
  EXPECT_GT(all_small, 0);
}

TEST(AdaptiveGrid, AsksWhereTheNeighboursDisagree) {
  const geom::ImageSize size = {80, 80};
  const auto grid = build_point_grid(8);  // a point in the middle of every 10×10 pixels
  const mask::Rle all = rectangle(size, {0, 0, 80, 80});
  const mask::Rle small = rectangle(size, {20, 20, 10, 10});  // holds the point (2, 2) alone
  const mask::Rle* both[] = {&all, &small};
  const auto covering = smallest_covering(both, grid, size);
  EXPECT_EQ(std::count(covering.begin(), covering.end(), 1), 1);
  EXPECT_EQ(covering[2 * 8 + 2], 1);
  const auto stages = grid_stages(8);
  // Around the small one its eight neighbours are asked, elsewhere nobody.
  const auto last = unsettled(stages[2], 8, covering);
  EXPECT_EQ(last, (std::vector<int>{9, 10, 11, 17, 19, 25, 26, 27}));
  // With one found on nothing else it is the same; with nothing at all there is no doubt.
  const mask::Rle* alone[] = {&small};
  EXPECT_EQ(unsettled(stages[2], 8, smallest_covering(alone, grid, size)), last);
  EXPECT_TRUE(unsettled(stages[2], 8, smallest_covering({}, grid, size)).empty());
}

}  // namespace
}  // namespace maskpoint::sam
