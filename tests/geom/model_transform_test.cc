#include "geom/model_transform.h"

#include <gtest/gtest.h>

namespace maskpoint::geom {
namespace {

TEST(ModelTransform, LongestSideBecomes1024) {
  EXPECT_EQ(ModelTransform({1800, 1200}).resized(), (ImageSize{1024, 683}));  // 682.67
  EXPECT_EQ(ModelTransform({1200, 1800}).resized(), (ImageSize{683, 1024}));
  EXPECT_EQ(ModelTransform({640, 480}).resized(), (ImageSize{1024, 768}));
  EXPECT_EQ(ModelTransform({854, 480}).resized(), (ImageSize{1024, 576}));  // 575.55
  EXPECT_EQ(ModelTransform({1024, 1024}).resized(), (ImageSize{1024, 1024}));
  EXPECT_EQ(ModelTransform({1, 1}).resized(), (ImageSize{1024, 1024}));
  EXPECT_EQ(ModelTransform({6000, 4000}).resized(), (ImageSize{1024, 683}));
}

TEST(ModelTransform, HalvesRoundUpAsPythonsIntOfPlusHalf) {
  EXPECT_EQ(ModelTransform({2048, 1001}).resized(), (ImageSize{1024, 501}));  // 500.5
  EXPECT_EQ(ModelTransform({2048, 1003}).resized(), (ImageSize{1024, 502}));  // 501.5
  EXPECT_EQ(ModelTransform({2048, 1002}).resized(), (ImageSize{1024, 501}));
}

TEST(ModelTransform, AThinImageKeepsAPixel) {
  EXPECT_EQ(ModelTransform({5000, 1}).resized(), (ImageSize{1024, 1}));
  EXPECT_EQ(ModelTransform({1, 2000}).resized(), (ImageSize{1, 1024}));
}

TEST(ModelTransform, PointsScaleByTheRoundedSizeAndAddHalfAfterwards) {
  const ModelTransform transform({1800, 1200});
  const ModelPoint origin = transform.to_model({0, 0});
  EXPECT_DOUBLE_EQ(origin.x, 0.5 / 1024);
  EXPECT_DOUBLE_EQ(origin.y, 0.5 / 1024);
  const ModelPoint point = transform.to_model({900, 600});
  EXPECT_DOUBLE_EQ(point.x, (512 + 0.5) / 1024);
  EXPECT_DOUBLE_EQ(point.y, (341.5 + 0.5) / 1024);  // 600 · 683/1200, not 600 · 1024/1800
}

}  // namespace
}  // namespace maskpoint::geom
