// Real COCO files in, and out again as they came.
#include <map>
#include <set>

#include "doc/coco_json.h"
#include "formats/desk.h"
#include "formats/source_class.h"
#include "formats/source_record.h"

namespace maskpoint::formats {
namespace {

constexpr char kSmall[] = R"({"info": {"year": 2014}, "licenses": [{"id": 3}], "extra": [1],
  "images": [{"id": 0, "file_name": "sub/a.jpg", "width": 10, "height": 8, "license": 3}],
  "annotations": [
    {"id": 900100, "image_id": 0, "category_id": 5, "segmentation": [[1, 1, 7, 1, 7, 5.0, 1, 5]],
     "area": 24.50, "bbox": [1, 1, 6.0, 4], "iscrowd": false, "note": {"b": 1, "a": [2.0]},
     "attributes": {}, "predicted_iou": 0.2633798018925796},
    {"id": 0, "image_id": 0, "category_id": 9, "segmentation": {"size": [8, 10],
     "counts": [9, 5, 66]}, "area": 5, "bbox": [1, 1, 1, 5], "iscrowd": 1}],
  "categories": [{"id": 5, "name": "cat", "keypoints": ["nose"]}, {"id": 9, "name": "object"}]})";

// As the page stores it: every key sorted, numbers rewritten, what it does not know kept.
Json as_the_page_writes(const std::string& stored, geom::ImageSize size, std::int64_t image) {
  const auto object = doc::annotation_from_json(nlohmann::json::parse(stored), size);
  EXPECT_TRUE(object.ok()) << object.status().message() << stored;
  return object.ok() ? Json(doc::annotation_to_json(**object, image)) : Json();
}

TEST(CocoReader, TakesWhatThereIs) {
  const auto import = read_file("x.json", kSmall, project_of({{7, "sub/a.jpg", {10, 8}}}));
  ASSERT_TRUE(import.ok());
  ASSERT_EQ(import->images.size(), 1u);
  const ImportedImage& image = import->images[0];
  EXPECT_EQ(image.id, 7);
  EXPECT_EQ(image.source["license"], 3);
  ASSERT_EQ(image.objects.size(), 2u);
  EXPECT_EQ(image.objects[0].wanted_id, 900100);
  EXPECT_EQ(image.objects[1].wanted_id, 0);
  EXPECT_EQ(image.objects[0].value["area"], 24);
  EXPECT_EQ(image.objects[0].value["iscrowd"], 0);
  EXPECT_EQ(import->classes[image.objects[0].class_index].name, "cat");
  EXPECT_EQ(import->classes[image.objects[1].class_index].known, 1);
  EXPECT_EQ(import->files.at(0)["extra"], Json({1}));
  EXPECT_EQ(sentences(import->report),
            "1 annotation with id 0, which COCO's evaluation counts as missed; it is kept unless "
            "you choose to renumber (id 0).\n");
}

TEST(CocoReader, RenumbersIdZeroOnlyByChoice) {
  const auto import = read_file("x.json", kSmall, project_of({{7, "sub/a.jpg", {10, 8}}}),
                                {ZeroIds::kRenumber, {}});
  EXPECT_FALSE(import->images[0].objects[1].wanted_id.has_value());
  EXPECT_FALSE(import->images[0].source.contains("id"));
  EXPECT_NE(sentences(import->report).find("with id 0, given another one"), std::string::npos);
}

TEST(CocoReader, TheSameFileGivesTheSameUuids) {
  const KnownProject project = project_of({{7, "sub/a.jpg", {10, 8}}});
  const auto once = read_file("x.json", kSmall, project), twice = read_file("y", kSmall, project);
  for (std::size_t i = 0; i < 2; ++i)
    EXPECT_EQ(once->images[0].objects[i].uuid, twice->images[0].objects[i].uuid);
  EXPECT_NE(once->images[0].objects[0].uuid, once->images[0].objects[1].uuid);
}

TEST(CocoReader, FindsImagesByTheirNames) {
  const auto notes = [](std::vector<KnownImage> images) {
    const auto import = read_file("x.json", kSmall, project_of(std::move(images)));
    return std::to_string(object_count(*import)) + " " + sentences(import->report);
  };
  EXPECT_TRUE(notes({{1, "a.jpg", {10, 8}}}).starts_with("2 1 image found by name"));
  EXPECT_NE(notes({{1, "x/a.jpg", {10, 8}}, {2, "y/a.jpg", {10, 8}}}).find("several here have"),
            std::string::npos);
  EXPECT_TRUE(notes({{1, "x/a.jpg", {10, 8}}, {2, "sub/a.jpg", {10, 8}}}).starts_with("2 1 anno"));
  EXPECT_NE(notes({{1, "sub/a.jpg", {8, 10}}}).find("8 × 10 here, 10 × 8 there"),
            std::string::npos);
  EXPECT_NE(notes({{1, "sub/a.jpg", {}}}).find("whose file can't be read here"), std::string::npos);
}

