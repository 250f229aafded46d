// Files of other tools as they are met, and broken ones.
#include <gtest/gtest.h>

#include "formats/check.h"
#include "formats/desk.h"
#include "formats/drawing.h"
#include "formats/yolo.h"

namespace maskpoint::formats {
namespace {

const KnownProject kProject = project_of({{1, "images/a.jpg", {10, 8}}, {2, "b.jpg", {6, 4}}});

Import read(const std::vector<NamedFile>& files) {
  return read_files(files, kProject, {ZeroIds::kKeep, plain_codec()});
}

TEST(YoloReader, NamesInEveryShape) {
  const std::map<int, std::string> expected = {{0, "cat"}, {1, "big, dog"}};
  for (const char* text : {
           "names: [cat, 'big, dog']\n",
           "nc: 2\nnames:\n  - cat\n  - \"big, dog\"  # the other\nother: 3\n",
           "names:\n- cat\n- 'big, dog'\n",
           "path: x\nnames:\n  0: cat\n  1: big, dog\n",
           "names: {0: cat,\n  1: \"big, dog\"}\n",
       })
    EXPECT_EQ(yolo_names("data.yaml", text), expected) << text;
  EXPECT_EQ(yolo_names("classes.txt", "cat\nbig, dog\r\n"), expected);
  EXPECT_TRUE(yolo_names("data.yaml", "train: x\n").empty());
  for (const char* text : {"names:", "names: [", "names: [\"", "names: '", "names:\n- \"", "- :"})
    (void)yolo_names("data.yaml", text);
}

TEST(YoloReader, TakesOutlinesBoxesAndScores) {
  const Import import = read({{"classes.txt", "cat\ndog\n"},
                              {"labels/a.txt",
                               "1 0.1 0.125 0.7 0.125 0.7 0.625 0.1 0.625\r\n"
                               "0 0.5 0.5 0.2 0.25\n"
                               "0 0.5 0.5 0.2 0.25 0.75\n"
                               "9 0 0 1 0 1 1 0.5\n"
                               "x 1 2\n1 0 0 1 nan 1 1\n1 0 0 0.1\n1 0.2 0.2 0.2 0.2 0.2 0.2\n"},
                              {"labels/nobody.txt", "0 0 0 1 0 1 1\n"},
                              {"photo.jpg", "not read"}});
  ASSERT_EQ(object_count(import), 2u);
  EXPECT_EQ(carried_count(import), 2u);
  EXPECT_EQ(import.images[0].objects[0].value["area"], 24);
  EXPECT_EQ(import.images[0].objects[1].value["score"], 0.5);
  EXPECT_EQ(import.images[0].carried[0].source["bbox"], Json::parse("[4, 3, 2, 2]"));
  EXPECT_EQ(import.images[0].carried[1].source["score"], 0.75);
  EXPECT_EQ(import.classes.at(import.images[0].objects[0].class_index).name, "dog");
  const std::string report = sentences(import.report);
  for (const char* part :
       {"Not taken: 3 lines not of a class with points or a box (labels/a.txt line 5",
        "1 file of an image not in the folder (labels/nobody.txt)",
        "1 line of a class without a name", "whose outline is unusable: it has no pixel",
        "2 lines with a box, kept without a mask"})
    EXPECT_NE(report.find(part), std::string::npos) << part << "\n" << report;
}

TEST(LabelmeReader, TakesEveryShapeWithAnArea) {
  const std::string text = R"({"version": "4.5", "imagePath": "..\\elsewhere\\a.jpg",
    "imageData": null, "imageHeight": 8, "imageWidth": 10, "shapes": [
    {"label": "cat", "points": [[1, 1], [7, 1], [7, 5], [1, 5]], "group_id": 4, "flags": {"x": true}},
    {"label": "cat", "points": [[8, 6], [9, 6], [9, 7], [8, 7]], "group_id": 4, "shape_type": "polygon"},
    {"label": "dog", "points": [[8, 7], [2, 2]], "shape_type": "rectangle"},
    {"label": "dog", "points": [[4, 4], [4, 6]], "shape_type": "circle"},
    {"label": "dog", "points": [[4, 4], [4, 6]], "shape_type": "line"},
    {"label": "dog", "points": [[4, 4]], "shape_type": "polygon"},
    {"label": "dog", "points": "no", "shape_type": "polygon"},
    {"label": "dog", "points": [[1, 1], [2, 2]], "shape_type": "mask", "mask": "!!"}, 7]})";
  const Import import = read({{"a.json", text}});
  ASSERT_EQ(object_count(import), 2u) << sentences(import.report);
  EXPECT_EQ(import.images[0].objects[0].value["area"], 25);
  EXPECT_EQ(import.images[0].objects[0].value["attributes"]["x"], true);
  EXPECT_NEAR(import.images[0].objects[1].value["area"].get<double>(), 12.6, 1.5);
  ASSERT_EQ(carried_count(import), 1u);
  EXPECT_EQ(import.images[0].carried[0].source["bbox"].dump(), "[2.0,2.0,6.0,5.0]");
  const std::string report = sentences(import.report);
  EXPECT_NE(report.find("of a type without an area (line)"), std::string::npos) << report;
  EXPECT_NE(report.find("a polygon has 1 points"), std::string::npos) << report;
  EXPECT_NE(report.find("no PNG in base64"), std::string::npos) << report;
}

