// Attributes, locks and their definitions through the routes and into the export.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/serve_fixture.h"

namespace maskpoint::server {
namespace {

using nlohmann::json;

const Headers kSent = {{"Content-Type", "application/json"}};
const char kAnnotations[] = "/api/v1/images/1/annotations";

TEST(Attributes, AreStoredSentAndExported) {
  Served served("attributes");
  const json classes = json::parse(R"([{"id": 1, "name": "car", "maskpoint": {"attributes": [
    {"name": "state", "type": "choice", "choices": ["new", "old"], "default": "old"}]}}])");
  ASSERT_EQ(ask(served.port(), "PUT", "/api/v1/categories", classes.dump(), kSent).status, 200);
  json object = object_json(uuid_of(1), 40, 30, 0, 5);
  object["attributes"] = json::parse(R"({"state": "new", "of another tool": [1, null]})");
  object["maskpoint"] = {{"locked", true}};
  ASSERT_EQ(ask(served.port(), "PUT", kAnnotations, json::array({object}).dump(), kSent).status,
            200);
  served.restart();
  const json stored = ask(served.port(), "GET", kAnnotations).json()["annotations"][0];
  EXPECT_EQ(stored["attributes"], object["attributes"]);
  EXPECT_EQ(stored["maskpoint"], object["maskpoint"]);
  const json coco = ask(served.port(), "GET", "/api/v1/export?format=coco").json();
  EXPECT_EQ(coco["annotations"][0]["attributes"], object["attributes"]);
  EXPECT_EQ(coco["annotations"][0]["iscrowd"], 0);
  EXPECT_EQ(coco["categories"][0]["maskpoint"], classes[0]["maskpoint"]);
}

