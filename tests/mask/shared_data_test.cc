// Against what others computed: the reference C code's known answers and files of other tools.
#include "shared_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "mask/bitmap.h"
#include "mask/polygon.h"

namespace maskpoint::mask {
namespace {

using nlohmann::json;

Bitmap bitmap_of(const json& vector) {
  Bitmap bitmap({vector["size"][1].get<int>(), vector["size"][0].get<int>()});
  for (int y = 0; y < bitmap.size.height; ++y) {
    const std::string row = vector["mask"][std::size_t(y)].get<std::string>();
    for (int x = 0; x < bitmap.size.width; ++x) {
      bitmap.at(x, y) = row[std::size_t(x)] == '1' ? 1 : 0;
    }
  }
  return bitmap;
}

geom::ImageSize size_of(const json& vector) {
  return {vector["size"][1].get<int>(), vector["size"][0].get<int>()};
}

geom::Rect rect_of(const json& box) {
  return {box[0].get<int>(), box[1].get<int>(), box[2].get<int>(), box[3].get<int>()};
}

void expect_bbox_to_rle(const json& vector) {
  // The reference fills the box as a polygon.
  const geom::Box box = geom::box_of(rect_of(vector["bbox"]));
  const std::vector<double> ring{box.x0, box.y0, box.x0, box.y1, box.x1, box.y1, box.x1, box.y0};
  const auto rle = rle_from_polygon(ring, size_of(vector));
  ASSERT_TRUE(rle.ok());
  EXPECT_EQ(encode_counts(*rle), vector["expect"].get<std::string>());
  EXPECT_EQ(bbox(*rle), rect_of(vector["bbox"]));
}

void expect_polygon_to_rle(const json& vector) {
  const auto rle = rle_from_polygon(vector["polygon"].get<std::vector<double>>(), size_of(vector));
  ASSERT_TRUE(rle.ok());
  EXPECT_EQ(encode_counts(*rle), vector["expect"].get<std::string>());
}

void expect_merge(const json& vector, MergeKind kind) {
  std::vector<Rle> masks;
  for (const json& counts : vector["rles"]) {
    const auto mask = decode_counts(counts.get<std::string>(), size_of(vector));
    ASSERT_TRUE(mask.ok()) << mask.status().message();
    masks.push_back(*mask);
  }
  EXPECT_EQ(encode_counts(merge(masks, kind)), vector["expect"].get<std::string>());
}

void expect_counts_to_string(const json& vector) {
  // Some of these do not fill their size: a size that fits lets them be decoded too.
  const auto counts = vector["counts"].get<std::vector<std::uint32_t>>();
  int sum = 0;
  for (const std::uint32_t count : counts)
    sum += int(count);
  const Rle rle{{1, sum}, counts};
  const std::string text = vector["expect"].get<std::string>();
  EXPECT_EQ(encode_counts(rle), text);
  if (sum == 0) return;
  const auto decoded = decode_counts(text, rle.size);
  ASSERT_TRUE(decoded.ok()) << decoded.status().message();
  EXPECT_EQ(*decoded, rle);
}

void expect_mask_to_rle(const json& vector) {
  const Bitmap bitmap = bitmap_of(vector);
  const Rle rle = encode(bitmap);
  EXPECT_EQ(encode_counts(rle), vector["expect"].get<std::string>());
  EXPECT_EQ(decode(rle).pixels, bitmap.pixels);
  if (vector.contains("expect_bbox")) {
    EXPECT_EQ(bbox(rle), rect_of(vector["expect_bbox"]));
  }
  if (vector.contains("expect_area")) {
    EXPECT_EQ(area(rle), vector["expect_area"].get<unsigned>());
  }
}

void expect_mask_to_counts(const json& vector) {
  const Rle rle = encode(bitmap_of(vector));
  EXPECT_EQ(rle.counts, vector["expect_counts"].get<std::vector<std::uint32_t>>());
  EXPECT_EQ(encode_counts(rle), vector["string"].get<std::string>());
}

void expect_zero_runs(const json& vector) {
  const auto rle = decode_counts(vector["rle"].get<std::string>(), size_of(vector));
  ASSERT_TRUE(rle.ok()) << rle.status().message();
  const auto first = vector["first_runs"].get<std::vector<std::uint32_t>>();
  ASSERT_GE(rle->counts.size(), first.size());
  EXPECT_TRUE(std::equal(first.begin(), first.end(), rle->counts.begin()));
  EXPECT_EQ(area(*rle), vector["area"].get<std::uint64_t>());
  EXPECT_EQ(bbox(*rle), rect_of(vector["bbox"]));
  EXPECT_EQ(encode_counts(normalised(*rle)), vector["canonical"].get<std::string>());
}

void expect_reject(const json& vector) {
  EXPECT_FALSE(decode_counts(vector["rle"].get<std::string>(), size_of(vector)).ok());
}

TEST(SharedData, KnownAnswersOfTheReference) {
  MASKPOINT_LOAD_SHARED(vectors, "rle/vectors.json");
  std::map<std::string, int> seen;
  for (const json& vector : vectors) {
    const std::string kind = vector["kind"].get<std::string>();
    SCOPED_TRACE(kind + " " + std::to_string(++seen[kind]));
    if (kind == "bbox->rle") {
      expect_bbox_to_rle(vector);
    } else if (kind == "polygon->rle") {
      expect_polygon_to_rle(vector);
    } else if (kind == "merge-union") {
      expect_merge(vector, MergeKind::kUnion);
    } else if (kind == "merge-intersect") {
      expect_merge(vector, MergeKind::kIntersection);
    } else if (kind == "counts->string") {
      expect_counts_to_string(vector);
    } else if (kind == "mask->rle") {
      expect_mask_to_rle(vector);
    } else if (kind == "mask->counts") {
      expect_mask_to_counts(vector);
    } else if (kind == "zero-runs") {
      expect_zero_runs(vector);
    } else if (kind == "reject") {
      expect_reject(vector);
    } else {
      ADD_FAILURE() << "no test for this kind of vector";
    }
  }
  EXPECT_EQ(seen.size(), 9u);
}

// Some files' own area and bbox are counted in pixels, others' come from a polygon long gone.
enum class FileBoxes { kOfPixels, kOfPolygons };

void expect_all_decode(const json& document, std::size_t expected, FileBoxes boxes) {
  const std::vector<FoundRle> found = find_rles(document);
  EXPECT_EQ(found.size(), expected);
  for (const FoundRle& one : found) {
    const auto rle = rle_from_json(*one.segmentation);
    ASSERT_TRUE(rle.ok()) << rle.status().message();
    EXPECT_EQ(encode(decode(*rle)), normalised(*rle));
    const json& counts = (*one.segmentation)["counts"];
    if (counts.is_string()) {
      EXPECT_EQ(encode_counts(*rle), counts.get<std::string>());
    }
    std::vector<Ring> rings;
    std::uint64_t sum = 0;
    for (const PolygonPart& part : polygons_from_rle(*rle)) {
      Rle piece = *rle_from_polygon(part.outer, rle->size);
      for (const Ring& hole : part.holes) {
        piece = subtract(piece, *rle_from_polygon(hole, rle->size));
      }
      sum += area(piece);
      EXPECT_EQ(area(subtract(piece, *rle)), 0u);
    }
    EXPECT_EQ(sum, area(*rle));
    if (boxes == FileBoxes::kOfPixels) {
      ASSERT_NE(one.owner, nullptr);
      EXPECT_EQ(double(area(*rle)), (*one.owner)["area"].get<double>());
      EXPECT_EQ(bbox(*rle), rect_of((*one.owner)["bbox"]));
    }
  }
}

TEST(SharedData, PhotosGroundTruth) {
  MASKPOINT_LOAD_SHARED(document, "photos.json");
  expect_all_decode(document, 329, FileBoxes::kOfPixels);
}

TEST(SharedData, CrowdsOfCocoInstances) {
  MASKPOINT_LOAD_SHARED(document, "coco/fce_instances_val2014_100.json");
  expect_all_decode(document, 9, FileBoxes::kOfPolygons);
}

TEST(SharedData, CocoResults) {
  MASKPOINT_LOAD_SHARED(document, "coco/cocoapi_fakesegm100_results.json");
  expect_all_decode(document, 734, FileBoxes::kOfPolygons);
}

TEST(SharedData, VideoMasklets) {
  MASKPOINT_LOAD_SHARED(document, "coco/sav_000001_manual.json");
  expect_all_decode(document, 605, FileBoxes::kOfPolygons);
}

TEST(SharedData, SegmentAnything1BLayout) {
  MASKPOINT_LOAD_SHARED(document, "coco/datumaro_sa1b_a.json");
  expect_all_decode(document, 1, FileBoxes::kOfPixels);
}

TEST(SharedData, CocoPolygonsCoverTheirAreaInsideTheirBoxes) {
  MASKPOINT_LOAD_SHARED(document, "coco/fce_instances_val2014_100.json");
  std::map<int, geom::ImageSize> sizes;
  for (const json& image : document["images"]) {
    sizes[image["id"].get<int>()] = {image["width"].get<int>(), image["height"].get<int>()};
  }
  int polygons = 0;
  double pixels = 0;
  double expected = 0;
  for (const json& annotation : document["annotations"]) {
    if (!annotation["segmentation"].is_array()) continue;
    const auto rings = annotation["segmentation"].get<std::vector<Ring>>();
    const auto rle = rle_from_polygons(rings, sizes[annotation["image_id"].get<int>()]);
    ASSERT_TRUE(rle.ok()) << rle.status().message();
    ++polygons;
    pixels += double(area(*rle));
    expected += annotation["area"].get<double>();
    if (area(*rle) == 0) continue;
    // The file's box is that of the vertices: thin tips may miss every pixel centre.
    const auto outer = annotation["bbox"].get<std::vector<double>>();
    const geom::Box inner = geom::box_of(bbox(*rle));
    EXPECT_GE(inner.x0, outer[0] - 1);
    EXPECT_GE(inner.y0, outer[1] - 1);
    EXPECT_LE(inner.x1, outer[0] + outer[2] + 1);
    EXPECT_LE(inner.y1, outer[1] + outer[3] + 1);
  }
  EXPECT_EQ(polygons, 830);
  EXPECT_NEAR(pixels / expected, 1.0, 0.005);
}

void expect_refused(const json& document) {
  const std::vector<FoundRle> found = find_rles(document);
  ASSERT_EQ(found.size(), 1u);
  const auto rle = rle_from_json(*found[0].segmentation);
  ASSERT_FALSE(rle.ok());
  EXPECT_EQ(rle.status().message().back(), '.');
}

TEST(SharedData, TruncatedRleIsRefused) {
  MASKPOINT_LOAD_SHARED(document, "coco-malformed/rle_truncated_char.json");
  expect_refused(document);
}
TEST(SharedData, EmptyRleIsRefused) {
  MASKPOINT_LOAD_SHARED(document, "coco-malformed/rle_empty_string.json");
  expect_refused(document);
}
TEST(SharedData, RleOfTheWrongSumIsRefused) {
  MASKPOINT_LOAD_SHARED(document, "coco-malformed/rle_runs_do_not_sum.json");
  expect_refused(document);
}
TEST(SharedData, PolygonsOfTooFewNumbersAreRefused) {
  MASKPOINT_LOAD_SHARED(two_points, "coco-malformed/poly_2_points.json");
  MASKPOINT_LOAD_SHARED(odd, "coco-malformed/poly_odd.json");
  for (const json& document : {two_points, odd}) {
    const auto rings = document["annotations"][0]["segmentation"].get<std::vector<Ring>>();
    EXPECT_FALSE(rle_from_polygons(rings, {10, 8}).ok());
  }
}
TEST(SharedData, APolygonBeyondTheImageIsCutOff) {
  MASKPOINT_LOAD_SHARED(document, "coco-malformed/poly_outside.json");
  const auto rings = document["annotations"][0]["segmentation"].get<std::vector<Ring>>();
  const auto rle = rle_from_polygons(rings, {10, 8});
  ASSERT_TRUE(rle.ok());
  EXPECT_EQ(area(*rle), 80u);
}
TEST(SharedData, LeadingZeroRunsAreAccepted) {
  MASKPOINT_LOAD_SHARED(document, "coco-malformed/rle_zero_runs.json");
  const auto rle = rle_from_json(*find_rles(document)[0].segmentation);
  ASSERT_TRUE(rle.ok()) << rle.status().message();
  EXPECT_EQ(area(*rle), 152584u);
}

}  // namespace
}  // namespace maskpoint::mask
