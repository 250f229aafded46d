#include "server/serve.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "server/cli_fixture.h"
#include "server/encoder.h"
#include "server/image_fixture.h"
#include "server/npy.h"
#include "server/project_core.h"
#include "server/serve_fixture.h"

namespace maskpoint::server {
namespace {

const Headers kJson = {{"Content-Type", "application/json"}};

Headers with(const std::string& name, const std::string& value) {
  Headers headers = kJson;
  headers.emplace_back(name, value);
  return headers;
}

std::string annotations_path(std::int64_t image) {
  return "/api/v1/images/" + std::to_string(image) + "/annotations";
}

void expect_sentence(const Reply& reply, int status) {
  EXPECT_EQ(reply.status, status) << reply.body;
  EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
  const auto body = reply.json();
  EXPECT_EQ(body.value("status", 0), status);
  EXPECT_GT(body.value("detail", "").size(), 10u);
}

TEST(Serve, DescribesItself) {
  Served served("describes");
  EXPECT_EQ(ask(served.port(), "GET", "/healthz").json()["status"], "ok");
  const auto project = ask(served.port(), "GET", "/api/v1/project").json();
  EXPECT_EQ(project["name"], "images");
  EXPECT_EQ(project["counts"]["images"], 4);
  EXPECT_EQ(project["counts"]["new"], 4);
  const auto list = ask(served.port(), "GET", "/api/v1/images?limit=3&offset=1").json();
  EXPECT_EQ(list["total"], 4);
  ASSERT_EQ(list["images"].size(), 3u);
  EXPECT_EQ(list["images"][0]["file_name"], "b.png");
  EXPECT_EQ(list["images"][1]["file_name"], "sub/c2.jpg");
  EXPECT_EQ(list["images"][2]["file_name"], "sub/c10.jpg");
  EXPECT_EQ(list["images"][0]["width"], 64);
  EXPECT_EQ(list["images"][0]["height"], 48);
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/images?q=C1").json()["total"], 1);
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/images?state=done").json()["total"], 0);
  expect_sentence(ask(served.port(), "GET", "/api/v1/images?limit=-1"), 422);
  expect_sentence(ask(served.port(), "GET", "/api/v1/images/99"), 404);
  expect_sentence(ask(served.port(), "GET", "/api/v1/images/1e3"), 404);
  expect_sentence(ask(served.port(), "GET", "/api/v2/project"), 404);
  const Reply wrong = ask(served.port(), "POST", "/api/v1/project");
  expect_sentence(wrong, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
}

TEST(Serve, SendsThePageWithItsHeaders) {
  Served served("page");
  for (const auto& [path, type] : {std::pair("/", "text/html; charset=utf-8"),
                                   {"/core.wasm", "application/wasm"},
                                   {"/main.mjs", "text/javascript; charset=utf-8"},
                                   {"/none", "application/problem+json"},
                                   {"/api/v1/project", "application/json"}}) {
    const Reply reply = ask(served.port(), "GET", path);
    EXPECT_EQ(reply.header("Content-Type"), type) << path;
    EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Cross-Origin-Embedder-Policy"), "require-corp");
    EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_NE(reply.header("Content-Security-Policy").find("script-src 'self' 'wasm-unsafe-eval'"),
              std::string::npos);
  }
  const Reply page = ask(served.port(), "GET", "/");
  EXPECT_NE(page.body.find("<title>Maskpoint"), std::string::npos);
  EXPECT_EQ(ask(served.port(), "GET", "/", "", {{"If-None-Match", page.header("ETag")}}).status,
            304);
  write_bytes(served.options.web_dir / "core.wasm.gz", "packed");
  const Reply packed = ask(served.port(), "GET", "/core.wasm", "", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.header("Content-Type"), "application/wasm");
  EXPECT_EQ(packed.body, "packed");
}

TEST(Serve, NothingOutsideCanBeReached) {
  Served served("outside");
  const auto web = served.options.web_dir;
  std::filesystem::create_symlink("../secret.txt", web / "link.txt");
  std::filesystem::create_directory_symlink("..", web / "up");
  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/%2E%2E%2Fsecret.txt", "/..%2fsecret.txt",
        "/..%5csecret.txt", "/a/../../secret.txt", "//secret.txt", "/link.txt", "/up/secret.txt",
        "/%252e%252e/secret.txt", "/....//secret.txt", "/secret.txt%00.html"}) {
    const Reply reply = ask(served.port(), "GET", path);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404) << path << " " << reply.status;
    EXPECT_EQ(reply.body.find("secret"), std::string::npos) << path;
  }
}

