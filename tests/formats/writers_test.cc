// What each format looks like, to the byte where it matters.
#include <gtest/gtest.h>

#include "formats/bridged_rings.h"
#include "formats/check.h"
#include "formats/coco_segmentation.h"
#include "formats/desk.h"
#include "formats/drawing.h"
#include "mask/polygon.h"

namespace maskpoint::formats {
namespace {

const std::vector<std::string> kSquare = {"......",  //
                                          ".##...",  //
                                          ".##...",  //
                                          "......"};
const std::vector<std::string> kRing = {"..####",  //
                                        "..#..#",  //
                                        "..####",  //
                                        "......"};
const std::vector<std::string> kTwoParts = {"#....#",  //
                                            "#....#",  //
                                            "......",  //
                                            "......"};

ExportImage pair(const std::string& path = "sub/a.jpg") {
  return image_of(path, {object_of(drawn(kSquare), 12, 3), object_of(drawn(kRing), 13, 7)});
}

TEST(BridgedRings, FillTheVerySamePixels) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const geom::ImageSize size = {20 + int(seed % 23), 15 + int(seed % 17)};
    const mask::Rle rle = scribble(size, seed);
    const Rings rings = rings_of(rle, Holes::kBridge);
    const auto apart = mask::rle_from_polygons(rings.rings, size);
    ASSERT_TRUE(apart.ok());
    EXPECT_EQ(*apart, rle) << seed;
    const auto one = mask::rle_from_polygon(joined(rings.rings), size);
    ASSERT_TRUE(one.ok());
    EXPECT_EQ(*one, rle) << seed;
  }
}

TEST(CocoSegmentation, KnownAnswers) {
  Report report;
  const ExportObject ring = object_of(drawn(kRing), 13, 7);
  const auto written = [&](Format format, const ExportChoices& choices) {
    return with_segmentation(ring.coco, *ring.object->mask, format, choices, report);
  };
  EXPECT_EQ(written(Format::kCoco, {}), ring.coco);
  EXPECT_EQ(written(Format::kCocoUncompressed, {})["segmentation"],
            Json::parse(R"({"size": [4, 6], "counts": [8, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1]})"));
  const Json bridged = written(Format::kCocoPolygon, {})["segmentation"];
  EXPECT_EQ(bridged.dump(), "[[6,0,6,3,2,3,2,1,3,1,3,2,5,2,5,1,3,1,2,1,2,0]]");
  EXPECT_EQ(written(Format::kCocoPolygon, {Holes::kFill})["area"], 12);
  EXPECT_TRUE(written(Format::kCocoPolygon, {Holes::kSkip}).is_null());
  Json crowd = ring.coco;
  crowd["iscrowd"] = 1;
  EXPECT_TRUE(with_segmentation(crowd, *ring.object->mask, Format::kCocoPolygon, {},
                                report)["segmentation"]["counts"]
                  .is_array());
  Json theirs = ring.coco;
  theirs["segmentation"] = {{1, 2, 3, 4, 5, 6.5}};
  EXPECT_EQ(with_segmentation(theirs, *ring.object->mask, Format::kCocoPolygon, {}, report),
            theirs);
  EXPECT_EQ(sentences(report),
            "Not taken: 1 object with holes, which a polygon can't have (id 13).\n"
            "Changed: 1 object with holes, kept by bridges: the same pixels in pycocotools (id "
            "13).\nChanged: 1 object with holes, which were filled (id 13).\n");
}

TEST(Yolo, KnownAnswers) {
  const ExportImage parts = image_of("b.png", {object_of(drawn(kTwoParts), 1, 3)});
  const Exported out = exported(Format::kYolo, {pair(), parts});
  EXPECT_EQ(out.at("data.yaml"),
            "path: .\ntrain: images\nval: images\nnames:\n  0: \"cat\"\n  1: \"big dog\"\n");
  EXPECT_EQ(out.at("labels/sub/a.txt").substr(0, 80),
            "0 0.5 0.25 0.5 0.75 0.16666667 0.75 0.16666667 0.25\n1 1 0 1 0.75 0.33333333 0.75");
  EXPECT_NE(sentences(out.report).find("of several parts, joined by bridges (b.png id 1)"),
            std::string::npos);
  const Exported split = exported(Format::kYolo, {parts}, {Holes::kBridge, Parts::kSplit});
  EXPECT_EQ(split.at("labels/b.txt"),
            "0 0.16666667 0 0.16666667 0.5 0 0.5 0 0\n"
            "0 1 0 1 0.5 0.83333333 0.5 0.83333333 0\n");
}

