// Brush strokes against the distance of every pixel's centre from the path.
#include "mask/stroke.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "mask/bitmap.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

struct Segment {
  geom::ImagePoint a, b;
  double radius = 0;
};

// The slow twin: the nearest point of the segment, pixel by pixel.
void paint(Bitmap& bitmap, const Segment& s, std::uint8_t value) {
  for (int y = 0; y < bitmap.size.height; ++y) {
    for (int x = 0; x < bitmap.size.width; ++x) {
      const double cx = x + 0.5 - s.a.x, cy = y + 0.5 - s.a.y;
      const double dx = s.b.x - s.a.x, dy = s.b.y - s.a.y, length = dx * dx + dy * dy;
      const double t = length > 0 ? std::clamp((cx * dx + cy * dy) / length, 0.0, 1.0) : 0;
      const double ex = cx - t * dx, ey = cy - t * dy;
      if (ex * ex + ey * ey <= s.radius * s.radius) bitmap.at(x, y) = value;
    }
  }
}

// Anywhere in the image or near it; often on pixels' centres and corners, where ties are.
Segment random_segment(geom::ImageSize size, Random& random) {
  const auto coordinate = [&](int extent) {
    const int kind = random.between(0, 3);
    const double whole = random.between(-6, extent + 6);
    if (kind == 0) return whole;
    if (kind == 1) return whole + 0.5;
    return whole + random.unit();
  };
  Segment s;
  s.a = {coordinate(size.width), coordinate(size.height)};
  const int shape = random.between(0, 4);
  s.b = {coordinate(size.width), coordinate(size.height)};
  if (shape == 0) s.b = s.a;
  if (shape == 1) s.b.x = s.a.x;
  if (shape == 2) s.b.y = s.a.y;
  s.radius = random.between(0, 2) == 0 ? random.between(0, 9) : random.unit() * 12;
  return s;
}

TEST(Stroke, IsPixelExact) {
  Random random(11);
  const geom::ImageSize sizes[] = {{1, 1}, {1, 20}, {20, 1}, {7, 5}, {40, 31}, {64, 90}};
  for (int round = 0; round < 400; ++round) {
    const geom::ImageSize size = sizes[random.between(0, 5)];
    Bitmap expected(size);
    Stroke stroke(size);
    const int segments = random.between(1, 6);
    for (int i = 0; i < segments; ++i) {
      const Segment s = random_segment(size, random);
      paint(expected, s, 1);
      stroke.add(s.a, s.b, s.radius);
      ASSERT_EQ(stroke.rle(), encode(expected)) << "round " << round << ", segment " << i;
    }
    const geom::Rect tight = bbox(encode(expected));
    EXPECT_EQ(stroke.bounds(), tight);
  }
}

TEST(Stroke, IsAddedAndErasedAsTheBitmapSays) {
  Random random(12);
  for (const Bitmap& base : assorted_masks()) {
    Stroke stroke(base.size);
    Bitmap added = base, erased = base;
    for (int i = 0; i < 3; ++i) {
      const Segment s = random_segment(base.size, random);
      stroke.add(s.a, s.b, s.radius);
      paint(added, s, 1);
      paint(erased, s, 0);
    }
    const Rle rle = encode(base);
    EXPECT_EQ(with_stroke(rle, stroke, StrokeKind::kAdds), encode(added));
    EXPECT_EQ(with_stroke(rle, stroke, StrokeKind::kErases), encode(erased));
  }
}

TEST(Stroke, EmptyRunsInTheBaseDoNoHarm) {
  Random random(13);
  for (const Bitmap& base : assorted_masks()) {
    Rle rle = encode(base);
    // A run cut in two by one of no length.
    for (std::size_t i = 0; i < rle.counts.size(); i += 3) {
      if (rle.counts[i] < 2) continue;
      const std::uint32_t first = rle.counts[i] / 2;
      const std::uint32_t parts[] = {first, 0, rle.counts[i] - first};
      rle.counts[i] = parts[2];
      rle.counts.insert(rle.counts.begin() + std::ptrdiff_t(i), parts, parts + 2);
    }
    ASSERT_TRUE(check(rle).ok());
    Stroke stroke(base.size);
    Bitmap added = base;
    const Segment s = random_segment(base.size, random);
    stroke.add(s.a, s.b, s.radius);
    paint(added, s, 1);
    EXPECT_EQ(normalised(with_stroke(rle, stroke, StrokeKind::kAdds)), encode(added));
  }
}

TEST(Stroke, NothingCoveredChangesNothing) {
  Stroke stroke({10, 10});
  stroke.add({-50, -50}, {-40, 3}, 4);
  EXPECT_TRUE(stroke.empty());
  EXPECT_TRUE(stroke.touched().empty());
  const Rle rle = encode(drawn({"#.#", "...", "##."}));
  EXPECT_EQ(with_stroke(rle, Stroke(rle.size), StrokeKind::kErases), rle);
}

TEST(Stroke, SaysWhatEachMoveTouched) {
  Stroke stroke({100, 100});
  stroke.add({20.5, 20.5}, {20.5, 20.5}, 1);
  stroke.add({60.5, 20.5}, {70.5, 20.5}, 0);
  ASSERT_EQ(stroke.touched().size(), 2u);
  EXPECT_EQ(stroke.touched()[0], (geom::Rect{19, 19, 3, 3}));
  EXPECT_EQ(stroke.touched()[1], (geom::Rect{60, 20, 11, 1}));
  EXPECT_EQ(stroke.bounds(), (geom::Rect{19, 19, 52, 3}));
}

}  // namespace
}  // namespace maskpoint::mask