TEST(Sa1bReader, ReadsRealFilesAndBareLists) {
  MASKPOINT_LOAD_FILE(bytes, "coco/datumaro_sa1b_a.json");
  const KnownProject project = project_of({{5, "a.jpg", {10, 5}}});
  const auto import = read_file("x.json", bytes, project);
  ASSERT_TRUE(import.ok());
  ASSERT_EQ(object_count(*import), 1u);
  EXPECT_TRUE(import->report.empty()) << sentences(import->report);
  EXPECT_EQ(import->images[0].objects[0].value["predicted_iou"], 0.2633798018925796);
  EXPECT_EQ(import->images[0].objects[0].source["bbox"], Json::parse("[3.0, 1.0, 1.0, 4.0]"));
  const std::string list = Json::parse(bytes)["annotations"].dump();
  EXPECT_EQ(object_count(*read_file("masks/a.json", list, project)), 1u);
  EXPECT_NE(
      sentences(read_file("c.json", list, project)->report).find("not in the folder (c.json)"),
      std::string::npos);
}

TEST(MaskReader, TellsMasksByWhatTheyHold) {
  const auto png = [](LabelImage::Kind kind, std::vector<std::uint16_t> pixels) {
    pixels.resize(24, 0);
    return *plain_codec().encode({kind, {6, 4}, std::move(pixels), {}});
  };
  using Kind = LabelImage::Kind;
  const auto classes = [](const Import& import) {
    std::string text;
    for (const ImportedObject& object : import.images.at(0).objects)
      text += import.classes[object.class_index].name + "; ";
    return text;
  };
  EXPECT_EQ(classes(read({{"masks/b.png", png(Kind::kGrey8, {255, 255})}})), "object; ");
  EXPECT_EQ(classes(read({{"b.png", png(Kind::kBits1, {1, 1})}})), "object; ");
  EXPECT_EQ(classes(read({{"b.png", png(Kind::kGrey16, {1, 2, 300})}})),
            "object; object; object; ");
  EXPECT_EQ(classes(read({{"b.png", png(Kind::kPalette8, {1, 2, 255})}})), "class 1; class 2; ");
  EXPECT_EQ(classes(read({{"b.png", png(Kind::kGrey8, {1, 2})},
                          {"classes.json", R"([{"value": 2, "name": "cat"}])"}})),
            "class 1; cat; ");
  EXPECT_NE(sentences(read({{"a.png", png(Kind::kGrey8, {1})}}).report)
                .find("of another size than its image"),
            std::string::npos);
  EXPECT_NE(sentences(read({{"b.png", "\x89PNG rest"}}).report).find("unusable: too short"),
            std::string::npos);
}

TEST(Check, FindsWhatIsWrong) {
  MASKPOINT_LOAD_FILE(real, "coco/fce_gt_dataset.json");
  EXPECT_EQ(sentences(check_coco(Json::parse(real))), "");
  const auto wrong = check_coco(Json::parse(R"({"images": [{"id": 1, "file_name": "a", "width": 10,
    "height": 8}, {"id": 1}], "annotations": [{"id": 0, "image_id": 1, "category_id": 4,
    "segmentation": {"size": [8, 10], "counts": [9, 5, 66]}, "bbox": [0, 0, 9, 9], "area": 3},
    {"id": 0, "image_id": 2}, {"id": 3, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 1,
    "bbox": [0, 0, 1, 1], "segmentation": [[1, 2, 3]]}], "categories": [{"id": 1, "name": "x"}]})"));
  const std::string report = sentences(wrong);
  for (const char* part :
       {"1 image with an id that another one has", "without a file_name", "of no class of the file",
        "without iscrowd", "whose bbox is not its mask's", "whose area is not its mask's",
        "of no image of the file", "a polygon that is not three points", "with id 0"})
    EXPECT_NE(report.find(part), std::string::npos) << part << "\n" << report;
}

}  // namespace
}  // namespace maskpoint::formats