TEST(Labelme, KnownAnswers) {
  const ExportImage parts = image_of("b.png", {object_of(drawn(kTwoParts), 1, 3)});
  const Exported out = exported(Format::kLabelme, {pair(), parts});
  const Json a = Json::parse(out.at("sub/a.json")), b = Json::parse(out.at("b.json"));
  EXPECT_EQ(a["imagePath"], "a.jpg");
  EXPECT_EQ(a["imageWidth"], 6);
  EXPECT_EQ(a["imageHeight"], 4);
  EXPECT_TRUE(a["imageData"].is_null());
  EXPECT_EQ(a["shapes"][0]["shape_type"], "polygon");
  EXPECT_EQ(a["shapes"][0]["points"].dump(), "[[3,1],[3,3],[1,3],[1,1]]");
  EXPECT_TRUE(a["shapes"][0]["group_id"].is_null());
  EXPECT_EQ(a["shapes"][1]["shape_type"], "mask");
  EXPECT_EQ(a["shapes"][1]["points"].dump(), "[[2,0],[5,2]]");
  EXPECT_EQ(a["shapes"][1]["label"], "big dog");
  EXPECT_EQ(b["shapes"].size(), 2u);
  EXPECT_EQ(b["shapes"][0]["group_id"], 1);
  EXPECT_EQ(b["shapes"][1]["group_id"], 1);
  EXPECT_TRUE(out.report.empty()) << sentences(out.report);
}

TEST(Sa1b, KnownAnswers) {
  ExportImage image = pair("sub/a.jpg");
  image.objects[0].coco["predicted_iou"] = 0.5;
  image.objects[0].coco["stability_score"] = 0.25;
  image.objects[0].coco["point_coords"] = {{1.5, 2}};
  image.objects[0].coco["bbox"] = {1, 1, 1.0, 1.0};  // as SA-1B had it
  const Exported out = exported(Format::kSa1b, {image});
  const Json file = Json::parse(out.at("sub/a.json"));
  EXPECT_EQ(file["image"].dump(), R"({"image_id":1,"width":6,"height":4,"file_name":"sub/a.jpg"})");
  EXPECT_EQ(file["annotations"][0].dump(),
            R"({"id":12,"segmentation":{"counts":"5220;","size":[4,6]},"bbox":[1,1,1.0,1.0],)"
            R"("area":4,"predicted_iou":0.5,"stability_score":0.25,"crop_box":[0,0,6,4],)"
            R"("point_coords":[[1.5,2]]})");
  EXPECT_EQ(file["annotations"][1]["bbox"].dump(), "[2,0,4,3]");
  const std::string report = sentences(out.report);
  EXPECT_NE(report.find("without predicted_iou, written as 0 (sub/a.jpg id 13)"),
            std::string::npos);
  EXPECT_NE(report.find("SA-1B has no classes"), std::string::npos);
  EXPECT_TRUE(check_sa1b(file).empty()) << sentences(check_sa1b(file));
}

TEST(LabelMasks, KnownAnswers) {
  // The ring of "big dog" lies on a square of "cat".
  const ExportImage image =
      image_of("a.jpg", {object_of(drawn({"###...", "###...", "......", "......"}), 1, 3),
                         object_of(drawn(kRing), 2, 7),
                         object_of(drawn({"..#...", "......", "......", "......"}), 3, 7)});
  const Exported semantic = exported(Format::kPngSemantic, {image});
  const LabelImage classes = *plain_codec().decode(semantic.at("masks/a.png"));
  EXPECT_EQ(classes.kind, LabelImage::Kind::kPalette8);
  EXPECT_EQ(classes.pixels, (std::vector<std::uint16_t>{1, 1, 2, 2, 2, 2, 1, 1, 2, 0, 0, 2,  //
                                                        0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(Json::parse(semantic.at("classes.json")).dump(),
            R"([{"value":1,"id":3,"name":"cat","color":"#0a141e"},)"
            R"({"value":2,"id":7,"name":"big dog","color":"#28323c"}])");
  EXPECT_EQ(sentences(semantic.report),
            "Changed: 1 object that others cover in part (a.jpg id 1).\n");
  const Exported instance = exported(Format::kPngInstance, {image});
  const LabelImage objects = *plain_codec().decode(instance.at("masks/a.png"));
  EXPECT_EQ(objects.kind, LabelImage::Kind::kGrey16);
  EXPECT_EQ(objects.pixels[2], 3);
  EXPECT_EQ(objects.pixels[3], 2);
  EXPECT_EQ(Json::parse(instance.at("instances.json"))[0]["instances"][1].dump(),
            R"({"value":2,"id":2,"name":"big dog"})");
  EXPECT_NE(sentences(instance.report).find("2 objects that others cover in part"),
            std::string::npos);
}

TEST(Exporter, NamesDoNotMeet) {
  const Exported out = exported(Format::kLabelme, {pair("a.jpg"), pair("a.png"), pair("b.jpg")});
  out.at("a.jpg.json");
  out.at("a.png.json");
  out.at("b.json");
  EXPECT_EQ(out.files.size(), 3u);
}

}  // namespace
}  // namespace maskpoint::formats
