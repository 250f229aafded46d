// Rings filled against the winding number of every centre, and outlines that keep what nobody
// touched.
#include "mask/outline.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mask/bitmap.h"
#include "mask/polygon.h"
#include "mask/winding_fill.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

using Contour = std::vector<geom::ImagePoint>;

// How often the rings run round a pixel's centre: crossings of the line straight up from it. Every
// coordinate is a multiple of 1/4, so the sides are told exactly.
int winding(const std::vector<Contour>& rings, int x, int y) {
  const double cx = x + 0.5, cy = y + 0.5;
  int turns = 0;
  for (const Contour& ring : rings) {
    if (ring.size() < 3) continue;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const geom::ImagePoint a = ring[i], b = ring[(i + 1) % ring.size()];
      const double cross = (b.x - a.x) * (cy - a.y) - (b.y - a.y) * (cx - a.x);
      if (a.x <= cx && b.x > cx && cross >= 0) ++turns;
      if (b.x <= cx && a.x > cx && cross <= 0) --turns;
    }
  }
  return turns;
}

TEST(WindingFill, IsExact) {
  Random random(21);
  for (int round = 0; round < 500; ++round) {
    const geom::ImageSize size{random.between(1, 30), random.between(1, 30)};
    std::vector<Contour> rings(std::size_t(random.between(1, 3)));
    for (Contour& ring : rings) {
      const int points = random.between(0, 9);
      for (int i = 0; i < points; ++i)
        ring.push_back({random.between(-16, 4 * size.width + 16) * 0.25,
                        random.between(-16, 4 * size.height + 16) * 0.25});
    }
    Bitmap expected(size);
    for (int y = 0; y < size.height; ++y)
      for (int x = 0; x < size.width; ++x)
        expected.at(x, y) = winding(rings, x, y) != 0 ? 1 : 0;
    const base::Result<Rle> filled = fill_rings(rings, size);
    ASSERT_TRUE(filled.ok());
    // A division may put a crossing that meets a centre exactly on its other side: a quarter grid
    // has such ties only where slopes are not exact, and those are left out.
    const Bitmap got = decode(*filled);
    for (int y = 0; y < size.height; ++y)
      for (int x = 0; x < size.width; ++x) {
        if (got.at(x, y) == expected.at(x, y)) continue;
        bool tie = false;
        for (const Contour& ring : rings)
          for (std::size_t i = 0; i < ring.size(); ++i) {
            const geom::ImagePoint a = ring[i], b = ring[(i + 1) % ring.size()];
            tie |= (b.x - a.x) * (y + 0.5 - a.y) == (b.y - a.y) * (x + 0.5 - a.x);
          }
        EXPECT_TRUE(tie) << "round " << round << " at " << x << ", " << y;
      }
  }
}

TEST(WindingFill, RunsOverItselfAndStaysFilled) {
  // A loop walked twice, and a figure of eight.
  const Contour twice = {{1, 1}, {5, 1}, {5, 5}, {1, 5}, {1, 1}, {5, 1}, {5, 5}, {1, 5}};
  EXPECT_EQ(area(*fill_rings(std::vector<Contour>{twice}, {8, 8})), 16u);
  const Contour eight = {{0, 0}, {8, 8}, {8, 0}, {0, 8}};
  EXPECT_GT(area(*fill_rings(std::vector<Contour>{eight}, {8, 8})), 24u);
  EXPECT_EQ(area(*fill_rings(std::vector<Contour>{}, {8, 8})), 0u);
  EXPECT_EQ(area(*fill_rings(std::vector<Contour>{Contour{{1, 1}, {7, 7}}}, {8, 8})), 0u);
}

TEST(Outline, GivesItsMaskBackAtAnyTolerance) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    for (const double tolerance : {0.0, 1.0, 3.5}) {
      const base::Result<Rle> back = rle_of(outline_of(rle, tolerance));
      ASSERT_TRUE(back.ok());
      EXPECT_EQ(*back, rle);
    }
  }
}

