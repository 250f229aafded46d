// The command line as such: usage, help, option values, files that are not what they should be.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "server/cli_fixture.h"
#include "server/cli_values.h"
#include "server/embedding_write.h"
#include "server/image_fixture.h"
#include "server/npy.h"

namespace maskpoint::server {
namespace {

std::size_t lines(const std::string& text) {
  return std::size_t(std::count(text.begin(), text.end(), '\n'));
}

TEST(CliValues, PointsBoxesAndShards) {
  const auto include = parse_point("12.5,-3");
  ASSERT_TRUE(include.ok());
  EXPECT_EQ(*include, (sam::PromptPoint{{12.5, -3}, sam::PointLabel::kInclude}));
  EXPECT_EQ(parse_point("1,2,0")->label, sam::PointLabel::kExclude);
  EXPECT_EQ(parse_point("1,2,1")->label, sam::PointLabel::kInclude);
  for (const char* text : {"", "1", "1,", ",1", "1,2,2", "1,2,3,4", "1;2", "nan,1", "inf,1",
                           "1e30,1", "1,2,", "0x10,2", " 1,2"})
    EXPECT_FALSE(parse_point(text).ok()) << text;
  EXPECT_EQ(*parse_box("10,20,5,40"), (geom::Box{5, 20, 10, 40}));
  for (const char* text : {"", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,nan"})
    EXPECT_FALSE(parse_box(text).ok()) << text;
  EXPECT_EQ(parse_shard("3/4")->index, 3);
  for (const char* text : {"", "3", "0/4", "5/4", "1/0", "-1/4", "1/4x", "a/b"})
    EXPECT_FALSE(parse_shard(text).ok()) << text;
}

TEST(Cli, HelpEverywhere) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"},
                                             {"serve", "--help"},
                                             {"embed", "--help"},
                                             {"segment", "--help"},
                                             {"model", "--help"},
                                             {"model", "convert", "--help"}}) {
    const CliResult result = run_maskpoint(arguments);
    EXPECT_EQ(result.status, 0);
    EXPECT_NE(result.out.find("Usage:"), std::string::npos);
    EXPECT_EQ(result.err, "");
  }
  const CliResult version = run_maskpoint({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out.rfind("maskpoint ", 0), 0u) << version.out;
}

TEST(Cli, WrongUsageIs2) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {},
           {"bogus"},
           {"segment"},
           {"segment", "a.png"},
           {"segment", "a.png", "--point", "1"},
           {"segment", "a.png", "--box", "1,2,3"},
           {"segment", "a.png", "--point", "1,2", "--nonsense"},
           {"segment", "a.png", "--point", "1,2", "--threads", "0"},
           {"embed", "a.png"},
           {"embed", "-o", "out"},
           {"embed", "a.png", "-o", "out", "--dtype", "f64"},
           {"embed", "a.png", "-o", "out", "--shard", "2/1"},
           {"serve", "--port", "65536"},
           {"serve", "--cert", "only.pem"},
           {"model"},
           {"model", "convert", "a.onnx"}}) {
    const CliResult result = run_maskpoint(arguments);
    EXPECT_EQ(result.status, 2) << testing::PrintToString(arguments) << result.err;
    EXPECT_NE(result.err, "");
    EXPECT_EQ(result.out, "");
  }
}

TEST(Cli, BadFilesGetOneSentence) {
  if (cli_model().empty()) GTEST_SKIP() << "No models or photos: run scripts/setup.sh";
  const auto folder = fresh_folder("bad");
  const std::string coffee = photo("coffee.png").string();
  std::ofstream(folder / "text.png") << "this is no picture";
  std::filesystem::copy_file(photo("coffee.png"), folder / "cut.png");
  std::filesystem::resize_file(folder / "cut.png", 50'000);
  const std::vector<float> values(4, 0.0f);
  const std::vector<std::int64_t> shape = {2, 2};
  ASSERT_TRUE(
      write_file_whole(folder / "small.npy", npy_bytes(values, shape, NpyType::kFloat32)).ok());
  std::filesystem::create_directories(folder / "half-a-model");
  std::filesystem::create_directories(folder / "cut-model");
  std::filesystem::copy_file(cli_model() / "decoder.safetensors",
                             folder / "cut-model" / "decoder.safetensors");
  std::filesystem::resize_file(folder / "cut-model" / "decoder.safetensors", 100'000);
  std::filesystem::copy_symlink(cli_model() / "encoder.onnx",
                                folder / "cut-model" / "encoder.onnx");
  std::filesystem::create_directories(folder / "garbled-model");
  std::filesystem::copy_file(cli_model() / "decoder.safetensors",
                             folder / "garbled-model" / "decoder.safetensors");
  std::ofstream(folder / "garbled-model" / "encoder.onnx") << "not an encoder";

  struct Case {
    std::vector<std::string> arguments;
    const char* says;
  };
  const std::string model = cli_model().string();
  const auto at = [&folder](const char* name) { return (folder / name).string(); };
  const std::vector<Case> cases = {
      {{"segment", at("absent.png"), "--point", "1,1", "--model", model}, "absent.png"},
      {{"segment", folder.string(), "--point", "1,1", "--model", model}, "cannot be opened"},
      {{"segment", at("text.png"), "--point", "1,1", "--model", model}, "not an image"},
      {{"segment", at("cut.png"), "--point", "1,1", "--model", model}, "cut off"},
      {{"segment", coffee, "--point", "1,1", "--model", model, "--embedding", at("small.npy")},
       "the shape is (2, 2)"},
      {{"segment", coffee, "--point", "1,1", "--model", model, "--mask-input", at("small.npy")},
       "a mask input is (1, 256, 256)"},
      {{"segment", coffee, "--point", "1,1", "--model", model, "--mask-input", at("absent.npy")},
       "absent.npy"},
      {{"segment", coffee, "--point", "1,1", "--model", at("half-a-model")}, "is missing"},
      {{"segment", coffee, "--point", "1,1", "--model", at("cut-model")}, "decoder.safetensors"},
      {{"segment", coffee, "--point", "1,1", "--model", at("garbled-model")}, "encoder.onnx"},
      {{"model", "convert", at("text.png"), "-o", at("out.safetensors")}, "text.png"},
      {{"embed", at("absent"), "-o", at("out"), "--model", model}, "absent"},
  };
  for (const Case& c : cases) {
    const CliResult result = run_maskpoint(c.arguments);
    SCOPED_TRACE(testing::PrintToString(c.arguments) + result.err);
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(lines(result.err), 1u);
    EXPECT_EQ(result.err.rfind("maskpoint: ", 0), 0u);
    EXPECT_NE(result.err.find(c.says), std::string::npos);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "out.safetensors"));
}

}  // namespace
}  // namespace maskpoint::server
