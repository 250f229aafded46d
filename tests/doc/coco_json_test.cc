#include "doc/coco_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "doc/coco_file.h"
#include "doc/edits.h"
#include "doc/json_text.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

constexpr geom::ImageSize kSize = {6, 5};

Annotation full() {
  Annotation a;
  a.uuid = "0b6f0000-0000-4000-8000-000000000001";
  a.id = 12;
  a.category_id = 3;
  a.mask = std::make_shared<const mask::Rle>(mask::Rle{kSize, {6, 3, 2, 3, 16}});
  a.bbox = mask::bbox(*a.mask);
  a.area = mask::area(*a.mask);
  a.predicted_iou = 0.97f;
  a.stability_score = 0.1f;
  a.iscrowd = true;
  PromptChain chain;
  chain.model = "model";
  chain.embedding = "\"etag\"";
  chain.steps.push_back({{{{4, 2}, geom::PointLabel::kInclude}}, std::nullopt, 2});
  chain.steps.push_back(
      {{{{4, 2}, geom::PointLabel::kInclude}, {{1.5, 0.25}, geom::PointLabel::kExclude}},
       geom::Box{0, 1, 6, 4.5},
       0});
  a.prompts = std::make_shared<const PromptChain>(chain);
  a.attributes = {{"occluded", "true"}};
  a.extra_json = R"({"note":"ünïcode"})";
  return a;
}

TEST(CocoJson, IsExactlyTheWireFormat) {
  const json expected = json::parse(R"({
    "id": 12, "uuid": "0b6f0000-0000-4000-8000-000000000001", "image_id": 1, "category_id": 3,
    "segmentation": {"size": [5, 6], "counts": "63230=3"},
    "bbox": [1, 1, 2, 4], "area": 6, "iscrowd": 1, "predicted_iou": 0.97, "stability_score": 0.1,
    "point_coords": [[4, 2], [1.5, 0.25]],
    "maskpoint": {"model": "model", "embedding": "\"etag\"", "steps": [
      {"points": [[4, 2, 1]], "box": null, "candidate": 2},
      {"points": [[4, 2, 1], [1.5, 0.25, 0]], "box": [0, 1, 6, 4.5], "candidate": 0}]},
    "attributes": {"occluded": true}, "note": "ünïcode"})");
  json written = annotation_to_json(full(), 1);
  EXPECT_EQ(written["segmentation"]["counts"], mask::encode_counts(*full().mask));
  written["segmentation"]["counts"] = expected["segmentation"]["counts"];
  written["bbox"] = expected["bbox"];
  EXPECT_EQ(written, expected);
  EXPECT_EQ(written["point_coords"].dump(), "[[4,2],[1.5,0.25]]");  // whole numbers stay whole
  EXPECT_EQ(written["predicted_iou"].dump(), "0.97");               // not 0.9700000286102295
}

TEST(CocoJson, ComesBackTheSame) {
  const Annotation a = full();
  const auto read = annotation_from_json(annotation_to_json(a, 1), kSize);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_TRUE(same_content(**read, a));
  EXPECT_EQ((*read)->id, a.id);
  EXPECT_EQ(*(*read)->mask, *a.mask);
  EXPECT_EQ(*(*read)->prompts, *a.prompts);
}

TEST(CocoJson, SaysHowAMaskWasChanged) {
  Annotation a = full();
  a.edited = true;
  a.predicted_iou = a.stability_score = 0;
  json written = annotation_to_json(a, 1);
  EXPECT_EQ(written["maskpoint"]["edited"], true);
  EXPECT_EQ(written["maskpoint"]["steps"].size(), 2u);  // to go on from
  EXPECT_FALSE(written.contains("predicted_iou"));      // it was another mask's
  EXPECT_FALSE(written.contains("stability_score"));
  auto read = annotation_from_json(written, kSize);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_TRUE(same_content(**read, a));
  EXPECT_FALSE(same_content(**read, full()));

  // Made by hand, and cleaned: no steps at all.
  a.prompts = nullptr;
  a.cleanup = {32, 64, -2, 3};
  a.uncleaned = std::make_shared<const mask::Rle>(mask::Rle{kSize, {0, 30}});
  written = annotation_to_json(a, 1);
  EXPECT_EQ(written["maskpoint"], json::parse(R"({"edited": true,
    "cleanup": {"drop_specks": 32, "fill_holes": 64, "grow": -2, "smooth": 3},
    "source": {"size": [5, 6], "counts": "0n0"}})"));
  read = annotation_from_json(written, kSize);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_TRUE(same_content(**read, a));
  a.cleanup.grow = 1;
  EXPECT_FALSE(same_content(**read, a));
}