TEST(SourceRecord, WhatNobodyEditedGoesOutAsItCame) {
  const auto import = read_file("x.json", kSmall, project_of({{7, "sub/a.jpg", {10, 8}}}));
  const Json file = Json::parse(kSmall);
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& source = file["annotations"][i];
    const int category = source["category_id"].get<int>();
    Json stored = Json::parse(stored_annotation(import->images[0].objects[i], 7, category));
    stored["id"] = source["id"];
    EXPECT_EQ(exported_annotation(stored, 0, category).dump(), source.dump());
    const Json saved = as_the_page_writes(stored.dump(), {10, 8}, 7);
    Json again = saved;
    again["id"] = source["id"];  // the page has none where it is 0; the server puts it in
    EXPECT_EQ(exported_annotation(again, 0, category).dump(), source.dump());
  }
}

TEST(SourceRecord, WhatSomebodyEditedGoesOutAsItIsNow) {
  const auto import = read_file("x.json", kSmall, project_of({{7, "sub/a.jpg", {10, 8}}}));
  Json stored = Json::parse(stored_annotation(import->images[0].objects[0], 7, 5));
  stored["id"] = 900100;
  const auto changed = [&](const char* key, const Json& value) {
    Json edited = stored;
    edited[key] = value;
    return exported_annotation(edited, 0, edited["category_id"].get<int>());
  };
  const Json other = {{"size", {8, 10}}, {"counts", "91f1"}};
  EXPECT_EQ(changed("segmentation", other)["segmentation"], other);
  EXPECT_EQ(changed("category_id", 6)["category_id"], 6);
  EXPECT_TRUE(changed("category_id", 6)["segmentation"].is_object());
  EXPECT_EQ(changed("attributes", {{"x", 1}})["attributes"]["x"], 1);
  EXPECT_EQ(changed("iscrowd", 1)["iscrowd"], 1);
  EXPECT_EQ(changed("note", nullptr)["note"], nullptr);
  // A copy has a uuid of its own.
  EXPECT_TRUE(changed("uuid", "0b6f0000-0000-4000-8000-000000000001")["segmentation"].is_object());
  for (const Json& out : {changed("iscrowd", 1), changed("uuid", "x")})
    EXPECT_FALSE(out.contains(kSourceKey));
}

TEST(SourceRecord, FillsInWhatCocoNeeds) {
  const auto import =
      read_file("x.json", R"({"images": [{"id": 1, "file_name": "a.jpg", "width": 10, "height": 8}],
      "annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[1, 1, 7, 1, 7, 5, 1, 5]],
      "bbox": "none"}], "categories": [{"id": 1, "name": "object"}]})",
                project_of({{1, "a.jpg", {10, 8}}}));
  Json stored = Json::parse(stored_annotation(import->images[0].objects[0], 1, 1));
  stored["id"] = 4;
  EXPECT_EQ(exported_annotation(stored, 1, 1),
            Json::parse(R"({"image_id": 1, "category_id": 1, "segmentation":
            [[1, 1, 7, 1, 7, 5, 1, 5]], "bbox": [1, 1, 6, 4], "area": 24, "iscrowd": 0, "id": 4})"));
}

TEST(SourceClass, IdsAreThoseOfTheFileWherePossible) {
  EXPECT_EQ(file_ids(std::vector<OwnAndSource>{{1, {}}, {2, 0}, {3, 1}, {4, 0}}),
            (std::map<std::int64_t, std::int64_t>{{1, 5}, {2, 0}, {3, 1}, {4, 4}}));
}

// Every readable annotation of every real file: in, saved by the page, and out unchanged.
TEST(CocoReader, RealFilesComeBackUnchanged) {
  const auto names = shared_json_files("coco");
  if (names.empty()) GTEST_SKIP() << "The shared test data is not on this machine.";
  std::size_t files = 0, compared = 0;
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const std::string bytes = *shared_file("coco/" + name);
    const Json file = Json::parse(bytes);
    if (!file.is_object() || !file.contains("images")) continue;
    ++files;
    const KnownProject project = project_for(file);
    const auto import = read_file(name, bytes, project);
    ASSERT_TRUE(import.ok());
    EXPECT_EQ(import->report.count(Outcome::kNotTaken), 0u) << sentences(import->report);
    std::multiset<std::string> sources, exported;
    for (Json annotation : file["annotations"]) {
      // Of a file whose image has a text for an id, and its annotations sometimes, too.
      if (annotation["image_id"].is_string())
        annotation["image_id"] = whole_number(annotation["image_id"]).value();
      sources.insert(annotation.dump());
    }
    for (const ImportedImage& image : import->images) {
      const std::int64_t image_id = whole_number(image.source["id"]).value();
      for (const ImportedObject& object : image.objects) {
        const auto category = import->classes[object.class_index].wanted_id.value();
        Json stored = Json::parse(stored_annotation(object, image.id, int(category) + 1));
        stored["id"] = object.wanted_id.value();
        const geom::ImageSize size = project.images[std::size_t(image.id) - 1].size;
        Json saved = as_the_page_writes(stored.dump(), size, image.id);
        saved["id"] = stored["id"];
        exported.insert(exported_annotation(saved, image_id, category).dump());
      }
      for (const ImportedCarried& carried : image.carried)
        exported.insert(
            exported_carried(carried.source, carried.wanted_id.value_or(1), image_id, std::nullopt)
                .dump());
    }
    EXPECT_EQ(exported, sources);
    compared += exported.size();
  }
  EXPECT_GE(files, 15u);
  EXPECT_GE(compared, 950u);
}

}  // namespace
}  // namespace maskpoint::formats
