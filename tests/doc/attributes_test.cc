#include "doc/attributes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "doc/coco_json.h"
#include "doc/edits.h"
#include "doc/merge.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

json class_json() {
  return json::parse(R"({"id": 3, "name": "car", "supercategory": "vehicle", "color": "#112233",
    "key": "0", "maskpoint": {"attributes": [
      {"name": "plate", "type": "text"},
      {"name": "doors", "type": "number", "default": 4},
      {"name": "state", "type": "choice", "choices": ["new", "old"], "default": "old"},
      {"name": "parked", "type": "checkbox", "default": false}], "of another tool": 1}})");
}

TEST(AttributeDefinitions, ComeBackAsTheyWent) {
  const base::Result<Category> read = category_from_json(class_json(), 0);
  ASSERT_TRUE(read.ok()) << read.status().message();
  ASSERT_EQ(read->attributes.size(), 4u);
  EXPECT_EQ(read->attributes[2].choices, (std::vector<std::string>{"new", "old"}));
  EXPECT_EQ(read->attributes[1].default_json, "4");
  EXPECT_EQ(category_to_json(*read), class_json());
}

TEST(AttributeDefinitions, WithoutThemNothingIsWritten) {
  Category category;
  category.id = 1;
  category.name = "cat";
  EXPECT_FALSE(category_to_json(category).contains("maskpoint"));
}

TEST(AttributeDefinitions, WrongOnesAreASentence) {
  for (const char* list :
       {R"(7)", R"([7])", R"([{"type": "text"}])", R"([{"name": ""}])",
        R"([{"name": "a", "type": "date"}])", R"([{"name": "a", "type": "choice"}])",
        R"([{"name": "a", "type": "choice", "choices": [1]}])",
        R"([{"name": "a", "type": "choice", "choices": ["x", "x"]}])",
        R"([{"name": "a", "type": "choice", "choices": ["x"], "default": "y"}])",
        R"([{"name": "a", "type": "number", "default": "4"}])",
        R"([{"name": "a"}, {"name": "a"}])"}) {
    json value = class_json();
    value["maskpoint"]["attributes"] = json::parse(list);
    const base::Result<Category> read = category_from_json(value, 0);
    ASSERT_FALSE(read.ok()) << list;
    EXPECT_TRUE(read.status().message().starts_with("its attributes are damaged")) << list;
  }
}

json object_json() {
  return json::parse(R"({"uuid": "u", "image_id": 1, "category_id": 3, "iscrowd": 1,
    "segmentation": {"size": [2, 2], "counts": [1, 2, 1]}, "bbox": [0, 0, 2, 2], "area": 2,
    "attributes": {"occluded": false, "rotation": 0.25, "colour": "red", "list": [1, {"a": null}]},
    "maskpoint": {"locked": true}})");
}

TEST(ObjectsAttributes, ValuesAndTheLockComeBackAsTheyWent) {
  const base::Result<AnnotationPtr> read = annotation_from_json(object_json(), {2, 2});
  ASSERT_TRUE(read.ok()) << read.status().message();
  const Annotation& a = **read;
  EXPECT_TRUE(a.locked);
  EXPECT_EQ(a.prompts, nullptr);
  EXPECT_EQ(a.attributes.at("rotation"), "0.25");
  EXPECT_EQ(a.attributes.at("colour"), "\"red\"");
  EXPECT_TRUE(a.extra_json.empty()) << a.extra_json;
  const json again = annotation_to_json(a, 1);
  EXPECT_EQ(again["attributes"], object_json()["attributes"]);
  EXPECT_EQ(again["maskpoint"], object_json()["maskpoint"]);
  EXPECT_EQ(again["iscrowd"], 1);
}

TEST(ObjectsAttributes, ALockBesidePromptsKeepsBoth) {
  json value = object_json();
  value["maskpoint"] = json::parse(
      R"({"model": "m", "embedding": "e", "locked": true,
          "steps": [{"points": [[1, 1, 1]], "box": null, "candidate": 0}]})");
  const base::Result<AnnotationPtr> read = annotation_from_json(value, {2, 2});
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_TRUE((*read)->locked);
  ASSERT_TRUE((*read)->prompts);
  EXPECT_EQ(annotation_to_json(**read, 1)["maskpoint"], value["maskpoint"]);
}

TEST(ObjectsAttributes, WhatIsNoObjectStaysAnUnknownKey) {
  json value = object_json();
  value["attributes"] = json::parse(R"([{"name": "colour", "value": "red"}])");
  const base::Result<AnnotationPtr> read = annotation_from_json(value, {2, 2});
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE((*read)->attributes.empty());
  EXPECT_EQ(annotation_to_json(**read, 1)["attributes"], value["attributes"]);
}

TEST(ObjectsAttributes, ALockThatIsNoneIsASentence) {
  json value = object_json();
  value["maskpoint"]["locked"] = "yes";
  EXPECT_FALSE(annotation_from_json(value, {2, 2}).ok());
}