TEST(CocoJson, ADamagedHistoryIsRefusedInASentence) {
  json written = annotation_to_json(full(), 1);
  const auto refused = [&](const char* key, const json& value) {
    json damaged = written;
    damaged["maskpoint"][key] = value;
    const auto read = annotation_from_json(damaged, kSize);
    EXPECT_FALSE(read.ok()) << key << value;
  };
  refused("edited", 1);
  refused("cleanup", 7);
  refused("cleanup", {{"grow", 100000}});
  refused("cleanup", {{"grow", 1.5}});
  refused("cleanup", {{"smooth", -1}});
  written["maskpoint"]["cleanup"] = {{"smooth", 2}};
  refused("source", "nothing");
  refused("source", {{"size", {5, 7}}, {"counts", "0"}});
}

TEST(CocoJson, BareMasksFromElsewhereGoOutAsTheyCame) {
  const json foreign = json::parse(R"({"uuid": "u", "category_id": 1, "image_id": 1, "iscrowd": 0,
    "segmentation": {"size": [5, 6], "counts": [6, 3, 0, 0, 2, 3, 16]}, "bbox": [1, 1, 2, 4], "area": 6,
    "point_coords": [[1, 2]], "maskpoint": null, "score": 0.25})");
  const auto read = annotation_from_json(foreign, kSize);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_EQ((*read)->prompts, nullptr);
  EXPECT_EQ((*read)->mask->counts, full().mask->counts);
  const json written = annotation_to_json(**read, 1);
  EXPECT_FALSE(written.contains("id"));
  EXPECT_FALSE(written.contains("predicted_iou"));
  EXPECT_FALSE(written.contains("stability_score"));
  EXPECT_EQ(written["point_coords"], foreign["point_coords"]);
  EXPECT_EQ(written["score"], foreign["score"]);
}

TEST(CocoJson, PolygonsAreRead) {
  const json foreign = json::parse(R"({"uuid": "u", "category_id": 1,
    "segmentation": [[0, 0, 4, 0, 4, 4, 0, 4]]})");
  const auto read = annotation_from_json(foreign, kSize);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_EQ((*read)->area, 16u);
}

TEST(CocoJson, ListsAreReadWithAndWithoutTheirObject) {
  ImageDoc doc{7, kSize, {std::make_shared<const Annotation>(full())}};
  const std::string text = write_annotations(doc);
  const json value = json::parse(text);
  EXPECT_EQ(value["annotations"][0]["image_id"], 7);
  for (const std::string& source : {text, value["annotations"].dump()}) {
    const auto read = read_annotations(source, 7, kSize);
    ASSERT_TRUE(read.ok()) << read.status().message();
    EXPECT_EQ((*read)->image_id, 7);
    EXPECT_EQ((*read)->size, kSize);
    ASSERT_EQ((*read)->annotations.size(), 1u);
    EXPECT_TRUE(same_content(*(*read)->annotations[0], full()));
  }
  const auto none = read_annotations(R"({"annotations": []})", 7, kSize);
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE((*none)->annotations.empty());
}

TEST(CocoJson, ClassesComeBackTheSame) {
  const Categories classes = {
      {1, "cat", "animal", {1, 2, 3}, "1", ""},
      {4, "Katze \"x\"", "", {0xff, 0, 0xaa}, "", R"({"keypoints":["a"]})"}};
  const auto read = read_categories(write_categories(classes));
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_EQ(**read, classes);
  const auto plain = read_categories(R"([{"id": 2, "name": "dog"}])");
  ASSERT_TRUE(plain.ok()) << plain.status().message();
  EXPECT_EQ((*plain)->at(0).name, "dog");
}

