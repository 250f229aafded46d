// `maskpoint segment` on a real photo, as a user would call it.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "mask/bitmap.h"
#include "server/cli_fixture.h"
#include "server/image_fixture.h"
#include "server/npy.h"

namespace maskpoint::server {
namespace {

constexpr geom::ImageSize kCoffee = {600, 400};

class Segment : public testing::Test {
 protected:
  void SetUp() override {
    if (cli_model().empty()) GTEST_SKIP() << "No models or photos: run scripts/setup.sh";
    folder_ = fresh_folder("segment");
  }

  // The JSON of `segment coffee.png` with the model, or a discarded value after a failure.
  nlohmann::json segment(const std::vector<std::string>& options) {
    std::vector<std::string> all = {"segment", photo("coffee.png").string(), "--model",
                                    cli_model().string()};
    all.insert(all.end(), options.begin(), options.end());
    const CliResult result = run_maskpoint(all);
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(result.err, "");
    return nlohmann::json::parse(result.out, nullptr, false);
  }
  // Its embedding, computed once.
  std::string embedding() {
    const auto out = std::filesystem::path(MASKPOINT_TEST_OUT) / "server" / "segment-embedding";
    const auto file = out / "coffee.png.npy";
    const CliResult result =
        run_maskpoint({"embed", photo("coffee.png").string(), "-o", out.string(), "--dtype", "f32",
                       "--model", cli_model().string()});
    EXPECT_EQ(result.status, 0) << result.err;
    return file.string();
  }

  std::filesystem::path folder_;
};

mask::Bitmap bitmap_of(const nlohmann::json& m) {
  const auto& size = m["segmentation"]["size"];
  const auto rle =
      mask::decode_counts(m["segmentation"]["counts"].get<std::string>(), {size[1], size[0]});
  EXPECT_TRUE(rle.ok());
  return rle.ok() ? mask::decode(*rle) : mask::Bitmap({1, 1});
}

double iou(const mask::Bitmap& a, const mask::Bitmap& b) {
  double both = 0, either = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    both += a.pixels[i] & b.pixels[i];
    either += a.pixels[i] | b.pixels[i];
  }
  return either > 0 ? both / either : 1;
}

TEST_F(Segment, AClickGivesTheContractsJson) {
  const nlohmann::json json = segment({"--point", "300,150"});
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["image"],
            (nlohmann::json{{"file_name", "coffee.png"}, {"width", 600}, {"height", 400}}));
  ASSERT_EQ(json["masks"].size(), 1u);
  const auto& m = json["masks"][0];
  EXPECT_EQ(m["segmentation"]["size"], (nlohmann::json{400, 600}));
  const mask::Bitmap bitmap = bitmap_of(m);
  const mask::Rle rle = mask::encode(bitmap);
  EXPECT_EQ(m["area"].get<std::uint64_t>(), mask::area(rle));
  const geom::Rect box = mask::bbox(rle);
  EXPECT_EQ(m["bbox"], (nlohmann::json{box.x, box.y, box.width, box.height}));
  EXPECT_EQ(bitmap.at(300, 150), 1) << "the mask holds the pixel clicked on";
  EXPECT_GT(m["predicted_iou"].get<double>(), 0.8);
  EXPECT_GT(m["stability_score"].get<double>(), 0.7);
  EXPECT_GE(m["index"].get<int>(), 1);  // one point: the best of 1–3
  EXPECT_GT(json["timing_ms"]["encode"].get<double>(), 0);
  EXPECT_GT(json["timing_ms"]["decode"].get<double>(), 0);
}

TEST_F(Segment, AnEmbeddingFileGivesTheSameMaskWithoutEncoding) {
  const nlohmann::json direct = segment({"--point", "300,150", "--point", "20,20,0"});
  const nlohmann::json stored =
      segment({"--point", "300,150", "--point", "20,20,0", "--embedding", embedding()});
  EXPECT_EQ(stored["masks"], direct["masks"]);
  EXPECT_TRUE(stored["timing_ms"]["encode"].is_null());
  // Threads share the work, they do not change it.
  EXPECT_EQ(segment({"--point", "300,150", "--point", "20,20,0", "--embedding", embedding(),
                     "--threads", "1"})["masks"],
            direct["masks"]);
}

TEST_F(Segment, MultimaskWritesThreeMasksPngsAndLogits) {
  const nlohmann::json json =
      segment({"--point", "300,150", "--multimask", "--embedding", embedding(), "--png",
               (folder_ / "m.png").string(), "--logits", (folder_ / "l.npy").string()});
  ASSERT_EQ(json["masks"].size(), 3u);
  const auto bytes = read_file(folder_ / "l.npy");
  ASSERT_TRUE(bytes.ok());
  const auto logits = parse_npy(*bytes, "l.npy");
  ASSERT_TRUE(logits.ok());
  EXPECT_EQ(logits->shape, (std::vector<std::int64_t>{3, 256, 256}));
  EXPECT_EQ(logits->type, NpyType::kFloat32);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(json["masks"][i]["index"], i + 1);
    const auto png = read_file(folder_ / ("m_" + std::to_string(i + 1) + ".png"));
    ASSERT_TRUE(png.ok());
    const auto image = decode_image(*png);
    ASSERT_TRUE(image.ok());
    ASSERT_EQ(image->size, kCoffee);
    const mask::Bitmap bitmap = bitmap_of(json["masks"][i]);
    std::size_t different = 0;
    for (std::size_t p = 0; p < bitmap.pixels.size(); ++p)
      different += image->pixels[p * 3] != bitmap.pixels[p] * 255;
    EXPECT_EQ(different, 0u);
  }
}

TEST_F(Segment, ABoxAndItsRefinementStayInPlace) {
  const std::string box = "170,20,420,265";
  const std::string logits = (folder_ / "l.npy").string();
  const nlohmann::json first = segment({"--box", box, "--embedding", embedding(), "--logits",
                                        logits, "-o", (folder_ / "first.json").string()});
  EXPECT_TRUE(first.is_discarded()) << "with -o nothing goes to standard output";
  const nlohmann::json written = nlohmann::json::parse(text_of(folder_ / "first.json"));
  const mask::Bitmap before = bitmap_of(written["masks"][0]);
  const nlohmann::json refined =
      segment({"--box", box, "--embedding", embedding(), "--mask-input", logits});
  const mask::Bitmap after = bitmap_of(refined["masks"][0]);
  EXPECT_GE(written["masks"][0]["index"].get<int>(),
            1);  // two corners, no padding: the best of 1–3
  EXPECT_GT(iou(before, after), 0.8);
  EXPECT_NE(refined["masks"][0]["segmentation"], written["masks"][0]["segmentation"])
      << "the mask input has no influence";
  const auto& b = written["masks"][0]["bbox"];
  EXPECT_NEAR(b[0].get<double>(), 170, 25);
  EXPECT_NEAR(b[1].get<double>(), 20, 25);
}

}  // namespace
}  // namespace maskpoint::server
