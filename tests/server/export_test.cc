#include <gtest/gtest.h>

#include <set>

#include "server/image_fixture.h"
#include "server/serve_fixture.h"

namespace maskpoint::server {
namespace {

TEST(CocoExport, HasEveryImageAndEveryKey) {
  Served served("export");
  write_bytes(served.folder / "broken.jpg", "no picture");
  served.restart();
  const int port = served.port();
  const auto add = [&](std::int64_t image, int number, int width, int height) {
    auto object = object_json(uuid_of(number), width, height, 1, 4);
    object["attributes"] = {{"zebra", 1.0}, {"ape", "é"}};
    const Reply reply = ask(
        port, "PUT", "/api/v1/images/" + std::to_string(image) + "/annotations/" + uuid_of(number),
        object.dump(), {{"Content-Type", "application/json"}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.body;
  };
  const int a = image_named(port, "a.jpg")["id"], c2 = image_named(port, "sub/c2.jpg")["id"];
  const std::string first = add(c2, 1, 20, 20);
  add(a, 2, 40, 30);
  std::filesystem::remove(served.folder / "sub" / "c2.jpg");  // its objects stay
  served.restart();

  const Reply reply = ask(served.port(), "GET", "/api/v1/export?format=coco");
  ASSERT_EQ(reply.status, 200);
  EXPECT_NE(reply.header("Content-Disposition").find("attachment"), std::string::npos);
  const auto coco = reply.json();
  EXPECT_EQ(coco["images"].size(), 4u);
  EXPECT_EQ(coco["info"]["unreadable_files"], nlohmann::json({"broken.jpg"}));
  EXPECT_TRUE(coco["licenses"].is_array());
  EXPECT_EQ(coco["categories"][0]["id"], 1);
  ASSERT_EQ(coco["annotations"].size(), 2u);
  std::set<int> images;
  for (const auto& image : coco["images"]) {
    images.insert(image["id"].get<int>());
    EXPECT_GT(image["width"], 0);
    EXPECT_FALSE(image.contains("exif_orientation"));
  }
  for (const auto& object : coco["annotations"]) {
    EXPECT_TRUE(images.contains(object["image_id"].get<int>()));
    EXPECT_EQ(object["iscrowd"], 0);
    EXPECT_EQ(object["area"], 4);
    EXPECT_EQ(object["bbox"].size(), 4u);
    EXPECT_GE(object["id"], 1);
  }
  // Byte for byte as it was stored, order of keys and 1.0 included.
  EXPECT_NE(reply.body.find(first), std::string::npos) << first;
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/export?format=xml").status, 422);
}

TEST(CocoExport, RecordsOrientation) {
  const auto turned = tricky_folder() / "exif-recurser" / "Landscape_8.jpg";
  if (!std::filesystem::exists(turned)) GTEST_SKIP() << turned << " is absent";
  Served served("orientation");
  std::filesystem::copy_file(turned, served.folder / "turned.jpg");
  served.restart();
  const auto row = image_named(served.port(), "turned.jpg");
  EXPECT_GT(row["width"], row["height"]);  // upright it is a landscape
  const auto coco = ask(served.port(), "GET", "/api/v1/export").json();
  for (const auto& image : coco["images"])
    if (image["file_name"] == "turned.jpg") {
      EXPECT_EQ(image["exif_orientation"], 8);
      EXPECT_EQ(image["width"], row["width"]);
    }
}

}  // namespace
}  // namespace maskpoint::server