TEST(Serve, LinksOutOfTheFolderAreNotFollowed) {
  Served served("links");
  const auto outside = served.folder.parent_path() / "outside";
  std::filesystem::create_directories(outside);
  std::filesystem::copy_file(served.folder / "a.jpg", outside / "private.jpg");
  std::filesystem::create_symlink("../outside/private.jpg", served.folder / "link.jpg");
  std::filesystem::create_symlink("a.jpg", served.folder / "inside.jpg");
  std::filesystem::create_directory_symlink("../outside", served.folder / "linked");
  served.restart();
  const auto link = image_named(served.port(), "link.jpg");
  ASSERT_FALSE(link.is_null());
  EXPECT_NE(link["error"].get<std::string>().find("leads out of the folder"), std::string::npos);
  const std::string base = "/api/v1/images/" + std::to_string(link["id"].get<int>());
  expect_sentence(ask(served.port(), "GET", base + "/file"), 422);
  expect_sentence(ask(served.port(), "GET", base + "/thumbnail"), 422);
  EXPECT_FALSE(image_named(served.port(), "inside.jpg").contains("error"));
  EXPECT_TRUE(image_named(served.port(), "linked/private.jpg").is_null());
  // Swapped for a link after it was listed.
  const int a = image_named(served.port(), "a.jpg")["id"];
  std::filesystem::remove(served.folder / "a.jpg");
  std::filesystem::create_symlink("../outside/private.jpg", served.folder / "a.jpg");
  expect_sentence(ask(served.port(), "GET", "/api/v1/images/" + std::to_string(a) + "/file"), 422);
}

TEST(Serve, ListsWhatItCannotRead) {
  Served served("corrupt");
  write_bytes(served.folder / "broken.jpg", "this is no picture");
  write_bytes(served.folder / "empty.png", "");
  write_bytes(served.folder / "note.txt", "no image");
  write_bytes(served.folder / ".hidden.jpg", "x");
  // A header that promises 100,000 × 100,000 pixels.
  write_bytes(served.folder / "bomb.png",
              std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\x86\xa0\0\1\x86\xa0\x8\2\0\0\0", 29) +
                  std::string(16, '\0'));
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // files are looked for this often
  const auto project = ask(served.port(), "GET", "/api/v1/project").json();
  EXPECT_EQ(project["counts"]["images"], 7);
  EXPECT_EQ(project["counts"]["errors"], 3);
  for (const char* name : {"broken.jpg", "empty.png", "bomb.png"}) {
    const auto row = image_named(served.port(), name);
    ASSERT_TRUE(row.is_object()) << name;
    EXPECT_GT(row.value("error", "").size(), 10u) << name;
    EXPECT_EQ(row["width"], 0);
    const std::string base = "/api/v1/images/" + std::to_string(row["id"].get<int>());
    expect_sentence(ask(served.port(), "GET", base + "/embedding"), 422);
    expect_sentence(ask(served.port(), "GET", base + "/thumbnail"), 422);
  }
}

TEST(Serve, SendsFilesAndThumbnails) {
  Served served("files");
  const int id = image_named(served.port(), "a.jpg")["id"];
  const std::string base = "/api/v1/images/" + std::to_string(id);
  const Reply file = ask(served.port(), "GET", base + "/file");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.header("Content-Type"), "image/jpeg");
  EXPECT_EQ(file.body, text_of(served.folder / "a.jpg"));
  const Reply head = ask(served.port(), "HEAD", base + "/file");
  EXPECT_EQ(head.header("Content-Length"), std::to_string(file.body.size()));
  EXPECT_EQ(head.body, "");
  // The type is the content's, whatever the name says.
  std::filesystem::copy_file(served.folder / "b.png", served.folder / "really-png.jpg");
  served.restart();
  const int png = image_named(served.port(), "really-png.jpg")["id"];
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/images/" + std::to_string(png) + "/file")
                .header("Content-Type"),
            "image/png");
  for (int i = 0; i < 2; ++i) {  // made, then found
    const Reply thumbnail = ask(served.port(), "GET", base + "/thumbnail");
    EXPECT_EQ(thumbnail.status, 200);
    EXPECT_EQ(thumbnail.body.substr(0, 2), "\xff\xd8");
    EXPECT_EQ(ask(served.port(), "GET", base + "/thumbnail", "",
                  {{"If-None-Match", thumbnail.header("ETag")}})
                  .status,
              304);
  }
}