TEST(Attributes, ThatAreNoneAreRefused) {
  Served served("attributes-wrong");
  for (const auto& [key, value] : {std::pair{"attributes", json{{"", 1}}},
                                   {"attributes", json{{std::string(201, 'a'), 1}}},
                                   {"attributes", json{{"note", std::string(10'001, 'a')}}},
                                   {"maskpoint", json{{"locked", "yes"}}}}) {
    json object = object_json(uuid_of(1), 40, 30, 0, 5);
    object[key] = value;
    const Reply reply =
        ask(served.port(), "PUT", kAnnotations, json::array({object}).dump(), kSent);
    EXPECT_EQ(reply.status, 422) << value;
    EXPECT_TRUE(reply.json()["detail"].get<std::string>().ends_with('.')) << reply.body;
  }
  for (const char* definitions :
       {"7", R"([{"name": ""}])", R"([{"name": "a", "type": "date"}])",
        R"([{"name": "a", "type": "choice"}])", R"([{"name": "a"}, {"name": "a"}])"}) {
    json category = {{"id", 1}, {"name", "car"}};
    category["maskpoint"]["attributes"] = json::parse(definitions);
    const Reply reply =
        ask(served.port(), "PUT", "/api/v1/categories", json::array({category}).dump(), kSent);
    EXPECT_EQ(reply.status, 422) << definitions;
  }
}

TEST(Annotations, SentInThousandsAreAnsweredWithTheNewIdsAlone) {
  Served served("ids");
  const std::string path = std::string(kAnnotations) + "?answer=ids";
  json first = object_json(uuid_of(1), 40, 30, 0, 5);
  const Reply one = ask(served.port(), "PUT", path, json::array({first}).dump(), kSent);
  ASSERT_EQ(one.status, 200) << one.body;
  ASSERT_EQ(one.json()["ids"].size(), 1u);
  first["id"] = one.json()["ids"][uuid_of(1)];
  const json both = json::array({object_json(uuid_of(2), 40, 30, 9, 5), first});
  const Reply two = ask(served.port(), "PUT", path, both.dump(), kSent);
  ASSERT_EQ(two.json()["ids"].size(), 1u);
  EXPECT_NE(two.json()["ids"][uuid_of(2)], first["id"]);
  const Reply stored = ask(served.port(), "GET", kAnnotations);
  EXPECT_EQ(stored.header("ETag"), two.header("ETag"));
  EXPECT_EQ(stored.json()["annotations"][1]["id"], first["id"]);
  EXPECT_EQ(ask(served.port(), "PUT", path, both.dump(), kSent).json(), two.json()) << "a retry";
}

TEST(Categories, ThatGoLeaveTheirObjectsToAnother) {
  Served served("replace");
  json classes = json::parse(R"([{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}])");
  ASSERT_EQ(ask(served.port(), "PUT", "/api/v1/categories", classes.dump(), kSent).status, 200);
  json object = object_json(uuid_of(1), 40, 30, 0, 5);
  object["category_id"] = 2;
  object["predicted_iou"] = 1.0;
  const Reply put = ask(served.port(), "PUT", kAnnotations, json::array({object}).dump(), kSent);
  ASSERT_EQ(put.status, 200);
  classes.erase(1);
  const auto send = [&](const json& replace) {
    const json body = {{"categories", classes}, {"replace", replace}};
    return ask(served.port(), "PUT", "/api/v1/categories", body.dump(), kSent);
  };
  for (const char* wrong : {"7", R"({"2": 9})", R"({"2": "1"})", R"({"1": 1})", R"({"x": 1})"})
    EXPECT_EQ(send(json::parse(wrong)).status, 422) << wrong;
  EXPECT_EQ(send(json::object()).status, 422) << "still used";
  ASSERT_EQ(send(json::parse(R"({"2": 1})")).status, 200);
  const Reply now = ask(served.port(), "GET", kAnnotations);
  EXPECT_EQ(now.json()["annotations"][0]["category_id"], 1);
  EXPECT_EQ(now.json()["annotations"][0]["id"], put.json()["annotations"][0]["id"]);
  EXPECT_NE(now.header("ETag"), put.header("ETag"));
}

TEST(Categories, ThatComeBackAreThoseOfTheirObjectsAgain) {
  Served served("restore");
  const json both = json::parse(R"([{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}])");
  const json one = json::array({both[0]});
  const auto send = [&](json body) {
    return ask(served.port(), "PUT", "/api/v1/categories", body.dump(), kSent).status;
  };
  ASSERT_EQ(send(both), 200);
  json objects = json::array();
  for (int i = 1; i <= 3; ++i) {
    json object = object_json(uuid_of(i), 40, 30, 0, 5);
    object["category_id"] = i == 1 ? 1 : 2;
    objects.push_back(object);
  }
  ASSERT_EQ(ask(served.port(), "PUT", kAnnotations, objects.dump(), kSent).status, 200);
  ASSERT_EQ(send({{"categories", one}, {"replace", {{"2", 1}}}}), 200);
  ASSERT_EQ(send({{"categories", both}}), 200);
  // One of them is given the class by hand, and then another.
  json now = ask(served.port(), "GET", kAnnotations).json()["annotations"];
  ASSERT_EQ(now[2]["category_id"], 1);
  EXPECT_EQ(send({{"categories", one}, {"restore", {2}}}), 422);
  EXPECT_EQ(send({{"categories", one}, {"restore", 1}}), 422);
  json recoloured = both;
  recoloured[0]["color"] = "#102030";
  const std::string etag = ask(served.port(), "GET", kAnnotations).header("ETag");
  ASSERT_EQ(send({{"categories", recoloured}, {"restore", {2}}}), 200);
  const Reply after = ask(served.port(), "GET", kAnnotations);
  EXPECT_NE(after.header("ETag"), etag);
  now = after.json()["annotations"];
  EXPECT_EQ(now[0]["category_id"], 1) << "it never had another";
  EXPECT_EQ(now[1]["category_id"], 2);
  EXPECT_EQ(now[2]["category_id"], 2);
  // Once: what is changed since stays.
  now[1]["category_id"] = 1;
  ASSERT_EQ(ask(served.port(), "PUT", kAnnotations, now.dump(), kSent).status, 200);
  ASSERT_EQ(send({{"categories", both}, {"restore", {2}}}), 200);
  EXPECT_EQ(ask(served.port(), "GET", kAnnotations).json()["annotations"][1]["category_id"], 1);
}

TEST(Categories, ARenamedAttributeTakesTheValuesAlong) {
  Served served("rename");
  json classes = json::parse(R"([{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}])");
  int sent = 0;
  const auto send = [&](const json& renames) {  // each time with another list
    classes[0]["color"] = "#00000" + std::to_string(sent++);
    const json body = {{"categories", classes}, {"rename_attributes", renames}};
    return ask(served.port(), "PUT", "/api/v1/categories", body.dump(), kSent).status;
  };
  ASSERT_EQ(send(json::array()), 200);
  json objects = json::array();
  for (int i = 1; i <= 3; ++i) {
    json object = object_json(uuid_of(i), 40, 30, 0, 5);
    object["category_id"] = i == 2 ? 2 : 1;
    object["attributes"] = {{"a \"side\"", i}};
    if (i == 3) object["attributes"]["face"] = "there";
    objects.push_back(object);
  }
  ASSERT_EQ(ask(served.port(), "PUT", kAnnotations, objects.dump(), kSent).status, 200);
  for (const char* wrong : {"7", "[7]", R"([{"category_id": 1, "from": "a"}])",
                            R"([{"category_id": "1", "from": "a", "to": "b"}])",
                            R"([{"category_id": 1, "from": "a", "to": ""}])"})
    EXPECT_EQ(send(json::parse(wrong)), 422) << wrong;
  const std::string etag = ask(served.port(), "GET", kAnnotations).header("ETag");
  ASSERT_EQ(send(json::array({{{"category_id", 1}, {"from", "a \"side\""}, {"to", "face"}}})), 200);
  const Reply after = ask(served.port(), "GET", kAnnotations);
  EXPECT_NE(after.header("ETag"), etag);
  const json now = after.json()["annotations"];
  EXPECT_EQ(now[0]["attributes"], (json{{"face", 1}}));
  EXPECT_EQ(now[1]["attributes"], (json{{"a \"side\"", 2}})) << "of another class";
  EXPECT_EQ(now[2]["attributes"]["face"], "there");
}

}  // namespace
}  // namespace maskpoint::server
