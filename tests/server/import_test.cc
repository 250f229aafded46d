// Files of annotations into a project and out again, by command line and HTTP.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "server/cli_fixture.h"
#include "server/image_fixture.h"
#include "server/png_writer.h"
#include "server/serve_fixture.h"

namespace maskpoint::server {
namespace {

using nlohmann::json;

constexpr char kCoco[] = R"({"info": {"description": "theirs"}, "licenses": [{"id": 3}],
  "images": [{"id": 50, "file_name": "a.jpg", "width": 40, "height": 30, "license": 3},
             {"id": 0, "file_name": "elsewhere/c2.jpg", "width": 20, "height": 20},
             {"id": 4, "file_name": "../../etc/passwd", "width": 20, "height": 20}],
  "annotations": [
    {"id": 77, "image_id": 50, "category_id": 1, "segmentation": [[1, 1, 7, 1, 7, 5, 1, 5]],
     "area": 24.5, "bbox": [1, 1, 6.0, 4], "iscrowd": 0, "note": "ours"},
    {"id": 0, "image_id": 0, "category_id": 18, "segmentation": [[2, 2, 9, 2, 9, 9]],
     "area": 20, "bbox": [2, 2, 7, 7], "iscrowd": 0},
    {"id": 78, "image_id": 50, "category_id": 18, "bbox": [3, 3, 4.5, 4], "score": 0.5},
    {"id": 79, "image_id": 50, "caption": "a thing"},
    {"id": 80, "image_id": 4, "category_id": 1, "bbox": [3, 3, 4, 4]}],
  "categories": [{"id": 1, "name": "person", "keypoints": ["nose"]}, {"id": 18, "name": "dog"},
                 {"id": 0, "name": "nothing"}]})";

Reply import(int port, const std::string& body, const std::string& query = "") {
  return ask(port, "POST", "/api/v1/import" + query, body, {{"Content-Type", "application/json"}});
}

json exported(int port) {
  return ask(port, "GET", "/api/v1/export").json();
}

std::map<std::int64_t, json> by_id(const json& list) {
  std::map<std::int64_t, json> out;
  for (const json& item : list)
    EXPECT_TRUE(out.emplace(item["id"].get<std::int64_t>(), item).second) << item;
  return out;
}

TEST(Import, GoesOutAgainAsItCame) {
  Served served("import");
  const Reply reply = import(served.port(), kCoco, "?name=instances.json");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const json summary = reply.json();
  EXPECT_EQ(summary["objects"], 2);
  EXPECT_EQ(summary["boxes"], 1);
  EXPECT_EQ(summary["carried"], 1);
  EXPECT_EQ(summary["classes"], 3);
  EXPECT_NE(summary.dump().find("Not taken: 1 image not in the folder"), std::string::npos);
  EXPECT_NE(summary.dump().find("with id 0, which COCO's evaluation"), std::string::npos);

  const json file = json::parse(kCoco), out = exported(served.port());
  const auto annotations = by_id(out["annotations"]);
  EXPECT_EQ(annotations.size(), 4u);
  for (const json& source : file["annotations"])
    if (source["id"] != 80) {
      EXPECT_EQ(annotations.at(source["id"].get<std::int64_t>()), source);
    }
  EXPECT_EQ(out["info"]["description"], "theirs");
  EXPECT_EQ(out["licenses"], file["licenses"]);
  const auto images = by_id(out["images"]);
  EXPECT_EQ(images.at(50)["license"], 3);
  EXPECT_EQ(images.at(0)["file_name"], "sub/c2.jpg");
  const auto classes = by_id(out["categories"]);
  EXPECT_EQ(classes.at(0)["name"], "nothing");
  EXPECT_EQ(classes.at(1)["name"], "person");
  EXPECT_EQ(classes.at(1)["keypoints"], json({"nose"}));
  EXPECT_EQ(classes.at(18)["name"], "dog");
  EXPECT_EQ(out.dump().find("maskpoint_import"), std::string::npos);

  // Again, and after a restart: nothing twice.
  served.restart();
  EXPECT_EQ(import(served.port(), kCoco).json()["already"], 4);
  // And what we export is ours to take.
  EXPECT_EQ(import(served.port(), out.dump()).json()["objects"], 0);
  EXPECT_EQ(exported(served.port())["annotations"], out["annotations"]);
}

