#include "server/encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "encoding/encoder_input.h"
#include "encoding/resize.h"
#include "server/embedding_cache.h"
#include "server/embedding_key.h"
#include "server/image_fixture.h"
#include "server/npy.h"

namespace maskpoint::server {
namespace {

std::filesystem::path model_file(const char* name) {
  return std::filesystem::path(MASKPOINT_DEPS_DIR) / "models" / name;
}

TEST(Preprocess, NormalisesThenPads) {
  const RgbImage image = pattern_image({1024, 300});
  const std::vector<float> tensor = encoding::encoder_input(image);
  ASSERT_EQ(tensor.size(), 3u * 1024 * 1024);
  const double mean[] = {123.675, 116.28, 103.53}, deviation[] = {58.395, 57.12, 57.375};
  for (const auto& [x, y] : {std::pair(0, 0), std::pair(1023, 299), std::pair(17, 211)})
    for (int c = 0; c < 3; ++c) {
      const double expected =
          (image.pixels[(std::size_t(y) * 1024 + x) * 3 + c] - mean[c]) / deviation[c];
      EXPECT_NEAR(tensor[(std::size_t(c) * 1024 + y) * 1024 + x], expected, 1e-6);
    }
  // Padding is zero after normalisation, not black.
  for (int c = 0; c < 3; ++c)
    EXPECT_EQ(tensor[(std::size_t(c) * 1024 + 300) * 1024 + 5], 0.0f);
}

TEST(EmbeddingKey, IsSha256) {
  const std::string text = "abc";
  EXPECT_EQ(sha256_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string a(64, 'a'), b(64, 'b');
  EXPECT_EQ(embedding_key(a, b).size(), 64u);
  EXPECT_NE(embedding_key(a, b), embedding_key(b, a));
}

TEST(EmbeddingCache, FindsWhatWasStored) {
  const EmbeddingCache cache(fresh_folder("cache") / "embeddings");
  const std::string key(64, 'c');
  EXPECT_FALSE(cache.contains(key));
  EXPECT_EQ(cache.load(key).status().code(), base::StatusCode::kNotFound);
  const auto npy = embedding_npy(std::vector<float>(kEmbeddingValues, 0.5f), NpyType::kFloat16);
  ASSERT_TRUE(cache.store(key, npy).ok());
  EXPECT_TRUE(cache.contains(key));
  ASSERT_TRUE(cache.load(key).ok());
  EXPECT_EQ(*cache.load(key), npy);
  // Cut off on disk: as if it were not there.
  std::filesystem::resize_file(cache.path_of(key), npy.size() / 2);
  EXPECT_FALSE(cache.contains(key));
  EXPECT_FALSE(cache.load(key).ok());
}

TEST(Encoder, RefusesWhatIsNoEncoder) {
  const auto folder = fresh_folder("encoder");
  const auto missing = Encoder::load(folder / "absent.onnx", 1);
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.status().message().find("absent.onnx"), std::string::npos);
  std::ofstream(folder / "broken.onnx") << "this is no ONNX file";
  const auto broken = Encoder::load(folder / "broken.onnx", 1);
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.status().message().find("broken.onnx"), std::string::npos);
  if (!std::filesystem::exists(model_file("sam.onnx")))
    GTEST_SKIP() << "No models: run scripts/setup.sh";
  const auto decoder = Encoder::load(model_file("sam.onnx"), 1);
  ASSERT_FALSE(decoder.ok());
  EXPECT_NE(decoder.status().message().find("is not a SAM image encoder"), std::string::npos)
      << decoder.status().message();
}

TEST(Encoder, EncodesAPhoto) {
  if (!std::filesystem::exists(model_file("encoder.onnx")) ||
      !std::filesystem::exists(photo("coffee.png")))
    GTEST_SKIP() << "No models or photos: run scripts/setup.sh";
  const auto encoder = Encoder::load(model_file("encoder.onnx"), 0);
  ASSERT_TRUE(encoder.ok()) << encoder.status().message();
  const auto bytes = read_file(photo("coffee.png"));
  ASSERT_TRUE(bytes.ok());
  const auto image = decode_image(*bytes);
  ASSERT_TRUE(image.ok());
  const auto embedding = (*encoder)->encode(*image);
  ASSERT_TRUE(embedding.ok()) << embedding.status().message();
  ASSERT_EQ(embedding->size(), kEmbeddingValues);
  double sum = 0, squares = 0;
  for (const float v : *embedding) {
    ASSERT_TRUE(std::isfinite(v));
    sum += v;
    squares += double(v) * v;
  }
  // SAM's neck ends in a LayerNorm2d: little mean, a fixed spread.
  EXPECT_LT(std::fabs(sum / kEmbeddingValues), 0.05);
  EXPECT_GT(squares / kEmbeddingValues, 1e-3);
  // Deterministic: the cache and the resumed runs rely on it.
  const auto again = (*encoder)->encode(*image);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *embedding);
}

}  // namespace
}  // namespace maskpoint::server
