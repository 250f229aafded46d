// A folder that changes while it is served, and a database that somebody else holds.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "server/image_fixture.h"
#include "server/image_jpeg.h"
#include "server/serve_fixture.h"
#include "server/store_database.h"

namespace maskpoint::server {
namespace {

const Headers kJson = {{"Content-Type", "application/json"}};

std::string path_of(const nlohmann::json& image, const char* what) {
  return "/api/v1/images/" + std::to_string(image["id"].get<int>()) + what;
}

void replace_photo(const std::filesystem::path& file, geom::ImageSize size) {
  const auto bytes = encode_jpeg(pattern_image(size), 80);
  ASSERT_TRUE(bytes.ok());
  write_bytes(file, {bytes->begin(), bytes->end()});
}

// Asking for the project looks for changes, but not twice within two seconds.
void look_again(int port) {
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  EXPECT_EQ(ask(port, "GET", "/api/v1/project").status, 200);
}

TEST(FolderChanges, ImagesAreListedWithTheirClassesAndVersion) {
  Served served("classes");
  const int port = served.port();
  const auto project = ask(port, "GET", "/api/v1/project").json();
  EXPECT_GE(project["id"].get<std::string>().size(), 8u);
  const auto before = image_named(port, "a.jpg");
  EXPECT_TRUE(before["category_counts"].empty());
  EXPECT_FALSE(before["version"].get<std::string>().empty());
  const nlohmann::json objects = {object_json(uuid_of(1), 40, 30, 0, 5),
                                  object_json(uuid_of(2), 40, 30, 9, 5)};
  ASSERT_EQ(ask(port, "PUT", path_of(before, "/annotations"), objects.dump(), kJson).status, 200);
  const nlohmann::json expected = {{"1", 2}};
  EXPECT_EQ(image_named(port, "a.jpg")["category_counts"], expected);
  EXPECT_EQ(ask(port, "GET", path_of(before, "")).json()["category_counts"], expected);
  EXPECT_TRUE(image_named(port, "b.png")["category_counts"].empty());
  served.restart();
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/project").json()["id"], project["id"]);
}

TEST(FolderChanges, APageThatListensHearsOfNewFiles) {
  Served served("arrives");
  Socket events(served.port());
  events.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  events.receive_until("retry: ");
  replace_photo(served.folder / "new.jpg", {50, 40});
  events.receive_until("{\"images\":true}");
  EXPECT_EQ(image_named(served.port(), "new.jpg")["width"], 50);
}

TEST(FolderChanges, AReplacedFileOfAnotherSizeKeepsItsObjectsAndSaysSo) {
  Served served("replaced");
  const int port = served.port();
  const auto image = image_named(port, "a.jpg");
  const nlohmann::json objects = {object_json(uuid_of(1), 40, 30, 0, 5)};
  ASSERT_EQ(ask(port, "PUT", path_of(image, "/annotations"), objects.dump(), kJson).status, 200);
  replace_photo(served.folder / "a.jpg", {80, 60});
  look_again(port);
  const auto replaced = image_named(port, "a.jpg");
  EXPECT_NE(replaced["version"], image["version"]);
  EXPECT_NE(replaced.value("error", "").find("80 × 60"), std::string::npos) << replaced;
  EXPECT_EQ(replaced["width"], 40);
  EXPECT_EQ(replaced["annotation_count"], 1);
  // With its objects gone it is an image like any other.
  ASSERT_EQ(ask(port, "PUT", path_of(image, "/annotations"), "[]", kJson).status, 200);
  look_again(port);
  const auto fresh = image_named(port, "a.jpg");
  EXPECT_EQ(fresh.value("error", ""), "");
  EXPECT_EQ(fresh["width"], 80);
}

TEST(FolderChanges, ADatabaseHeldBySomebodyElseIsOneSentence) {
  Served served("locked");
  auto other = Database::open(served.folder / ".maskpoint" / "project.db");
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE((*other)->execute("BEGIN EXCLUSIVE").ok());
  const int port = served.port();
  const auto image = image_named(port, "a.jpg");  // reading goes on
  const nlohmann::json objects = {object_json(uuid_of(1), 40, 30, 0, 5)};
  const Reply refused = ask(port, "PUT", path_of(image, "/annotations"), objects.dump(), kJson);
  EXPECT_GE(refused.status, 500);  // worth another try
  EXPECT_NE(refused.body.find("Another program holds"), std::string::npos) << refused.body;
  ASSERT_TRUE((*other)->execute("ROLLBACK").ok());
  EXPECT_EQ(ask(port, "PUT", path_of(image, "/annotations"), objects.dump(), kJson).status, 200);
}

TEST(EncodeAll, WithoutAModelItSaysWhy) {
  Served served("noall");
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/embeddings").json()["running"], false);
  EXPECT_EQ(ask(served.port(), "POST", "/api/v1/embeddings").status, 503);
  EXPECT_EQ(ask(served.port(), "DELETE", "/api/v1/embeddings").json()["total"], 0);
}

}  // namespace
}  // namespace maskpoint::server
