// `maskpoint auto`: what is written, what is skipped, what is refused, and that files are what
// their formats say.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "formats/check.h"
#include "server/auto_record.h"
#include "server/cli_fixture.h"
#include "server/embedding_key.h"
#include "server/embedding_write.h"
#include "server/image_file.h"
#include "server/image_fixture.h"
#include "server/image_jpeg.h"
#include "server/png_writer.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

TEST(AutoRecord, RoundTripsAndSurvivesGarbage) {
  const AutoRecord record{{"sam", "aa", "bb", "{}"}, "cc", "dd", ""};
  const auto again = parse_auto_record(auto_record_json(record));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(auto_record_json(*again), auto_record_json(record));
  EXPECT_EQ(parse_auto_record(auto_record_json({{}, "", "", "no image"}))->failed, "no image");
  EXPECT_FALSE(parse_auto_record("nonsense").ok());
  EXPECT_TRUE(parse_auto_record("{\"options\": 3}").ok());
  sam::GeneratorOptions options, other;
  other.visit = sam::GridVisit::kAdaptive;
  EXPECT_NE(options_text(options), options_text(other));
  EXPECT_NE(options_text(options).find("\"0.88\""), std::string::npos) << options_text(options);
}

std::string text_or_empty(const fs::path& path) {
  return fs::exists(path) ? text_of(path) : std::string();
}

void expect_right(formats::Format format, const fs::path& file) {
  const auto report = formats::check_export(format, text_or_empty(file));
  ASSERT_TRUE(report.ok()) << file << ": " << report.status().message();
  for (const formats::Finding& finding : report->findings())
    ADD_FAILURE() << file << ": " << formats::sentence(finding);
}

