#include "server/encoder_convert.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "server/encoder.h"
#include "server/image_fixture.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

TEST(EncoderConvert, RefusesWhatIsNoModel) {
  const auto folder = fresh_folder("halve");
  EXPECT_FALSE(convert_encoder(folder / "absent.onnx", folder / "out.onnx").ok());
  std::ofstream(folder / "broken.onnx") << "this is no ONNX file";
  const auto broken = convert_encoder(folder / "broken.onnx", folder / "out.onnx");
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.message().find("broken.onnx"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "out.onnx"));
}

TEST(EncoderConvert, HalvesTheWeightsAndKeepsTheEmbedding) {
  const fs::path whole = fs::path(MASKPOINT_DEPS_DIR) / "models/encoder.onnx";
  if (!fs::exists(whole)) GTEST_SKIP() << "No models: run scripts/setup.sh";
  const fs::path half = fresh_folder("halve") / "encoder.f16.onnx";
  ASSERT_TRUE(convert_encoder(whole, half).ok());
  EXPECT_LT(fs::file_size(half), fs::file_size(whole) * 0.62);
  const RgbImage image = pattern_image({300, 200});
  const auto embed = [&](const fs::path& onnx) {
    const auto encoder = Encoder::load(onnx, 0);
    EXPECT_TRUE(encoder.ok()) << encoder.status().message();
    return *(*encoder)->encode(image);
  };
  const auto exact = embed(whole), rounded = embed(half);
  double largest = 0;
  for (std::size_t i = 0; i < exact.size(); ++i)
    largest = std::max(largest, std::fabs(double(exact[i]) - double(rounded[i])));
  EXPECT_LT(largest, 2e-2);
  EXPECT_GT(largest, 0);  // else nothing was converted
}

}  // namespace
}  // namespace maskpoint::server