TEST(CocoJson, TextThatIsNotUtf8IsWrittenAllTheSame) {
  const std::string text = write_categories({{1, "\xff\xfe", "", {}, "", ""}});
  EXPECT_TRUE(read_categories(text).ok());
}

TEST(CocoFile, NumbersWhatTheServerHasNot) {
  auto known = std::make_shared<Annotation>(full());
  auto fresh = std::make_shared<Annotation>(full());
  fresh->id = 0;
  fresh->uuid = "fresh";
  fresh->iscrowd = false;
  const auto doc = [](std::int64_t id, std::vector<AnnotationPtr> list) {
    return std::make_shared<const ImageDoc>(ImageDoc{id, kSize, std::move(list)});
  };
  const CocoImage images[] = {{"a.jpg", doc(1, {fresh})}, {"b/c.jpg", doc(2, {known})}};
  const json file = coco_file(images, {{3, "cat", "animal", {}, "", ""}});
  ASSERT_EQ(file["images"].size(), 2u);
  EXPECT_EQ(file["images"][1],
            json::parse(R"({"id": 2, "file_name": "b/c.jpg", "width": 6, "height": 5})"));
  EXPECT_EQ(file["annotations"][0]["id"], 13);
  EXPECT_EQ(file["annotations"][0]["image_id"], 1);
  EXPECT_EQ(file["annotations"][0]["iscrowd"], 0);
  EXPECT_EQ(file["annotations"][1]["id"], 12);
  EXPECT_EQ(file["categories"][0]["name"], "cat");
  EXPECT_TRUE(file["info"].is_object());
  EXPECT_TRUE(file["licenses"].is_array());
  EXPECT_EQ(coco_file({}, {})["annotations"], json::array());
}

// --- input that is wrong ---

std::string error_of(const std::string& text) {
  const auto read = read_annotations(text, 1, kSize);
  return read.ok() ? "read" : read.status().message();
}

TEST(HostileJson, EveryFieldIsChecked) {
  const json good = annotation_to_json(full(), 1);
  ASSERT_EQ(error_of(json::array({good}).dump()), "read");
  const auto refused = [&](const char* pointer, const json& value) {
    json bad = good;
    bad[json::json_pointer(pointer)] = value;
    const std::string error = error_of(json::array({bad}).dump());
    EXPECT_NE(error, "read") << pointer << " = " << value;
    EXPECT_EQ(error.back(), '.') << error;
    EXPECT_NE(error.find("Object 1"), std::string::npos) << error;
  };
  for (const json& wrong : {json(), json(true), json("x"), json::array(), json::object(), json(-1),
                            json(1.5), json(1e300), json(18446744073709551615u)}) {
    if (!wrong.is_string()) refused("/uuid", wrong);
    refused("/category_id", wrong);
    if (wrong != true) refused("/iscrowd", wrong);
    refused("/segmentation", wrong);
    if (!wrong.is_string()) refused("/segmentation/counts", wrong);
    refused("/segmentation/size", wrong);
    if (!wrong.is_null()) refused("/maskpoint", wrong);
    if (!wrong.is_array()) refused("/maskpoint/steps", wrong);
    refused("/maskpoint/steps/0", wrong);
    refused("/maskpoint/steps/0/points", wrong);
    refused("/maskpoint/steps/0/points/0", wrong);
    refused("/maskpoint/steps/0/candidate", wrong);
    if (!wrong.is_null()) refused("/maskpoint/steps/1/box", wrong);
    if (!wrong.is_string()) refused("/maskpoint/model", wrong);
    if (!wrong.is_number_integer() || wrong == -1 || wrong == 18446744073709551615u)
      refused("/id", wrong);
    if (!wrong.is_number() && !wrong.is_null()) refused("/predicted_iou", wrong);
  }
  refused("/uuid", "");
  refused("/category_id", 0);
  refused("/category_id", 4294967297);
  refused("/predicted_iou", 1e300);
  refused("/segmentation/size", json::array({6, 5}));
  refused("/segmentation/size", json::array({5, 6, 1}));
  refused("/segmentation/counts", "0");
  refused("/segmentation/counts", "~~~~~~~~~~~~~~~~");
  refused("/segmentation/counts", json::array({30, 1}));
  refused("/segmentation/counts", json::array({4294967296}));
  refused("/segmentation/counts", json::array({-1, 31}));
  refused("/segmentation", json::array({json::array({1, 2})}));
  refused("/segmentation", json::array({"x"}));
  refused("/maskpoint/steps/0/points/0", json::array({1, 2, 3}));
  refused("/maskpoint/steps/0/points/0", json::array({1, 2}));
  refused("/maskpoint/steps/0/candidate", 4);
  refused("/maskpoint/steps/1/box", json::array({1, 2, 3}));
}

