#include "mask/polygon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "mask/bitmap.h"
#include "mask/column_runs.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

// --- Filling

Rle filled(std::vector<double> ring, geom::ImageSize size) {
  const auto rle = rle_from_polygon(ring, size);
  EXPECT_TRUE(rle.ok()) << rle.status().message();
  return rle.ok() ? *rle : empty_rle(size);
}

TEST(PolygonFill, ABoxOnPixelEdgesCoversItsPixels) {
  EXPECT_EQ(filled({1, 1, 4, 1, 4, 3, 1, 3}, {6, 5}), encode(drawn({"......",  //
                                                                    ".###..",  //
                                                                    ".###..",  //
                                                                    "......",  //
                                                                    "......"})));
  // The same the other way round and from another corner.
  EXPECT_EQ(filled({4, 3, 4, 1, 1, 1, 1, 3}, {6, 5}), filled({1, 1, 4, 1, 4, 3, 1, 3}, {6, 5}));
}

TEST(PolygonFill, KnownAnswersOfPycocotools) {
  // Computed with the C code of cocoapi (rleFrPoly, rleToString).
  struct Known {
    std::vector<double> ring;
    const char* counts;
  };
  for (const Known& known : {
           Known{{2.3, 1.7, 17.8, 4.2, 12.5, 13.9, 6.1, 9.4}, "_12=2N2N2OO01O1O001O10M2N2N2O1Nl0"},
           Known{{-4.5, 6.2, 11.25, -3.75, 26, 8.1, 9.9, 21.3}, "3862O1N2OV5OkJ001N2NN"},
           Known{{10, 1, 13, 14, 2, 5, 18, 5, 7, 14},
                 "b11>1O1O1O0HN30M12O1O010O21K141LN325O1O1OY1"},
           Known{{3.1, 3.1, 3.4, 11.6, 3.45, 11.6, 16.2, 11.61, 16.2, 3.1, 16.2, 3.1},
                 "`19600000000000000000000000i1"},
       }) {
    EXPECT_EQ(encode_counts(filled(known.ring, {20, 15})), known.counts);
  }
}

TEST(PolygonFill, OutsideTheImageIsCutOff) {
  EXPECT_EQ(area(filled({-5, -5, 50, -5, 50, 50, -5, 50}, {10, 8})), 80u);
  EXPECT_EQ(area(filled({-5, -5, -1, -5, -1, 50}, {10, 8})), 0u);
  EXPECT_EQ(area(filled({20, 0, 30, 0, 25, 8}, {10, 8})), 0u);
  EXPECT_EQ(filled({-1e6, -1e6, 1e6, -1e6, 1e6, 1e6, -1e6, 1e6}, {3, 2}).counts,
            (std::vector<std::uint32_t>{0, 6}));
}

TEST(PolygonFill, NoAreaNoPixels) {
  EXPECT_EQ(area(filled({3, 3, 3, 3, 3, 3}, {8, 8})), 0u);
  EXPECT_EQ(area(filled({1, 1, 6, 6, 1, 1}, {8, 8})), 0u);
}

TEST(PolygonFill, RefusesWhatIsNoPolygon) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto refusal = [](const std::vector<double>& ring) {
    const auto rle = rle_from_polygon(ring, {10, 8});
    EXPECT_FALSE(rle.ok());
    return rle.ok() ? std::string() : rle.status().message();
  };
  EXPECT_NE(refusal({}).find("at least 3"), std::string::npos);
  EXPECT_NE(refusal({1, 2, 3, 4}).find("at least 3"), std::string::npos);
  EXPECT_NE(refusal({1, 2, 3, 4, 5, 6, 7}).find("x and y"), std::string::npos);
  EXPECT_NE(refusal({1, 2, kNan, 4, 5, 6}).find("not a number"), std::string::npos);
  EXPECT_NE(refusal({1, 2, kInfinity, 4, 5, 6}).find("not a number"), std::string::npos);
  EXPECT_NE(refusal({1, 2, -1e300, 4, 5, 6}).find("million pixels"), std::string::npos);
  EXPECT_FALSE(rle_from_polygon(std::vector<double>{0, 0, 1, 0, 1, 1}, {0, 8}).ok());
  EXPECT_FALSE(rle_from_polygons({}, {10, 8}).ok());
  EXPECT_FALSE(rle_from_polygons(std::vector<Ring>{{0, 0, 1, 0, 1, 1}, {0, 0}}, {10, 8}).ok());
}

TEST(PolygonFill, WindingAcrossTheImageForEverIsRefusedBeforeItFillsTheMemory) {
  Ring ring;
  for (int i = 0; i < 30; ++i)
    ring.insert(ring.end(), {i % 2 == 0 ? 0.0 : 500000.0, double(i)});
  EXPECT_EQ(rle_from_polygon(ring, {500000, 100}).status().code(), base::StatusCode::kTooLarge);
  const Ring across{0, 0, 500000, 1, 500000, 2};
  EXPECT_TRUE(rle_from_polygon(across, {500000, 100}).ok());
  EXPECT_EQ(rle_from_polygons(std::vector<Ring>(20, across), {500000, 100}).status().code(),
            base::StatusCode::kTooLarge);
}

TEST(PolygonFill, RingsOfAMaskAreUnited) {
  const std::vector<Ring> rings{{0, 0, 4, 0, 4, 4, 0, 4}, {2, 2, 6, 2, 6, 6, 2, 6}};
  const auto both = rle_from_polygons(rings, {8, 8});
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(area(*both), 16u + 16u - 4u);
}

// --- Tracing

