// Every broken file of the shared data: what is readable comes in, the rest is said in a sentence.
#include <map>
#include <set>

#include "formats/desk.h"

namespace maskpoint::formats {
namespace {

struct Expected {
  std::size_t objects = 0, carried = 0;
  std::string says;  // part of the report, or of the error
};

// By file of coco-malformed/.
const std::map<std::string, Expected> kExpected = {
    {"ann_badtype_bbox.json", {1, 0, "a bbox that is none, given its mask's (id 1)"}},
    {"ann_badtype_image_id.json", {0, 0, "Not taken: 1 annotation without an image_id"}},
    {"ann_badtype_segmentation.json", {0, 1, "kept as a box: it is neither run lengths"}},
    {"ann_missing_bbox.json", {1, 0, "without a bbox, given its mask's"}},
    {"ann_missing_category_id.json", {1, 0, "without a class, made an \"object\" (id 1)"}},
    {"ann_missing_id.json", {1, 0, "1 annotation without an id, given one."}},
    {"ann_missing_image_id.json", {0, 0, "Not taken: 1 annotation without an image_id"}},
    {"ann_missing_iscrowd.json", {1, 0, "without iscrowd, taken as 0"}},
    {"array_top.json", {0, 0, "import the file with the images first"}},
    {"bom.json", {1, 0, ""}},
    {"dup_ann_ids.json", {2, 0, "1 annotation with an id that another one has"}},
    {"dup_image_ids.json", {1, 0, "Not taken: 1 image with an id that another one has (b.jpg)"}},
    {"img_badtype_file_name.json", {0, 0, "Not taken: 1 image without a file_name (id 5)"}},
    {"img_badtype_id.json", {0, 0, "Not taken: 1 image without an id that is a whole number"}},
    {"img_badtype_width.json", {1, 0, "without a usable size, taken as the file here has it"}},
    {"img_missing_file_name.json", {0, 0, "1 annotation of an image that was not taken (id 1)"}},
    {"img_missing_id.json", {0, 0, "whose image_id is no image of the file (id 1)"}},
    {"nan_literal.json", {1, 0, "written as NaN or Infinity"}},
    {"path_traversal_name.json", {0, 0, "not in the folder (../../etc/passwd)"}},
    {"poly_2_points.json", {0, 1, "a polygon has 2 points; it needs at least 3"}},
    {"poly_nan_null.json", {0, 1, "a polygon is not a list of numbers"}},
    {"poly_odd.json", {0, 1, "it needs x and y for every point"}},
    {"poly_outside.json", {1, 0, "that reached beyond the image and was cut off at its edge"}},
    {"rle_empty_string.json", {0, 1, "run lengths sum to 0 pixels"}},
    {"rle_float_counts.json", {1, 0, "whose run lengths are floats, read as whole numbers"}},
    {"rle_negative.json", {0, 1, "a run length is not a whole number from 0 on"}},
    {"rle_poly_not_crowd.json", {1, 0, ""}},
    {"rle_runs_do_not_sum.json", {0, 1, "kept as a box: a mask's compressed run lengths"}},
    {"rle_size_mismatch.json", {0, 1, "its size is [4,4], the image's is [8,10]"}},
    {"rle_size_swapped.json", {0, 1, "its size is [10,8], the image's is [8,10]"}},
    {"rle_truncated_char.json", {0, 1, "the text ends in the middle of a number"}},
    {"rle_zero_runs.json", {1, 0, ""}},
    {"seg_empty_list.json", {0, 1, "without a mask, kept as a box"}},
    {"seg_flat_list.json", {1, 0, "is one flat list, read as one polygon"}},
    {"seg_null.json", {0, 1, "without a mask, kept as a box"}},
    {"seg_point_pairs.json", {1, 0, "whose polygons are lists of points"}},
    {"top_missing_categories.json", {1, 0, "The file has no list of categories"}},
    {"trailing_comma.json", {0, 0, "not valid JSON: line 1, character 314"}},
    {"undeclared_category.json", {1, 0, "uses but does not declare, called after its id (id 2)"}},
    {"utf16.json", {1, 0, "in UTF-16"}},
};

geom::ImageSize size_of_image(const std::string& file) {
  if (file == "rle_runs_do_not_sum.json") return {1024, 1024};
  if (file == "rle_zero_runs.json") return {1080, 1350};
  return {10, 8};
}

TEST(Malformed, EveryFileGivesTheRightReport) {
  MASKPOINT_LOAD_FILE(manifest, "coco-malformed/MANIFEST.json");
  std::set<std::string> seen;
  for (const Json& row : Json::parse(manifest)) {
    const std::string file = text_at(row, "file");
    SCOPED_TRACE(file + ": " + text_at(row, "why"));
    seen.insert(file);
    ASSERT_TRUE(kExpected.contains(file)) << "a new file: say what it must give";
    const Expected& expected = kExpected.at(file);
    const auto bytes = shared_file("coco-malformed/" + file);
    ASSERT_TRUE(bytes.has_value());
    const auto import =
        read_file(file, *bytes, project_of({{7, "a.jpg", size_of_image(file)}}), {});
    if (!import.ok()) {
      EXPECT_EQ(expected.objects + expected.carried, 0u) << import.status().message();
      EXPECT_NE(import.status().message().find(expected.says), std::string::npos)
          << import.status().message();
      continue;
    }
    EXPECT_EQ(object_count(*import), expected.objects);
    EXPECT_EQ(carried_count(*import), expected.carried);
    const std::string report = sentences(import->report);
    if (expected.says.empty())
      EXPECT_EQ(report, "");
    else
      EXPECT_NE(report.find(expected.says), std::string::npos) << report;
  }
  EXPECT_EQ(seen.size(), kExpected.size());
}

// Whatever is cut off or flipped, reading ends with a value or a sentence.
TEST(Malformed, CutAndDamagedFilesNeverCrash) {
  MASKPOINT_LOAD_FILE(bytes, "coco/datumaro_person_keypoints_val.json");
  const KnownProject project = project_for(Json::parse(bytes));
  for (std::size_t length = 0; length < bytes.size(); length += 7)
    (void)read_file("a.json", std::string_view(bytes).substr(0, length), project);
  std::string damaged = bytes;
  std::uint32_t state = 1;
  for (int i = 0; i < 3000; ++i) {
    state = state * 1664525 + 1013904223;
    const std::size_t at = state % damaged.size();
    const char before = damaged[at];
    damaged[at] = "0[]{}\",:-e.1nt"[(state >> 16) % 14];
    (void)read_file("a.json", damaged, project);
    damaged[at] = before;
  }
}

TEST(Malformed, HugeNumbersAndDepthsAreRefused) {
  const KnownProject project = project_of({{7, "a.jpg", {10, 8}}});
  const auto read = [&](const std::string& text) { return read_file("a.json", text, project); };
  EXPECT_FALSE(read(std::string(100, '[') + std::string(100, ']')).ok());
  EXPECT_FALSE(read("").ok());
  std::string members = "{";
  for (int i = 0; i < 1000; ++i)
    members += (i ? ",\"" : "\"") + std::to_string(i) + "\":0";
  EXPECT_FALSE(read(members + "}").ok());
  const auto import = read(R"({"images": [{"id": 1e300, "file_name": "a.jpg"},
      {"id": 3, "file_name": "a.jpg", "width": 1e9, "height": -4}],
      "annotations": [{"id": 99999999999999999999, "image_id": 3}, 7, null,
      {"id": 1, "image_id": 3, "segmentation": {"size": [1e18, 8], "counts": [1e30]}}],
      "categories": [3, {"id": -1, "name": 7}, {"id": 1, "name": "x"}, {"id": 2, "name": "x"}]})");
  ASSERT_TRUE(import.ok());
  EXPECT_EQ(object_count(*import), 0u);
  const std::string report = sentences(import->report);
  EXPECT_NE(report.find("a.jpg: 10 × 8 here, 1000000000 × -4 there"), std::string::npos) << report;
  EXPECT_EQ(import->classes.size(), 3u);
  EXPECT_EQ(import->classes[2].name, "x (2)");
}

}  // namespace
}  // namespace maskpoint::formats