TEST(Import, EditedObjectsGoOutAsTheyAre) {
  Served served("import-edit");
  ASSERT_EQ(import(served.port(), kCoco).status, 200);
  const auto row = image_named(served.port(), "a.jpg");
  const std::string address = "/api/v1/images/" + row["id"].dump() + "/annotations";
  json list = ask(served.port(), "GET", address).json();
  ASSERT_EQ(list["annotations"].size(), 1u);
  // A new one beside it, as the page saves it: the imported one is still as it came.
  list["annotations"].push_back(object_json(uuid_of(1), 40, 30, 1, 4));
  const Headers type = {{"Content-Type", "application/json"}};
  ASSERT_EQ(ask(served.port(), "PUT", address, list.dump(), type).status, 200);
  auto annotations = by_id(exported(served.port())["annotations"]);
  EXPECT_EQ(annotations.at(77)["area"], 24.5);
  EXPECT_TRUE(annotations.contains(80)) << "the next id after those of the file";
  EXPECT_EQ(annotations.at(80)["image_id"], 50);
  // Now it is painted on.
  list["annotations"][0]["segmentation"] = {{"size", {30, 40}}, {"counts", {5, 2, 1193}}};
  list["annotations"][0].erase("bbox");
  list["annotations"][0].erase("area");
  ASSERT_EQ(ask(served.port(), "PUT", address, list.dump(), type).status, 200);
  annotations = by_id(exported(served.port())["annotations"]);
  EXPECT_EQ(annotations.at(77)["area"], 2);
  EXPECT_EQ(annotations.at(77)["note"], "ours");
}

TEST(Import, RenumbersAndRefuses) {
  Served served("import-zero");
  EXPECT_EQ(import(served.port(), kCoco, "?zero_ids=maybe").status, 422);
  EXPECT_EQ(import(served.port(), "{\"images\": [").status, 422);
  EXPECT_NE(import(served.port(), "[1, 2]").body.find("of no format that is known"),
            std::string::npos);
  ASSERT_EQ(import(served.port(), kCoco, "?zero_ids=renumber").status, 200);
  const json out = exported(served.port());
  EXPECT_FALSE(by_id(out["annotations"]).contains(0));
  EXPECT_FALSE(by_id(out["images"]).contains(0));
  EXPECT_FALSE(by_id(out["categories"]).contains(0));
}

TEST(Import, KeepsBothWhereIdsMeet) {
  Served served("import-meet");
  const Headers type = {{"Content-Type", "application/json"}};
  const auto row = image_named(served.port(), "a.jpg");
  const std::string address = "/api/v1/images/" + row["id"].dump() + "/annotations/" + uuid_of(1);
  ASSERT_EQ(
      ask(served.port(), "PUT", address, object_json(uuid_of(1), 40, 30, 1, 4).dump(), type).status,
      200);
  json file = json::parse(kCoco);
  file["annotations"][0]["id"] = 1;
  const json summary = import(served.port(), file.dump()).json();
  EXPECT_NE(summary.dump().find("with an id that another one has here"), std::string::npos);
  const json out = exported(served.port());
  EXPECT_EQ(by_id(out["annotations"]).size(), 5u);
  // "object" is in use, so "person" could not have its id in the project; in the file it has.
  const auto classes = by_id(out["categories"]);
  EXPECT_EQ(classes.at(1)["name"], "person");
  EXPECT_EQ(classes.size(), 4u);
}

TEST(Import, IsACommand) {
  const auto folder = fresh_folder("import-command");
  const auto png = mask_png(mask::empty_rle({40, 30}));
  write_bytes(folder / "images" / "a.jpg", {png->begin(), png->end()});
  write_bytes(folder / "coco.json", kCoco);
  write_bytes(folder / "broken.json", "{");
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"import", (folder / "images").string()});
    return run_maskpoint(arguments);
  };
  const CliResult result = run({(folder / "coco.json").string(), (folder / "broken.json").string(),
                                (folder / "none.json").string()});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.out.find("coco.json: 1 object on 1 image, 1 box, 1 annotation without a mask"),
            std::string::npos)
      << result.out;
  EXPECT_NE(result.err.find("Not taken: 2 images not in the folder"), std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("broken.json: It is not valid JSON"), std::string::npos);
  EXPECT_NE(result.err.find("none.json"), std::string::npos);
  EXPECT_EQ(run({}).status, 2);
}

}  // namespace
}  // namespace maskpoint::server
