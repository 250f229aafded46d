#include "bench/bench_inputs.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "server/npy.h"

namespace maskpoint::bench {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kPrompts = "tests/bench/prompts.json";
const fs::path kFolder = "build/bench/input";

[[noreturn]] void fail(const std::string& what) {
  std::cerr << what << "; run scripts/bench.sh native.\n";
  std::exit(1);
}

std::vector<std::byte> read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("Cannot read " + path.string());
  const std::vector<char> text((std::istreambuf_iterator<char>(in)),
                               std::istreambuf_iterator<char>());
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

sam::PromptPoint point_of(const json& at, int label) {
  return {{at[0].get<double>(), at[1].get<double>()}, sam::PointLabel(label)};
}

}  // namespace

Inputs read_inputs() {
  std::ifstream file(kPrompts);
  const json spec = json::parse(file, nullptr, false);
  if (!spec.is_object()) fail("Cannot read " + kPrompts.string());
  Inputs inputs;
  inputs.onnx = "build/deps/models/sam.onnx";
  inputs.weights_file = read_bytes(kFolder / "decoder.f32.safetensors");
  auto embedding = server::read_embedding(kFolder / (spec["photo"].get<std::string>() + ".npy"));
  if (!embedding.ok()) fail(embedding.status().message());
  inputs.embedding = std::move(embedding).value();
  inputs.size = {spec["size"][0].get<int>(), spec["size"][1].get<int>()};
  for (const json& at : spec["clicks"])
    inputs.clicks.push_back({{point_of(at, 1)}, {}, {}});
  for (const json& b : spec["boxes"])
    inputs.boxes.push_back(
        {{},
         geom::Box{b[0].get<double>(), b[1].get<double>(), b[2].get<double>(), b[3].get<double>()},
         {}});
  for (const json& refinement : spec["refinements"]) {
    const int click = refinement["click"].get<int>();
    const json& then = refinement["then"];
    inputs.refinements.push_back(
        {{point_of(spec["clicks"][std::size_t(click)], 1), point_of(then, then[2].get<int>())},
         {},
         {}});
    inputs.refined_click.push_back(click);
  }
  return inputs;
}

}  // namespace maskpoint::bench