class Auto : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path photo = fs::path(MASKPOINT_DEPS_DIR) / "photos" / "astronaut.png";
    if (cli_model().empty() || !fs::exists(photo))
      GTEST_SKIP() << "No models or photos: run scripts/setup.sh";
    folder_ = fresh_folder("auto");
    out_ = folder_ / "out";
    fs::create_directories(folder_ / "in" / "a");
    fs::copy_file(photo, folder_ / "in" / "a" / "one.png");
  }
  void add_second() {
    fs::copy_file(fs::path(MASKPOINT_DEPS_DIR) / "photos" / "coffee.png",
                  folder_ / "in" / "two.png");
  }
  void add_bad() { std::ofstream(folder_ / "in" / "bad.jpg") << "no picture"; }
  std::vector<std::string> command(const fs::path& out,
                                   const std::vector<std::string>& more) const {
    std::vector<std::string> all = {"auto",
                                    (folder_ / "in").string(),
                                    "-o",
                                    out.string(),
                                    "--model",
                                    cli_model().string(),
                                    "--points-per-side",
                                    "4"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  CliResult run(const fs::path& out, const std::vector<std::string>& more = {}) const {
    return run_maskpoint(command(out, more));
  }

  fs::path folder_, out_;
};

TEST_F(Auto, Sa1bWritesSkipsRenewsAndRefuses) {
  add_bad();
  const fs::path one = out_ / "a" / "one.png.json";
  const CliResult first = run(out_);
  EXPECT_EQ(first.status, 1);
  EXPECT_NE(first.out.find("1 masked, 0 skipped, 1 failed"), std::string::npos) << first.out;
  EXPECT_NE(first.out.find("masks ("), std::string::npos) << first.out;
  EXPECT_NE(first.err.find("bad.jpg"), std::string::npos) << first.err;
  EXPECT_FALSE(fs::exists(out_ / "bad.jpg.json"));
  expect_right(formats::Format::kSa1b, one);
  const std::string bytes = text_or_empty(one);
  const json file = json::parse(bytes, nullptr, false);
  EXPECT_EQ(file["image"]["file_name"], "a/one.png");
  EXPECT_EQ(file["image"]["width"], 512);
  ASSERT_GT(file["annotations"].size(), 2u);
  std::set<std::string> keys;
  for (const auto& [key, value] : file["annotations"][0].items())
    keys.insert(key);
  EXPECT_EQ(keys, (std::set<std::string>{"id", "segmentation", "bbox", "area", "predicted_iou",
                                         "stability_score", "crop_box", "point_coords"}));
  for (const json& annotation : file["annotations"]) {
    EXPECT_GT(annotation["predicted_iou"], 0.88);
    EXPECT_GE(annotation["stability_score"], 0.949999);
    EXPECT_EQ(annotation["crop_box"], json({0, 0, 512, 512}));
  }

  fs::remove(folder_ / "in" / "bad.jpg");
  const CliResult second = run(out_);
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_NE(second.out.find("0 masked, 1 skipped, 0 failed"), std::string::npos) << second.out;

  // Damaged, it is made again as it was; with other options another.
  fs::resize_file(one, 100);
  EXPECT_NE(run(out_).out.find("1 masked"), std::string::npos);
  EXPECT_EQ(text_or_empty(one), bytes);
  EXPECT_NE(run(out_, {"--pred-iou-thresh", "0.95"}).out.find("1 masked"), std::string::npos);
  EXPECT_LT(text_or_empty(one).size(), bytes.size());

  // Somebody else's file is left alone until --force.
  fs::remove_all(out_ / ".maskpoint");
  const CliResult foreign = run(out_);
  EXPECT_EQ(foreign.status, 1);
  EXPECT_NE(foreign.err.find("--force"), std::string::npos) << foreign.err;
  EXPECT_LT(text_or_empty(one).size(), bytes.size());
  EXPECT_EQ(run(out_, {"--force"}).status, 0);
  EXPECT_EQ(text_or_empty(one), bytes);
}

TEST_F(Auto, CropsAndRegions) {
  const CliResult crops = run(out_, {"--crop-n-layers", "1", "--min-mask-region-area", "100"});
  EXPECT_EQ(crops.status, 0) << crops.err;
  const fs::path one = out_ / "a" / "one.png.json";
  expect_right(formats::Format::kSa1b, one);
  std::set<std::string> boxes;
  const json file = json::parse(text_or_empty(one), nullptr, false);
  for (const json& annotation : file["annotations"])
    boxes.insert(annotation["crop_box"].dump());
  EXPECT_GT(boxes.size(), 1u);
}

TEST_F(Auto, ShardsMakeOneCocoFileTogether) {
  add_second();
  add_bad();
  const fs::path coco = folder_ / "results" / "all.json";
  const CliResult first = run(coco, {"--shard", "2/2"});
  EXPECT_NE(first.out.find("still to be done"), std::string::npos) << first.out;
  EXPECT_FALSE(fs::exists(coco));
  const CliResult second = run(coco, {"--shard", "1/2"});
  EXPECT_EQ(first.status + second.status, 1);  // the bad image is one shard's
  expect_right(formats::Format::kCoco, coco);
  const json file = json::parse(text_or_empty(coco), nullptr, false);
  ASSERT_EQ(file["images"].size(), 2u);
  EXPECT_EQ(file["images"][0]["file_name"], "a/one.png");
  EXPECT_EQ(file["images"][1]["file_name"], "two.png");
  EXPECT_EQ(file["categories"].size(), 1u);
  std::set<int> ids, images;
  for (const json& annotation : file["annotations"]) {
    ids.insert(annotation["id"].get<int>());
    images.insert(annotation["image_id"].get<int>());
    EXPECT_TRUE(annotation.contains("point_coords"));
  }
  EXPECT_EQ(ids.size(), file["annotations"].size());
  EXPECT_EQ(images.size(), 2u);

  // Once more by one machine: nothing to do, the same file. Elsewhere from the start: the same too.
  const std::string bytes = text_or_empty(coco);
  fs::remove(coco);
  EXPECT_NE(run(coco).out.find("0 masked, 2 skipped, 1 failed"), std::string::npos);
  EXPECT_EQ(text_or_empty(coco), bytes);
  run(folder_ / "elsewhere.json", {"--threads", "1"});
  EXPECT_EQ(text_or_empty(folder_ / "elsewhere.json"), bytes);
}

TEST_F(Auto, KilledInTheMiddleItGoesOn) {
  add_second();
  fs::copy_file(folder_ / "in" / "two.png", folder_ / "in" / "three.png");
  const fs::path coco = folder_ / "all.json", parts = folder_ / "all.json.parts";
  const pid_t child = start_maskpoint(command(coco, {}));
  // Until the first result is there, or at most 60 s.
  for (int i = 0; i < 3000 && !fs::exists(parts / "a" / "one.png.json"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  expect_right(formats::Format::kSa1b, parts / "a" / "one.png.json");
  EXPECT_FALSE(fs::exists(coco));
  const CliResult rest = run(coco);
  EXPECT_EQ(rest.status, 0) << rest.err;
  EXPECT_EQ(rest.out.find(" 0 skipped"), std::string::npos) << rest.out;
  expect_right(formats::Format::kCoco, coco);
  EXPECT_EQ(json::parse(text_or_empty(coco), nullptr, false)["images"].size(), 3u);
}

TEST_F(Auto, AModelThatIsBrokenEndsTheRun) {
  add_second();
  const fs::path model = folder_ / "model";
  fs::copy(cli_model(), model);
  fs::resize_file(model / "decoder.safetensors", 1000);
  const CliResult result =
      run_maskpoint({"auto", (folder_ / "in").string(), "-o", (folder_ / "all.json").string(),
                     "--model", model.string()});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.out.find("1 failed; stopped"), std::string::npos) << result.out;
  EXPECT_FALSE(fs::exists(folder_ / "all.json"));
}

TEST_F(Auto, WrongUsageIsSaid) {
  EXPECT_EQ(run(out_, {"--points-per-side", "0"}).status, 2);
  EXPECT_EQ(run(out_, {"--pred-iou-thresh", "7"}).status, 2);
  EXPECT_EQ(run(out_, {"--shard", "3/2"}).status, 2);
  EXPECT_EQ(run(out_, {"--format", "xml"}).status, 2);
  EXPECT_EQ(run(folder_ / "in", {"--format", "coco"}).status, 2);
  EXPECT_EQ(run(folder_ / "in" / "a" / "one.png", {"--format", "sa1b"}).status, 2);
  EXPECT_EQ(run_maskpoint({"auto", "--help"}).status, 0);
}

}  // namespace
}  // namespace maskpoint::server
