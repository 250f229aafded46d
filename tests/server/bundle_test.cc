#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "server/bundle_command.h"
#include "server/cli_fixture.h"
#include "server/cli_report.h"
#include "server/embedding_write.h"
#include "server/image_fixture.h"
#include "server/image_jpeg.h"
#include "server/npy.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

// A folder with a photo in a folder, a page of one file, and where the site goes.
struct Places {
  fs::path root = fresh_folder("bundle");
  BundleOptions options{root / "photos", root / "site", root / "page", {}, 0};

  Places() {
    fs::create_directories(root / "photos" / "a b");
    fs::create_directories(root / "page");
    std::ofstream(root / "page" / "index.html") << "<!doctype html>";
    const auto jpeg = encode_jpeg(pattern_image({120, 80}), 90);
    EXPECT_TRUE(jpeg.ok());
    EXPECT_TRUE(write_file_whole(root / "photos" / "a b" / "c.jpg", *jpeg).ok());
  }
};

nlohmann::json read_json(const fs::path& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file, nullptr, false);
}

TEST(Bundle, RefusesASiteAmongThePhotosAndAMissingPage) {
  Places places;
  BundleOptions inside = places.options;
  inside.site = places.root / "photos" / "site";
  EXPECT_EQ(bundle_command(inside), kExitFailed);
  EXPECT_FALSE(fs::exists(inside.site));
  fs::remove(places.root / "page" / "index.html");
  EXPECT_EQ(bundle_command(places.options), kExitFailed);
}

TEST(Bundle, WritesPagePhotosEmbeddingsAndTheProject) {
  Places places;
  if (cli_model().empty()) GTEST_SKIP() << "No models: run scripts/setup.sh";
  places.options.model_dir = cli_model();
  ASSERT_EQ(bundle_command(places.options), kExitDone);
  const fs::path site = places.options.site, bundle = site / "bundle";
  EXPECT_TRUE(fs::exists(site / "index.html"));
  EXPECT_TRUE(fs::exists(site / "models" / "decoder.safetensors"));
  EXPECT_EQ(read_json(site / "models" / "encoder.json")["bytes"],
            fs::file_size(site / "models" / "encoder.f16.onnx"));
  const auto manifest = read_json(bundle / "manifest.json");
  EXPECT_EQ(manifest["name"], "photos");
  const auto coco = read_json(bundle / manifest["coco"].get<std::string>());
  ASSERT_EQ(coco["images"].size(), 1u);
  const std::string name = coco["images"][0]["file_name"];
  EXPECT_EQ(name, "a b/c.jpg");
  EXPECT_TRUE(fs::exists(bundle / manifest["photos"].get<std::string>() / name));
  const fs::path npy = bundle / manifest["embeddings"].get<std::string>() / (name + ".npy");
  EXPECT_TRUE(read_embedding(npy).ok());
  // Again: what is there is not made anew.
  const auto made = fs::last_write_time(npy);
  ASSERT_EQ(bundle_command(places.options), kExitDone);
  EXPECT_EQ(fs::last_write_time(npy), made);
}

}  // namespace
}  // namespace maskpoint::server