TEST(Serve, StoresObjects) {
  Served served("objects");
  const int port = served.port();
  const std::string path = annotations_path(1);
  const Reply empty = ask(port, "GET", path);
  EXPECT_EQ(empty.json()["annotations"].size(), 0u);
  auto object = object_json(uuid_of(1), 40, 30, 95, 10);
  object["id"] = 4711;
  object["predicted_iou"] = 0.5;
  object["somebody's"] = {{"own", {1.0, 2, "three", nullptr}}};
  const nlohmann::json body = {{"annotations", {object}}};
  const Reply put = ask(port, "PUT", path, body.dump(), with("If-Match", empty.header("ETag")));
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_NE(put.header("ETag"), empty.header("ETag"));
  const auto stored = put.json()["annotations"][0];
  EXPECT_EQ(stored["id"], 1);
  EXPECT_EQ(stored["image_id"], 1);
  EXPECT_EQ(stored["iscrowd"], 0);
  EXPECT_EQ(stored["area"], 10);
  // Pixels 95…104 of columns of 30: column 3, rows 5 to 14.
  EXPECT_EQ(stored["bbox"], nlohmann::json({3, 5, 1, 10}));
  EXPECT_EQ(stored["somebody's"], object["somebody's"]);
  const Reply got = ask(port, "GET", path);
  EXPECT_EQ(got.body, put.body);
  EXPECT_EQ(ask(port, "GET", path, "", {{"If-None-Match", got.header("ETag")}}).status, 304);
  EXPECT_EQ(ask(port, "GET", "/api/v1/images/1").json()["state"], "in_work");

  // Sent back as it is, with its numbers as floats: still right, and nothing changes.
  const Reply again = ask(port, "PUT", path, got.body, with("If-Match", got.header("ETag")));
  EXPECT_EQ(again.header("ETag"), got.header("ETag"));
  auto floats = stored;
  floats["bbox"] = {3.0, 5.0, 1.0, 10.0};
  floats["area"] = 10.0;
  EXPECT_EQ(ask(port, "PUT", path + "/" + uuid_of(1), floats.dump(), kJson).status, 200);

  const auto second = object_json(uuid_of(2), 40, 30, 0, 1);
  const Reply one = ask(port, "PUT", path + "/" + uuid_of(2), second.dump(), kJson);
  EXPECT_EQ(one.json()["id"], 2);
  EXPECT_EQ(ask(port, "PUT", path + "/" + uuid_of(2), second.dump(), kJson).header("ETag"),
            one.header("ETag"));
  EXPECT_EQ(ask(port, "GET", path + "/" + uuid_of(2)).body, one.body);
  EXPECT_EQ(ask(port, "DELETE", path + "/" + uuid_of(2)).status, 204);
  EXPECT_EQ(ask(port, "DELETE", path + "/" + uuid_of(2)).status, 204);
  expect_sentence(ask(port, "GET", path + "/" + uuid_of(2)), 404);
  EXPECT_EQ(ask(port, "PUT", path + "/" + uuid_of(2), second.dump(), kJson).json()["id"], 2);

  served.restart();
  EXPECT_EQ(ask(served.port(), "GET", path).json()["annotations"].size(), 2u);
}

TEST(Serve, RefusesWhatIsOld) {
  Served served("old");
  const int port = served.port();
  const std::string path = annotations_path(1);
  const std::string etag = ask(port, "GET", path).header("ETag");
  const nlohmann::json mine = {object_json(uuid_of(1), 40, 30, 0, 5)};
  const nlohmann::json theirs = {object_json(uuid_of(2), 40, 30, 0, 6)};
  ASSERT_EQ(ask(port, "PUT", path, theirs.dump(), with("If-Match", etag)).status, 200);
  const Reply refused = ask(port, "PUT", path, mine.dump(), with("If-Match", etag));
  expect_sentence(refused, 412);
  EXPECT_EQ(refused.json()["current"]["annotations"][0]["uuid"], uuid_of(2));
  EXPECT_EQ(refused.header("ETag"), ask(port, "GET", path).header("ETag"));
  expect_sentence(ask(port, "PUT", path + "/" + uuid_of(1), mine[0].dump(), with("If-Match", etag)),
                  412);
  expect_sentence(ask(port, "DELETE", path + "/" + uuid_of(2), "", with("If-Match", etag)), 412);
  EXPECT_EQ(ask(port, "GET", path).json()["annotations"].size(), 1u);

  const Reply classes = ask(port, "GET", "/api/v1/categories");
  auto list = classes.json();
  list["categories"].push_back({{"name", "cat"}, {"color", "#00ff00"}, {"key", "2"}});
  const auto headers = with("If-Match", classes.header("ETag"));
  const Reply added = ask(port, "PUT", "/api/v1/categories", list.dump(), headers);
  EXPECT_EQ(added.json()["categories"][1]["id"], 2);
  list["categories"].push_back({{"name", "dog"}});
  const Reply late = ask(port, "PUT", "/api/v1/categories", list.dump(), headers);
  expect_sentence(late, 412);
  EXPECT_EQ(late.json()["current"]["categories"].size(), 2u);
}

