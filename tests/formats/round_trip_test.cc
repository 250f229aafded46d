// Out and in again: the same masks and classes wherever the format allows it.
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "formats/desk.h"
#include "formats/drawing.h"
#include "formats/lenient_segmentation.h"

namespace maskpoint::formats {
namespace {

struct Thing {
  std::string class_name;
  std::vector<std::uint32_t> counts;
  bool operator==(const Thing&) const = default;
  bool operator<(const Thing& other) const {
    return std::tie(class_name, counts) < std::tie(other.class_name, other.counts);
  }
};

std::vector<Thing> things_of(const ExportImage& image) {
  std::vector<Thing> out;
  for (const ExportObject& object : image.objects)
    out.push_back(
        {object.object->category_id == 3 ? "cat" : "big dog", object.object->mask->counts});
  return out;
}

std::vector<Thing> things_of(const Import& import, std::int64_t image_id, geom::ImageSize size) {
  std::vector<Thing> out;
  for (const ImportedImage& image : import.images)
    if (image.id == image_id)
      for (const ImportedObject& object : image.objects)
        out.push_back({import.classes[object.class_index].name,
                       read_segmentation(object.value["segmentation"], size).mask->counts});
  return out;
}

std::vector<ExportImage> images(int seed_step) {
  std::vector<ExportImage> out;
  for (std::uint32_t i = 0; i < 12; ++i) {
    const geom::ImageSize size = {31 + int(i), 23 + int(i % 5)};
    std::vector<ExportObject> objects;
    for (std::uint32_t k = 0; k < 5; ++k)
      objects.push_back(object_of(scribble(size, i * 5 + k + std::uint32_t(seed_step)),
                                  i * 5 + k + 1, k % 2 ? 3 : 7));
    out.push_back(image_of("d" + std::to_string(i % 3) + "/photo " + std::to_string(i) + ".jpg",
                           std::move(objects)));
  }
  return out;
}

class ExactFormats : public testing::TestWithParam<Format> {};

TEST_P(ExactFormats, GiveBackEveryMaskAndClassInOrder) {
  const auto all = images(0);
  const Exported out = exported(GetParam(), all);
  EXPECT_EQ(out.report.count(Outcome::kNotTaken), 0u) << sentences(out.report);
  const Import back = read_back(out, all);
  EXPECT_EQ(back.report.count(Outcome::kNotTaken), 0u) << sentences(back.report);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(things_of(back, std::int64_t(i) + 1, all[i].size), things_of(all[i])) << i;
}
INSTANTIATE_TEST_SUITE_P(All, ExactFormats, testing::Values(Format::kYolo, Format::kLabelme),
                         [](const auto& format) { return std::string(name_of(format.param)); });

TEST(RoundTrip, Sa1bGivesBackMasksScoresAndPoints) {
  auto all = images(100);
  all[0].objects[0].coco["predicted_iou"] = 0.123456789012345;
  all[0].objects[0].coco["point_coords"] = {{3.25, 4}};
  const Exported out = exported(Format::kSa1b, all);
  const Import back = read_back(out, all);
  EXPECT_TRUE(back.report.empty()) << sentences(back.report);
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto expected = things_of(all[i]);
    for (Thing& thing : expected)
      thing.class_name = "object";
    EXPECT_EQ(things_of(back, std::int64_t(i) + 1, all[i].size), expected);
  }
  EXPECT_EQ(back.images[0].objects[0].value["predicted_iou"], 0.123456789012345);
  EXPECT_EQ(back.images[0].objects[0].value["point_coords"].dump(), "[[3.25,4]]");
}

// Objects side by side, as these formats have them.
std::vector<ExportImage> without_overlaps() {
  std::vector<ExportImage> out = images(300);
  for (ExportImage& image : out) {
    mask::Rle above = mask::empty_rle(image.size);
    std::vector<ExportObject> kept;
    for (const ExportObject& object : image.objects) {
      const mask::Rle rest = mask::subtract(*object.object->mask, above);
      if (mask::area(rest) == 0) continue;
      kept.push_back(object_of(rest, object.object->id, object.object->category_id));
      above = mask::merge(std::vector{above, rest}, mask::MergeKind::kUnion);
    }
    image.objects = std::move(kept);
  }
  return out;
}

TEST(RoundTrip, InstanceMasksGiveBackObjectsSideBySide) {
  const auto all = without_overlaps();
  const Exported out = exported(Format::kPngInstance, all);
  EXPECT_TRUE(out.report.empty()) << sentences(out.report);
  const Import back = read_back(out, all);
  EXPECT_TRUE(back.report.empty()) << sentences(back.report);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(things_of(back, std::int64_t(i) + 1, all[i].size), things_of(all[i]));
}

TEST(RoundTrip, SemanticMasksGiveBackOneObjectAClass) {
  const auto all = without_overlaps();
  const Import back = read_back(exported(Format::kPngSemantic, all), all);
  EXPECT_TRUE(back.report.empty()) << sentences(back.report);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<Thing> expected;
    for (const int category : {3, 7}) {
      std::vector<mask::Rle> masks;
      for (const ExportObject& object : all[i].objects)
        if (object.object->category_id == category) masks.push_back(*object.object->mask);
      if (!masks.empty())
        expected.push_back({category == 3 ? "cat" : "big dog",
                            mask::merge(masks, mask::MergeKind::kUnion).counts});
    }
    EXPECT_EQ(things_of(back, std::int64_t(i) + 1, all[i].size), expected);
  }
}

TEST(RoundTrip, LabelmeKeepsWhatItHasAPlaceFor) {
  auto object = std::make_shared<doc::Annotation>(*object_of(scribble({20, 20}, 4), 1, 3).object);
  object->attributes = {{"occluded", "true"}, {"description", "\"behind\""}, {"doors", "4"}};
  ExportImage image{1, "a.jpg", {20, 20}, {{object, Json::object()}}};
  const Exported out = exported(Format::kLabelme, {image});
  EXPECT_EQ(sentences(out.report),
            "Changed: 1 object with attributes that LabelMe has no place for (a.jpg id 1).\n");
  const Import back = read_back(out, {image});
  EXPECT_EQ(back.images[0].objects[0].value["attributes"],
            Json::parse(R"({"occluded": true, "description": "behind"})"));
}

}  // namespace
}  // namespace maskpoint::formats
