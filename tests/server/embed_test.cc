// `maskpoint embed`: what is written, what is skipped, what is refused.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/cli_fixture.h"
#include "server/embed_record.h"
#include "server/embedding_key.h"
#include "server/embedding_write.h"
#include "server/image_fixture.h"
#include "server/image_jpeg.h"
#include "server/image_plan.h"
#include "server/npy.h"
#include "server/run_progress.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

void write_jpeg(const fs::path& path, geom::ImageSize size) {
  fs::create_directories(path.parent_path());
  const auto jpeg = encode_jpeg(pattern_image(size), 80);
  ASSERT_TRUE(jpeg.ok());
  ASSERT_TRUE(write_file_whole(path, *jpeg).ok());
}

TEST(ImagePlan, SearchesFoldersAndNamesOutputs) {
  const fs::path folder = fresh_folder("plan");
  for (const char* name :
       {"in/b.jpg", "in/a/c.PNG", "in/a/notes.txt", "in/.maskpoint/x.jpg", "other/d"}) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << "x";
  }
  fs::create_directory_symlink(folder / "other", folder / "in" / "link");
  const std::vector<fs::path> paths = {folder / "in", folder / "other/d", folder / "absent"};
  const auto plan = plan_images(paths, "out", ".npy");
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(plan->tasks.size(), 3u);
  EXPECT_EQ(plan->tasks[0].output, fs::path("out/a/c.PNG.npy"));
  EXPECT_EQ(plan->tasks[1].output, fs::path("out/b.jpg.npy"));
  EXPECT_EQ(plan->tasks[2].output, fs::path("out/d.npy"));
  ASSERT_EQ(plan->failures.size(), 1u);
  EXPECT_EQ(plan->failures[0].first, folder / "absent");

  const auto first = shard_of(plan->tasks, {1, 2}), second = shard_of(plan->tasks, {2, 2});
  EXPECT_EQ(first.size(), 2u);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].image, plan->tasks[1].image);
}

TEST(ImagePlan, TwoImagesForOneOutputAreAnError) {
  const fs::path folder = fresh_folder("collision");
  for (const char* name : {"a/x.jpg", "b/x.jpg"}) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << "x";
  }
  const std::vector<fs::path> both = {folder / "a", folder / "b"};
  const auto plan = plan_images(both, "out", ".npy");
  ASSERT_FALSE(plan.ok());
  EXPECT_NE(plan.status().message().find("a/x.jpg"), std::string::npos);
  EXPECT_NE(plan.status().message().find("b/x.jpg"), std::string::npos);
  // The same file named twice is one task.
  const std::vector<fs::path> twice = {folder / "a", folder / "a" / "x.jpg", folder / "a"};
  ASSERT_TRUE(plan_images(twice, "out", ".npy").ok());
  EXPECT_EQ(plan_images(twice, "out", ".npy")->tasks.size(), 1u);
}

TEST(EmbedRecord, RoundTripsAndSurvivesGarbage) {
  const EmbedRecord record{"sam", "aa", "bb", {640, 480}, NpyType::kFloat32, "cc"};
  const auto again = parse_record(record_json(record));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(record_json(*again), record_json(record));
  EXPECT_FALSE(parse_record("nonsense").ok());
  EXPECT_FALSE(parse_record("[1]").ok());
  EXPECT_TRUE(parse_record("{\"model\": 3, \"image_width\": \"x\"}").ok());
}

TEST(RunProgress, DurationsReadWell) {
  EXPECT_EQ(duration_text(0.2), "0 s");
  EXPECT_EQ(duration_text(59.4), "59 s");
  EXPECT_EQ(duration_text(200), "3 min 20 s");
  EXPECT_EQ(duration_text(7500), "2 h 5 min");
}

class Embed : public testing::Test {
 protected:
  void SetUp() override {
    if (cli_model().empty()) GTEST_SKIP() << "No models or photos: run scripts/setup.sh";
    folder_ = fresh_folder("embed");
    out_ = folder_ / "out";
  }
  CliResult embed(const std::vector<std::string>& more = {}) {
    std::vector<std::string> all = {"embed",   (folder_ / "in").string(), "-o", out_.string(),
                                    "--model", cli_model().string()};
    all.insert(all.end(), more.begin(), more.end());
    return run_maskpoint(all);
  }

  fs::path folder_, out_;
};