TEST(Serve, NamesTheObjectThatIsWrong) {
  Served served("wrong");
  const std::string path = annotations_path(1);
  const auto good = object_json(uuid_of(1), 40, 30, 0, 5);
  const auto refused = [&](const nlohmann::json& bad) {
    const nlohmann::json body = {good, bad};
    return ask(served.port(), "PUT", path, body.dump(), kJson);
  };
  const auto changed = [&](const char* key, const nlohmann::json& value) {
    auto object = object_json(uuid_of(2), 40, 30, 0, 5);
    if (value.is_discarded())
      object.erase(key);
    else
      object[key] = value;
    return object;
  };
  const nlohmann::json gone(nlohmann::json::value_t::discarded);
  for (const auto& bad : {changed("uuid", "not-a-uuid"),
                          changed("uuid", 5),
                          changed("uuid", gone),
                          changed("category_id", 99),
                          changed("category_id", "cat"),
                          changed("category_id", gone),
                          changed("segmentation", gone),
                          changed("segmentation", {{{0, 0, 5, 5, 5, 0}}}),
                          changed("segmentation", {{"size", {40, 30}}, {"counts", {1200}}}),
                          changed("segmentation", {{"size", {30, 40}}, {"counts", {1199}}}),
                          changed("segmentation", {{"size", {30, 40}}, {"counts", {-5, 1205}}}),
                          changed("segmentation", {{"size", {30, 40}}, {"counts", "\x7f!!"}}),
                          changed("segmentation", {{"size", {30, 40}}, {"counts", "garbage"}}),
                          changed("bbox", {0, 0, 2, 5}),
                          changed("bbox", "wide"),
                          changed("area", 6),
                          changed("area", -1),
                          changed("iscrowd", 2),
                          changed("image_id", 2),
                          good,
                          nlohmann::json("text")}) {
    const Reply reply = refused(bad);
    expect_sentence(reply, 422);
    EXPECT_EQ(reply.json().value("index", -1), 1) << bad.dump();
  }
  EXPECT_EQ(ask(served.port(), "GET", path).json()["annotations"].size(), 0u);
  expect_sentence(ask(served.port(), "PUT", path, "{\"annotations\":[", kJson), 400);
  expect_sentence(ask(served.port(), "PUT", path, std::string(1 << 20, '['), kJson), 400);
  expect_sentence(ask(served.port(), "PUT", path, "[]", {{"Content-Type", "text/plain"}}), 415);
  expect_sentence(ask(served.port(), "PUT", annotations_path(99), "[]", kJson), 404);
  expect_sentence(ask(served.port(), "PUT", "/api/v1/images/1/state", "{\"state\":\"?\"}", kJson),
                  422);
}

TEST(Serve, AsksWhoIsThere) {
  Served served("who");
  const int port = served.port();
  expect_sentence(ask(port, "GET", "/", "", {{"Host", "evil.com"}}), 403);
  expect_sentence(ask(port, "GET", "/api/v1/project", "", {{"Host", "evil.com:80"}}), 403);
  expect_sentence(ask(port, "PUT", annotations_path(1), "[]", with("Origin", "http://evil.com")),
                  403);
  EXPECT_EQ(ask(port, "PUT", annotations_path(1), "[]",
                with("Origin", "http://127.0.0.1:" + std::to_string(port)))
                .status,
            200);
}

TEST(Serve, BoundsBodies) {
  Served served("bounds");
  Socket socket(served.port());
  socket.send(
      "PUT /api/v1/categories HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n");
  expect_sentence(socket.receive(), 413);
  Socket streaming(served.port());
  streaming.send(
      "PUT /api/v1/categories HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 40 && streaming.send(chunk); ++i) {
  }
  expect_sentence(streaming.receive(), 413);
}

