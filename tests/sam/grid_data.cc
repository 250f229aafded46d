#include "grid_data.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sam/weights.h"

namespace maskpoint::sam {

namespace {

using nlohmann::json;

std::string path_of(const std::string& file) {
  const char* set = std::getenv("MASKPOINT_ORACLE_GRID");
  return std::string(MASKPOINT_TEST_OUT) + "/" + (set != nullptr ? set : "oracle") + "/" + file;
}

std::vector<float> read_floats(const std::string& file, std::size_t from, std::size_t count) {
  std::vector<float> values(count);
  std::ifstream in(path_of(file), std::ios::binary);
  in.seekg(std::streamoff(from * sizeof(float)));
  in.read(reinterpret_cast<char*>(values.data()), std::streamsize(count * sizeof(float)));
  EXPECT_TRUE(in.good()) << "cannot read " << path_of(file);
  return values;
}

GridCrop read_crop(const json& entry) {
  GridCrop crop;
  const json& b = entry["box"];
  crop.box = {b[0].get<int>(), b[1].get<int>(), b[2].get<int>(), b[3].get<int>()};
  crop.layer = entry["layer"].get<int>();
  crop.embedding_file = entry["embedding"].get<std::string>();
  crop.logits_file = entry["logits"].get<std::string>();
  for (const json& point : entry["points"]) {
    std::array<GridAnswer, 3> answers;
    for (std::size_t i = 0; i < 3; ++i)
      answers[i] = {point[i][0].get<float>(), point[i][1].get<int>()};
    crop.points.push_back(answers);
  }
  return crop;
}

}  // namespace

std::vector<float> GridCrop::embedding() const {
  return read_floats(embedding_file, 0, std::size_t(kGridTokens) * kEmbedDim);
}

Logits GridCrop::logits(int place) const {
  return read_floats(logits_file, std::size_t(place) * kLogitCount, kLogitCount);
}

std::vector<GridRun> grid_runs() {
  std::ifstream file(path_of("grid.json"));
  const json index = json::parse(file, nullptr, false);
  std::vector<GridRun> runs;
  if (!index.is_object()) {
    ADD_FAILURE() << "ONNX Runtime's answers are not in " << path_of("grid.json")
                  << ": build the native preset and run `ctest -R decoder_oracle` there first.";
    return runs;
  }
  for (const json& entry : index["runs"]) {
    GridRun run;
    run.name = entry["name"].get<std::string>();
    run.size = {entry["width"].get<int>(), entry["height"].get<int>()};
    run.points_per_side = entry["points_per_side"].get<int>();
    run.crop_n_layers = entry["crop_n_layers"].get<int>();
    run.crop_n_points_downscale_factor = entry["crop_n_points_downscale_factor"].get<int>();
    for (const json& crop : entry["crops"])
      run.crops.push_back(read_crop(crop));
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace maskpoint::sam