TEST_F(Embed, WritesSkipsRenewsAndRefuses) {
  write_jpeg(folder_ / "in" / "a" / "one.jpg", {60, 40});
  write_jpeg(folder_ / "in" / "two.jpg", {40, 60});
  std::ofstream(folder_ / "in" / "bad.jpg") << "no picture";
  const fs::path one = out_ / "a" / "one.jpg.npy", two = out_ / "two.jpg.npy";

  const CliResult first = embed();
  EXPECT_EQ(first.status, 1);
  EXPECT_NE(first.out.find("2 embedded, 0 skipped, 1 failed"), std::string::npos) << first.out;
  EXPECT_NE(first.err.find("bad.jpg"), std::string::npos) << first.err;
  EXPECT_FALSE(fs::exists(out_ / "bad.jpg.npy"));
  const auto bytes = read_file(one);
  ASSERT_TRUE(bytes.ok());
  EXPECT_TRUE(parse_embedding(*bytes, "one").ok());
  EXPECT_EQ(parse_npy(*bytes, "one")->type, NpyType::kFloat16);
  const auto record = nlohmann::json::parse(text_of(one.string() + ".json"));
  EXPECT_EQ(record["image_sha256"], sha256_hex(*read_file(folder_ / "in" / "a" / "one.jpg")));
  EXPECT_EQ(record["encoder_sha256"], *sha256_file(cli_model() / "encoder.onnx"));
  EXPECT_EQ(record["image_width"], 60);

  fs::remove(folder_ / "in" / "bad.jpg");
  const CliResult second = embed();
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_NE(second.out.find("0 embedded, 2 skipped, 0 failed"), std::string::npos) << second.out;

  // A damaged result and one whose image has changed are made again, the latter differently.
  fs::resize_file(one, 1000);
  write_jpeg(folder_ / "in" / "two.jpg", {50, 60});
  const auto two_before = read_file(two);
  const CliResult third = embed();
  EXPECT_NE(third.out.find("2 embedded, 0 skipped, 0 failed"), std::string::npos) << third.out;
  EXPECT_EQ(*read_file(one), *bytes);
  EXPECT_NE(*read_file(two), *two_before);

  // Somebody else's file is left alone until --force.
  fs::remove(two.string() + ".json");
  fs::remove_all(folder_ / "in" / "a");
  const CliResult foreign = embed();
  EXPECT_EQ(foreign.status, 1);
  EXPECT_NE(foreign.err.find("--force"), std::string::npos) << foreign.err;
  const CliResult forced = embed({"--force", "--dtype", "f32"});
  EXPECT_EQ(forced.status, 0) << forced.err;
  EXPECT_EQ(parse_npy(*read_file(two), "two")->type, NpyType::kFloat32);
}

TEST_F(Embed, ShardsShareTheWork) {
  for (const char* name : {"1.jpg", "2.jpg"})
    write_jpeg(folder_ / "in" / name, {30, 20 + name[0]});
  EXPECT_NE(embed({"--shard", "2/2"}).out.find("1 embedded"), std::string::npos);
  EXPECT_TRUE(fs::exists(out_ / "2.jpg.npy"));
  EXPECT_FALSE(fs::exists(out_ / "1.jpg.npy"));
  EXPECT_NE(embed({"--shard", "1/2"}).out.find("1 embedded"), std::string::npos);
  EXPECT_NE(embed().out.find("2 skipped"), std::string::npos);
}

TEST_F(Embed, KilledInTheMiddleItGoesOn) {
  for (int i = 0; i < 3; ++i)
    write_jpeg(folder_ / "in" / (std::to_string(i) + ".jpg"), {30 + i, 20});
  const pid_t child = start_maskpoint(
      {"embed", (folder_ / "in").string(), "-o", out_.string(), "--model", cli_model().string()});
  // Until the first result is there, or at most 60 s.
  for (int i = 0; i < 1200 && !fs::exists(out_ / "0.jpg.npy"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  // Every .npy there is whole.
  for (const auto& entry : fs::directory_iterator(out_))
    if (entry.path().extension() == ".npy") {
      EXPECT_TRUE(read_embedding(entry.path()).ok()) << entry.path();
    }
  const CliResult rest = embed();
  EXPECT_EQ(rest.status, 0) << rest.err;
  EXPECT_NE(rest.out.find(" 0 failed"), std::string::npos) << rest.out;
  EXPECT_EQ(rest.out.find(" 0 skipped"), std::string::npos) << rest.out;
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(read_embedding(out_ / (std::to_string(i) + ".jpg.npy")).ok());
}

}  // namespace
}  // namespace maskpoint::server