TEST(Serve, EventsTellOthersAndStarveNobody) {
  Served served("events");
  const int port = served.port();
  std::vector<std::unique_ptr<Socket>> streams;
  for (std::size_t i = 0; i < kEventStreams; ++i) {
    streams.push_back(std::make_unique<Socket>(port));
    streams.back()->send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string head = streams.back()->receive_until("retry: ");
    EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos) << i << head;
  }
  streams.pop_back();
  for (int i = 0; i < 3; ++i)  // no stream for one that asks for the head alone
    while (ask(port, "HEAD", "/api/v1/events").status == 503) {
    }
  streams.push_back(std::make_unique<Socket>(port));
  streams.back()->send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  streams.back()->receive_until("retry: ");
  const Reply full = ask(port, "GET", "/api/v1/events");
  expect_sentence(full, 503);
  EXPECT_NE(full.header("Retry-After"), "");
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(ask(port, "GET", "/healthz").status, 200);
  const nlohmann::json body = {object_json(uuid_of(1), 40, 30, 0, 5)};
  const Reply put =
      ask(port, "PUT", annotations_path(1), body.dump(), with("X-Maskpoint-Client", "page-7"));
  EXPECT_EQ(put.status, 200);
  for (auto& stream : streams) {
    const std::string text = stream->receive_until("page-7\"}\n\n");
    EXPECT_NE(text.find("event: change\ndata: {\"image_id\":1,\"etag\":"), std::string::npos);
  }
  // A page that goes frees its place.
  streams.pop_back();
  for (int i = 0; i < 100; ++i) {
    Socket next(port);
    next.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    if (next.receive_until("retry: ").starts_with("HTTP/1.1 200")) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << "the place was never free again";
}

TEST(Serve, TwoServersDoNotShareAFolder) {
  Served served("twice");
  const auto second = Server::start(served.options);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.status().message().find("already serves"), std::string::npos);
}

TEST(Serve, UsesEmbeddingsBesideTheImages) {
  Served served("beside");
  const int port = served.port();
  const std::string path = "/api/v1/images/1/embedding";
  expect_sentence(ask(port, "GET", path), 503);  // there is no model
  const std::vector<float> values(kEmbeddingValues, 0.25f);
  const auto whole = embedding_npy(values, NpyType::kFloat32);
  write_bytes(served.folder / "a.npy", {whole.begin(), whole.end()});
  const Reply found = ask(port, "GET", path);
  ASSERT_EQ(found.status, 200) << found.body;
  const auto half = embedding_npy(values, NpyType::kFloat16);
  EXPECT_EQ(found.body, std::string(half.begin(), half.end()));
  EXPECT_EQ(ask(port, "GET", path, "", {{"If-None-Match", found.header("ETag")}}).status, 304);
  EXPECT_EQ(image_named(port, "a.jpg")["embedding"], "ready");
  // b.jpg.npy goes before b.npy; one that is broken counts as absent.
  write_bytes(served.folder / "a.jpg.npy", "broken");
  expect_sentence(ask(port, "GET", path), 503);
  EXPECT_EQ(image_named(port, "a.jpg")["embedding"], "none");
}

