#include "geom/view_transform.h"

#include <gtest/gtest.h>

#include "geom/box.h"

namespace maskpoint::geom {
namespace {

TEST(ViewTransform, ThereAndBack) {
  const ViewTransform view{2.5, -30, 12};
  EXPECT_EQ(view.to_screen({0, 0}), (ScreenPoint{-30, 12}));
  EXPECT_EQ(view.to_screen({4, 8}), (ScreenPoint{-20, 32}));
  EXPECT_EQ(view.to_image({-20, 32}), (ImagePoint{4, 8}));
}

TEST(ViewTransform, ZoomingKeepsThePointUnderTheAnchor) {
  ViewTransform view{0.37, 100.25, -44.5};
  const ScreenPoint anchor{512, 301};
  const ImagePoint under = view.to_image(anchor);
  for (const double factor : {1.1, 1.1, 3.0, 0.2, 100.0, 1e-9}) {
    view = view.zoomed(anchor, factor, 0.05, 40);
    EXPECT_NEAR(view.to_image(anchor).x, under.x, 1e-6);
    EXPECT_NEAR(view.to_image(anchor).y, under.y, 1e-6);
    EXPECT_GE(view.scale, 0.05);
    EXPECT_LE(view.scale, 40);
  }
  EXPECT_EQ(view.scale, 0.05);
}

TEST(ViewTransform, AtTheLimitZoomingChangesNothing) {
  const ViewTransform view{40, 7, 9};
  EXPECT_EQ(view.zoomed({300, 200}, 2, 0.1, 40), view);
}

TEST(ViewTransform, PanningMovesTheImageWithThePointer) {
  const ViewTransform view{2, 10, 20};
  EXPECT_EQ(view.panned(5, -6).to_screen({1, 1}), (ScreenPoint{17, 16}));
  EXPECT_EQ(view.panned(5, -6).scale, view.scale);
}

TEST(ViewTransform, FitCentresTheWholeImage) {
  const ScreenRect canvas{200, 50, 820, 420};
  const ViewTransform view = ViewTransform::fit({1600, 800}, canvas, 10, 8);
  EXPECT_DOUBLE_EQ(view.scale, 0.5);  // 800 × 400 between the margins
  EXPECT_EQ(view.to_screen({0, 0}), (ScreenPoint{210, 60}));
  EXPECT_EQ(view.to_screen({1600, 800}), (ScreenPoint{1010, 460}));
  const ViewTransform small = ViewTransform::fit({10, 10}, canvas, 10, 8);
  EXPECT_EQ(small.scale, 8);
  EXPECT_EQ(small.to_screen({5, 5}), (ScreenPoint{610, 260}));
  // No room at all: still a usable transform.
  EXPECT_GT(ViewTransform::fit({1600, 800}, {0, 0, 4, 4}, 10, 8).scale, 0);
}

TEST(ScreenRect, ContainsItsFirstEdgesAndNotItsLast) {
  const ScreenRect rect{10, 20, 30, 40};
  EXPECT_TRUE(rect.contains({10, 20}));
  EXPECT_TRUE(rect.contains({39.5f, 59.5f}));
  EXPECT_FALSE(rect.contains({40, 30}));
  EXPECT_FALSE(rect.contains({20, 60}));
  EXPECT_FALSE(rect.contains({9.5f, 30}));
}

TEST(Points, AClickMeansThePixelUnderIt) {
  EXPECT_EQ(pixel_under({3.0, 7.99}), (PixelPoint{3, 7}));
  EXPECT_EQ(pixel_under({-0.25, 0}), (PixelPoint{-1, 0}));
  EXPECT_EQ(pixel_under(centre_of({5, 6})), (PixelPoint{5, 6}));
}

TEST(Box, CornersInAnyOrder) {
  const Box box{1, 2, 8, 9};
  EXPECT_EQ(box_between({8, 2}, {1, 9}), box);
  EXPECT_EQ(box_between({1, 9}, {8, 2}), box);
  EXPECT_EQ(box_of(Rect{1, 2, 7, 7}), box);
}

}  // namespace
}  // namespace maskpoint::geom