TEST(AttributeValues, FollowFromWhatWasTyped) {
  EXPECT_EQ(attribute_value(AttributeType::kText, "a \"b\""), R"("a \"b\"")");
  EXPECT_EQ(attribute_value(AttributeType::kNumber, "3"), "3");
  EXPECT_EQ(attribute_value(AttributeType::kNumber, "-2,5"), "-2.5");
  EXPECT_EQ(attribute_value(AttributeType::kNumber, "1e999"), "");
  EXPECT_EQ(attribute_value(AttributeType::kNumber, "three"), "");
  EXPECT_EQ(attribute_value(AttributeType::kNumber, ""), "");
  EXPECT_EQ(attribute_value(AttributeType::kCheckbox, "true"), "true");
  EXPECT_EQ(attribute_text("\"red\""), "red");
  EXPECT_EQ(attribute_text("3"), "3");
}

AnnotationPtr object(const Attributes& attributes, bool locked = false) {
  auto a = std::make_shared<Annotation>();
  a->uuid = "u";
  a->category_id = 1;
  a->mask = std::make_shared<const mask::Rle>(mask::empty_rle({4, 3}));
  a->attributes = attributes;
  a->locked = locked;
  return a;
}

ImageDocPtr doc_of(const AnnotationPtr& a) {
  return added(empty_doc(1, {4, 3}), a);
}

TEST(Merging, TakesAttributesOneByOneAndTheLockApart) {
  const MergedImage merged = merge(doc_of(object({{"a", "1"}, {"b", "1"}, {"gone", "1"}})),
                                   doc_of(object({{"a", "2"}, {"b", "1"}, {"gone", "1"}})),
                                   doc_of(object({{"a", "1"}, {"b", "3"}, {"new", "9"}}, true)));
  EXPECT_EQ(merged.doc->annotations.at(0)->attributes,
            (Attributes{{"a", "2"}, {"b", "3"}, {"new", "9"}}));
  EXPECT_TRUE(merged.doc->annotations[0]->locked);
  EXPECT_TRUE(merged.conflicts.empty());
}

TEST(Merging, OfTheSameAttributeMineIsKeptAndCounted) {
  const MergedImage merged = merge(doc_of(object({{"a", "1"}})), doc_of(object({{"a", "2"}})),
                                   doc_of(object({{"a", "3"}})));
  EXPECT_EQ(merged.doc->annotations.at(0)->attributes, (Attributes{{"a", "2"}}));
  EXPECT_EQ(merged.conflicts.size(), 1u);
}

TEST(Merging, ClassesFieldByFieldAndInMyOrderWhereIChangedIt) {
  const auto category = [](int id, const char* name, const char* over) {
    Category c;
    c.id = id;
    c.name = name;
    c.supercategory = over;
    return c;
  };
  const Categories base = {category(1, "cat", ""), category(2, "dog", "")};
  const Categories mine = {category(2, "dog", ""), category(1, "tiger", "")};
  const Categories theirs = {category(1, "cat", "animal"), category(2, "dog", ""),
                             category(3, "cow", "")};
  const MergedCategories merged = merge(base, mine, theirs, {}, 4);
  ASSERT_EQ(merged.categories->size(), 3u);
  EXPECT_EQ((*merged.categories)[0].id, 2);
  EXPECT_EQ((*merged.categories)[1].name, "tiger");
  EXPECT_EQ((*merged.categories)[1].supercategory, "animal");
  EXPECT_EQ((*merged.categories)[2].id, 3);
}

TEST(ClassEdits, AKeyHasOneClass) {
  CategoriesPtr classes = added(std::make_shared<Categories>(), 1, "cat");
  classes = added(classes, 2, "dog");
  EXPECT_EQ((*classes)[1].key, "2");
  classes = with_key(classes, 2, "1");
  EXPECT_EQ((*classes)[0].key, "");
  EXPECT_EQ((*classes)[1].key, "1");
  EXPECT_EQ(with_key(classes, 2, "1"), classes);
  classes = with_key(classes, 2, "");
  EXPECT_EQ((*classes)[1].key, "");
}

TEST(ClassEdits, TheTenthClassGetsZero) {
  CategoriesPtr classes = std::make_shared<Categories>();
  for (int i = 1; i <= 11; ++i)
    classes = added(classes, i, std::to_string(i));
  EXPECT_EQ((*classes)[8].key, "9");
  EXPECT_EQ((*classes)[9].key, "0");
  EXPECT_EQ((*classes)[10].key, "");
}

TEST(ClassEdits, MovingIsClampedToTheEnds) {
  CategoriesPtr classes = added(added(std::make_shared<Categories>(), 1, "cat"), 2, "dog");
  EXPECT_EQ(moved(classes, 1, 0), classes);
  EXPECT_EQ((*moved(classes, 1, 99))[1].id, 1);
  EXPECT_EQ((*moved(classes, 2, -5))[0].id, 2);
  EXPECT_EQ(moved(classes, 7, 0), classes);
}

}  // namespace
}  // namespace maskpoint::doc