// Polls as a page does.
Reply embedding_when_ready(int port, std::int64_t image) {
  const std::string path = "/api/v1/images/" + std::to_string(image) + "/embedding";
  for (;;) {
    Reply reply = ask(port, "GET", path);
    if (reply.status != 202) return reply;
    EXPECT_NE(reply.header("Retry-After"), "");
    const double progress = reply.json()["progress"];
    EXPECT_TRUE(progress >= 0 && progress < 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

TEST(Serve, ComputesEmbeddings) {
  if (cli_model().empty())
    GTEST_SKIP() << "no model in " << MASKPOINT_DEPS_DIR << "; run ./scripts/setup.sh";
  Served served("embedding", Served::Model::kReal);
  std::filesystem::copy_file(photo("coffee.png"), served.folder / "coffee.png");
  const std::string cut = text_of(photo("rocket.jpg")).substr(0, 20'000);
  write_bytes(served.folder / "cut.jpg", cut);
  served.restart();
  const int port = served.port();
  const int coffee = image_named(port, "coffee.png")["id"];
  Socket events(port);
  events.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(ask(port, "GET", "/api/v1/images/" + std::to_string(coffee) + "/embedding").status,
            202);
  const Reply ready = embedding_when_ready(port, coffee);
  ASSERT_EQ(ready.status, 200) << ready.body;
  const std::string id = std::to_string(coffee);
  events.receive_until("{\"image_id\":" + id + ",\"state\":\"ready\",\"progress\":1.0}");
  EXPECT_EQ(image_named(port, "coffee.png")["embedding"], "ready");

  // The same numbers as the encoder gives by itself, to float16.
  auto encoder = Encoder::load(cli_model() / "encoder.onnx", 1);
  ASSERT_TRUE(encoder.ok());
  const auto image = decode_image(*read_file(photo("coffee.png")));
  const auto expected = embedding_npy(*(*encoder)->encode(*image), NpyType::kFloat16);
  const auto bytes = std::vector<std::uint8_t>(ready.body.begin(), ready.body.end());
  const auto got = parse_npy(bytes, "got"), want = parse_npy(expected, "want");
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->shape, (std::vector<std::int64_t>{1, 256, 64, 64}));
  for (std::size_t i = 0; i < want->values.size(); ++i)
    ASSERT_NEAR(got->values[i], want->values[i], 2e-3) << i;

  // A picture that breaks off is an error with a sentence, and is listed with it.
  const int broken = image_named(port, "cut.jpg")["id"];
  expect_sentence(embedding_when_ready(port, broken), 422);
  EXPECT_EQ(image_named(port, "cut.jpg")["embedding"], "error");
  EXPECT_GT(image_named(port, "cut.jpg").value("error", "").size(), 20u);

  // Found again after a restart; made again when the file on disk is damaged.
  served.restart();
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/images/" + id + "/embedding").body, ready.body);
  std::filesystem::path cached;
  for (const auto& entry :
       std::filesystem::directory_iterator(served.folder / ".maskpoint" / "embeddings"))
    if (text_of(entry.path()) == ready.body) cached = entry.path();
  ASSERT_FALSE(cached.empty());
  write_bytes(cached, ready.body.substr(0, 200) + std::string(ready.body.size() - 200, '\x7f'));
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/images/" + id + "/embedding").status, 202);
  EXPECT_EQ(embedding_when_ready(served.port(), coffee).body, ready.body);
  EXPECT_EQ(ask(served.port(), "DELETE", "/api/v1/images/" + id + "/embedding").status, 204);
}

// Everything the server has said yes to is there after it was killed in the middle of writing.
TEST(Serve, KilledWhileWritingLosesNothingAcknowledged) {
  Served served("killed");
  served.server.reset();
  const std::vector<std::string> arguments = {served.folder.string(), "--port", "0", "--web",
                                              served.options.web_dir.string()};
  int acknowledged = 0;
  for (int round = 0; round < 3; ++round) {
    ChildServer child(arguments);
    ASSERT_NE(child.port(), 0);
    EXPECT_EQ(ask(child.port(), "GET", annotations_path(1)).json()["annotations"].size(),
              std::size_t(acknowledged));
    // Killed from another thread while this one writes without a pause.
    std::thread killer([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300 + 70 * round));
      EXPECT_EQ(child.end(SIGKILL), -1);
    });
    for (int i = acknowledged;; ++i) {
      const auto object = object_json(uuid_of(i), 40, 30, i % 1000, 5);
      const Reply reply =
          ask(child.port(), "PUT", annotations_path(1) + "/" + uuid_of(i), object.dump(), kJson);
      if (reply.status != 200) break;
      EXPECT_EQ(reply.json()["id"], i + 1);
      acknowledged = i + 1;
    }
    killer.join();
    // The one under way may have been stored without its answer getting out: it is asked for again.
    served.restart();
    const auto list = ask(served.port(), "GET", annotations_path(1)).json()["annotations"];
    ASSERT_GE(list.size(), std::size_t(acknowledged));
    ASSERT_LE(list.size(), std::size_t(acknowledged) + 1);
    for (int i = 0; i < acknowledged; ++i)
      EXPECT_EQ(list[std::size_t(i)]["uuid"], uuid_of(i));
    acknowledged = int(list.size());
    served.server.reset();
  }
  EXPECT_GT(acknowledged, 0);
}

TEST(Serve, EndsWhenAskedTo) {
  Served served("ends");
  served.server.reset();
  ChildServer child(
      {served.folder.string(), "--port", "0", "--web", served.options.web_dir.string()});
  Socket stream(child.port());
  stream.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.receive_until("retry: ");
  EXPECT_EQ(child.end(SIGTERM), 0);
  EXPECT_EQ(run_maskpoint({"serve", "no/such/folder", "--port", "0"}).status, 1);
}

}  // namespace
}  // namespace maskpoint::server