TEST(HostileJson, MissingKeysAreNamed) {
  for (const char* key : {"uuid", "category_id", "segmentation"}) {
    json bad = annotation_to_json(full(), 1);
    bad.erase(key);
    EXPECT_NE(error_of(json::array({bad}).dump()).find(key), std::string::npos) << key;
  }
}

TEST(HostileJson, TheSameUuidTwiceIsRefused) {
  const json good = annotation_to_json(full(), 1);
  EXPECT_NE(error_of(json::array({good, good}).dump()).find("Object 2"), std::string::npos);
  EXPECT_FALSE(read_categories(R"([{"id":1,"name":"a"},{"id":1,"name":"b"}])").ok());
}

TEST(HostileJson, EveryPrefixIsRefused) {
  const std::string text = json::array({annotation_to_json(full(), 1)}).dump();
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_NE(error_of(text.substr(0, length)), "read") << length;
}

TEST(HostileJson, EveryFlippedByteIsReadOrRefused) {
  const std::string text = json::array({annotation_to_json(full(), 1)}).dump();
  for (std::size_t i = 0; i < text.size(); ++i)
    for (const int flip : {1, 2, 32, 128}) {
      std::string changed = text;
      changed[i] = char(changed[i] ^ flip);
      const auto read = read_annotations(changed, 1, kSize);
      if (read.ok()) {
        EXPECT_TRUE(read_annotations(write_annotations(**read), 1, kSize).ok());
      } else {
        EXPECT_FALSE(read.status().message().empty());
      }
    }
}

TEST(HostileJson, DepthHasALimit) {
  const auto nested = [](std::size_t depth) {
    return R"([{"uuid":"u","category_id":1,"segmentation":{"size":[5,6],"counts":[30]},"x":)" +
           std::string(depth, '[') + std::string(depth, ']') + "}]";
  };
  EXPECT_EQ(error_of(nested(62)), "read");
  EXPECT_NE(error_of(nested(63)), "read");
  EXPECT_NE(error_of(nested(2000000)), "read");
  EXPECT_NE(error_of(std::string(2000000, '[')), "read");
  // Brackets in text do not count.
  EXPECT_EQ(error_of(R"([{"uuid":"u","category_id":1,"segmentation":{"size":[5,6],"counts":[30]},
                          "x":")" +
                     std::string(100, '[') + R"(\"[[[["}])"),
            "read");
}

TEST(HostileJson, ClassesAreChecked) {
  for (const char* wrong :
       {"", "null", "7", "{}", R"({"categories": 1})", "[1]", "[{}]", R"([{"id": 0, "name": "a"}])",
        R"([{"id": 1}])", R"([{"id": 1, "name": ""}])", R"([{"id": 1, "name": 3}])",
        R"([{"id": "1", "name": "a"}])", R"([{"id": 1, "name": "a", "color": "red"}])",
        R"([{"id": 1, "name": "a", "color": 1}])", R"([{"id": 1, "name": "a", "key": 1}])",
        R"([{"id": 1, "name": "a", "supercategory": null}])",
        R"([{"id": 2147483648, "name": "a"}])"})
    EXPECT_FALSE(read_categories(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace maskpoint::doc
