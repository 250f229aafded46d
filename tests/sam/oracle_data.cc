#include "oracle_data.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace maskpoint::sam {

namespace {

// The everyday answers, or those of random prompts (scripts/soak.sh).
std::string path_of(const std::string& file) {
  const char* set = std::getenv("MASKPOINT_ORACLE");
  return std::string(MASKPOINT_TEST_OUT) + "/" + (set != nullptr ? set : "oracle") + "/" + file;
}

std::vector<float> read_floats(const std::string& file, std::size_t count) {
  std::vector<float> values(count);
  std::ifstream in(path_of(file), std::ios::binary);
  in.read(reinterpret_cast<char*>(values.data()), std::streamsize(count * sizeof(float)));
  EXPECT_TRUE(in.good()) << "cannot read " << path_of(file);
  return values;
}

OracleCase read_case(const nlohmann::json& entry, const OraclePhoto& photo) {
  OracleCase c;
  c.name = photo.name + ", " + entry["kind"].get<std::string>();
  for (const auto& p : entry["points"])
    c.prompt.points.push_back(
        {{p[0].get<double>(), p[1].get<double>()}, PointLabel(p[2].get<int>())});
  if (const auto& b = entry["box"]; !b.is_null())
    c.prompt.box =
        geom::Box{b[0].get<double>(), b[1].get<double>(), b[2].get<double>(), b[3].get<double>()};
  if (!entry["prior"].is_null())
    c.prompt.prior =
        std::make_shared<const Logits>(read_floats(entry["prior"].get<std::string>(), kLogitCount));
  c.logits_file = entry["logits"].get<std::string>();
  for (int i = 0; i < kMaskCount; ++i)
    c.scores[i] = entry["scores"][i].get<float>();
  c.full_size = {photo.size, entry["runs"].get<std::vector<std::uint32_t>>()};
  return c;
}

std::vector<OraclePhoto> read_all() {
  std::vector<OraclePhoto> photos;
  std::ifstream file(path_of("cases.json"));
  const nlohmann::json index = nlohmann::json::parse(file, nullptr, false);
  if (!index.is_object()) {
    ADD_FAILURE() << "ONNX Runtime's answers are not in " << path_of("")
                  << ": build the native preset and run `ctest -R decoder_oracle` there first.";
    return photos;
  }
  for (const auto& entry : index["photos"]) {
    OraclePhoto photo;
    photo.name = entry["name"].get<std::string>();
    photo.size = {entry["width"].get<int>(), entry["height"].get<int>()};
    photo.embedding =
        read_floats(entry["embedding"].get<std::string>(), std::size_t(kGridTokens) * kEmbedDim);
    for (const auto& c : entry["cases"])
      photo.cases.push_back(read_case(c, photo));
    photos.push_back(std::move(photo));
  }
  return photos;
}

}  // namespace

std::vector<float> OracleCase::logits() const {
  return read_floats(logits_file, std::size_t(kMaskCount) * kLogitCount);
}

const std::vector<OraclePhoto>& oracle_photos() {
  static const std::vector<OraclePhoto> photos = read_all();
  EXPECT_FALSE(photos.empty()) << "no answers of ONNX Runtime to compare with";
  return photos;
}

std::vector<std::byte> oracle_weights_file(TensorType type) {
  const char* name =
      type == TensorType::kF32 ? "decoder.f32.safetensors" : "decoder.f16.safetensors";
  std::ifstream in(path_of(name), std::ios::binary);
  EXPECT_TRUE(in.good()) << "cannot read " << path_of(name)
                         << ": run `ctest -R decoder_oracle` in the native build first.";
  const std::vector<char> text((std::istreambuf_iterator<char>(in)),
                               std::istreambuf_iterator<char>());
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

std::shared_ptr<const Weights> oracle_weights(TensorType type) {
  const auto weights = Weights::parse(oracle_weights_file(type));
  EXPECT_TRUE(weights.ok()) << weights.status().message();
  return weights.ok() ? *weights : nullptr;
}

}  // namespace maskpoint::sam