double distance(geom::ImagePoint p, geom::ImagePoint a, geom::ImagePoint b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  const double t =
      length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

TEST(Outline, StaysWithinItsTolerance) {
  for (const Bitmap& bitmap : assorted_masks()) {
    for (const OutlineRing& ring : outline_of(encode(bitmap), 1.5).rings) {
      ASSERT_GE(ring.vertices.size(), 3u);
      for (std::size_t v = 0; v < ring.vertices.size(); ++v) {
        const OutlineVertex& vertex = ring.vertices[v];
        const geom::ImagePoint next = ring.vertices[(v + 1) % ring.vertices.size()].at;
        const double limit = ring.vertices.size() == 3 ? 3.0 : 1.5;
        for (std::size_t i = vertex.from; i != vertex.to; i = (i + 1) % ring.contour->size())
          EXPECT_LE(distance((*ring.contour)[i], vertex.at, next), limit + 1e-9);
      }
    }
  }
}

TEST(Outline, LongContoursAreCutAndStillExact) {
  Random random(3);
  const Rle rle = encode(noise({300, 200}, 0.6, random));
  EXPECT_EQ(*rle_of(outline_of(rle, 2)), rle);
}

TEST(Outline, OnlyTheEdgesOfAMovedVertexChange) {
  Bitmap square({40, 40});
  for (int y = 10; y < 30; ++y)
    for (int x = 10; x < 30; ++x)
      square.at(x, y) = x < 15 && y >= 20 && y % 2 == 0 ? 0 : 1;  // a comb on the left
  for (int y = 12; y < 16; ++y)
    for (int x = 20; x < 26; ++x)
      square.at(x, y) = 0;  // a hole
  const Rle rle = encode(square);
  const Outline outline = outline_of(rle, 6);
  ASSERT_EQ(outline.rings.size(), 2u);
  ASSERT_TRUE(outline.rings[1].hole);
  std::size_t corner = 99;
  for (std::size_t v = 0; v < outline.rings[0].vertices.size(); ++v)
    if (outline.rings[0].vertices[v].at == geom::ImagePoint{30, 10}) corner = v;
  ASSERT_NE(corner, 99u);
  const Bitmap moved = decode(*rle_of(with_vertex_moved(outline, 0, corner, {38, 2})));
  EXPECT_EQ(moved.at(34, 8), 1);
  for (int y = 16; y < 40; ++y)
    for (int x = 0; x < 20; ++x)
      EXPECT_EQ(moved.at(x, y), square.at(x, y)) << x << ", " << y;
  EXPECT_EQ(moved.at(22, 13), 0);
}

TEST(Outline, AnInsertedVertexChangesNothingUntilItMoves) {
  for (const Bitmap& bitmap : assorted_masks()) {
    const Rle rle = encode(bitmap);
    Outline outline = outline_of(rle, 2);
    for (std::size_t r = 0; r < outline.rings.size(); ++r) {
      const std::size_t count = outline.rings[r].vertices.size();
      outline = with_vertex_inserted(outline, r, count - 1, {0.5, 0.5});
      outline = with_vertex_inserted(outline, r, 0, outline.rings[r].vertices[0].at);
      EXPECT_EQ(outline.rings[r].vertices.size(), count + 2);
      if (r > 2) break;
    }
    EXPECT_EQ(*rle_of(outline), rle);
  }
}

TEST(Outline, TheLastThreeVerticesGoTogether) {
  const Rle rle = encode(drawn({"####....", "#..#..##", "#..#..##", "####...."}));
  Outline outline = outline_of(rle, 0);
  ASSERT_EQ(outline.rings.size(), 3u);
  const auto remove_ring = [&](std::size_t r) {
    const std::size_t rings = outline.rings.size();
    while (outline.rings.size() == rings)
      outline = with_vertex_removed(outline, r, 0);
  };
  remove_ring(1);  // the hole
  EXPECT_EQ(area(*rle_of(outline)), 20u);
  remove_ring(1);  // the other part
  EXPECT_EQ(area(*rle_of(outline)), 16u);
  remove_ring(0);
  EXPECT_EQ(area(*rle_of(outline)), 0u);
}

}  // namespace
}  // namespace maskpoint::mask