// Even-odd, pixel centres, straight from the definition: a centre is inside when a ray to its left
// meets an odd number of edges. Rings lie on pixel edges, so no ray meets a vertex.
Bitmap even_odd(const std::vector<Ring>& rings, geom::ImageSize size) {
  Bitmap bitmap(size);
  for (const Ring& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); i += 2) {
      const std::size_t j = (i + 2) % ring.size();
      if (ring[i] != ring[j]) continue;  // horizontal
      for (int y = int(std::min(ring[i + 1], ring[j + 1])); y < std::max(ring[i + 1], ring[j + 1]);
           ++y) {
        for (int x = int(ring[i]); x < size.width; ++x)
          bitmap.at(x, y) ^= 1;
      }
    }
  }
  return bitmap;
}

double signed_area(const Ring& ring) {
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); i += 2) {
    const std::size_t j = (i + 2) % ring.size();
    sum += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
  }
  return sum / 2;
}

// Every second edge is vertical, none is empty, none continues the one before.
void expect_corners_only(const Ring& ring) {
  ASSERT_EQ(ring.size() % 4, 0u);
  for (std::size_t i = 0; i < ring.size(); i += 2) {
    const std::size_t j = (i + 2) % ring.size();
    const bool vertical = i % 4 == 0;
    EXPECT_EQ(ring[i] == ring[j], vertical);
    EXPECT_EQ(ring[i + 1] == ring[j + 1], !vertical);
  }
}

TEST(PolygonTrace, EvenOddGivesTheMaskBack) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    const std::vector<PolygonPart> parts = polygons_from_rle(rle);
    std::vector<Ring> rings;
    for (const PolygonPart& part : parts) {
      ASSERT_FALSE(part.outer.empty());
      EXPECT_GT(signed_area(part.outer), 0);
      expect_corners_only(part.outer);
      rings.push_back(part.outer);
      for (const Ring& hole : part.holes) {
        EXPECT_LT(signed_area(hole), 0);
        expect_corners_only(hole);
        rings.push_back(hole);
      }
    }
    EXPECT_EQ(even_odd(rings, bitmap.size).pixels, bitmap.pixels);
    EXPECT_EQ(parts.size(), label_components(ColumnRuns(rle), Connectivity::kFour).count);
  }
}

TEST(PolygonTrace, EachPartIsOneConnectedPieceWithItsOwnHoles) {
  for (const Bitmap& bitmap : assorted_masks()) {
    std::vector<Rle> pieces;
    std::uint64_t sum = 0;
    for (const PolygonPart& part : polygons_from_rle(encode(bitmap))) {
      std::vector<Ring> rings = part.holes;
      rings.push_back(part.outer);
      const Rle piece = encode(even_odd(rings, bitmap.size));
      EXPECT_EQ(label_components(ColumnRuns(piece), Connectivity::kFour).count, 1u);
      double expected = signed_area(part.outer);
      for (const Ring& hole : part.holes)
        expected += signed_area(hole);
      EXPECT_EQ(double(area(piece)), expected);
      sum += area(piece);
      pieces.push_back(piece);
    }
    pieces.push_back(empty_rle(bitmap.size));
    EXPECT_EQ(merge(pieces, MergeKind::kUnion), encode(bitmap));
    EXPECT_EQ(sum, area(encode(bitmap)));
  }
}

TEST(PolygonTrace, RingsFilledAsCocoFillsThemGiveThePartBack) {
  // Rings on pixel edges lose nothing in COCO's filling either.
  for (const Bitmap& bitmap : assorted_masks()) {
    std::vector<Rle> pieces{empty_rle(bitmap.size)};
    for (const PolygonPart& part : polygons_from_rle(encode(bitmap))) {
      Rle piece = filled(part.outer, bitmap.size);
      for (const Ring& hole : part.holes)
        piece = subtract(piece, filled(hole, bitmap.size));
      pieces.push_back(std::move(piece));
    }
    EXPECT_EQ(merge(pieces, MergeKind::kUnion), encode(bitmap));
  }
}

TEST(PolygonTrace, CornersTouchingAreTwoPartsAndOneHole) {
  const auto diagonal = polygons_from_rle(encode(drawn({"#.",  //
                                                        ".#"})));
  EXPECT_EQ(diagonal.size(), 2u);
  const auto frame = polygons_from_rle(encode(drawn({"####",  //
                                                     "#.##",  //
                                                     "##.#",  //
                                                     "####"})));
  ASSERT_EQ(frame.size(), 1u);
  EXPECT_EQ(frame[0].holes.size(), 1u);
  EXPECT_EQ(frame[0].holes[0].size(), 2u * 8u);
}

TEST(PolygonTrace, AnIslandInAHoleIsItsOwnPart) {
  const auto parts = polygons_from_rle(encode(drawn({"#####",  //
                                                     "#...#",  //
                                                     "#.#.#",  //
                                                     "#...#",  //
                                                     "#####"})));
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].holes.size(), 1u);
  EXPECT_EQ(parts[0].outer.size(), 8u);
  EXPECT_TRUE(parts[1].holes.empty());
  EXPECT_EQ(signed_area(parts[1].outer), 1.0);
}

TEST(PolygonTrace, NothingAndEverything) {
  EXPECT_TRUE(polygons_from_rle(empty_rle({7, 5})).empty());
  const auto whole = polygons_from_rle(inverted(empty_rle({7, 5})));
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole[0].outer.size(), 8u);
  EXPECT_EQ(signed_area(whole[0].outer), 35.0);
}

}  // namespace
}  // namespace maskpoint::mask
