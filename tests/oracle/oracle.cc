// Writes what ONNX Runtime answers, for the decoder's tests to compare with (natively and under
// Node, where there is no ONNX Runtime): OUT/oracle/cases.json and the files it names, unless they
// are there already, made from the same models by the same version of this tool; and the decoder's
// weights as the converter of today writes them.
//
//   decoder_oracle OUT DEPS [--random COUNT | --grid SIDE]
//
// With --grid only the answers at SIDE×SIDE points, to OUT/oracle-grid (grid_answers.h); the
// everyday run writes those of a small grid too. Embeddings are (256, 64, 64) float32, logits (4,
// 256, 256) float32, as raw little-endian files.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "encoding/resize.h"
#include "oracle/checked.h"
#include "oracle/grid_answers.h"
#include "oracle/ort_decoder.h"
#include "oracle/prompts.h"
#include "server/embedding_key.h"
#include "server/encoder.h"
#include "server/image_file.h"
#include "server/model_convert.h"

namespace maskpoint::oracle {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

// Raised when the prompts, the photos or the files' layout change.
constexpr int kVersion = 4;

server::RgbImage quarter_turn(const server::RgbImage& image) {
  server::RgbImage turned{{image.size.height, image.size.width}, {}};
  turned.pixels.resize(image.pixels.size());
  for (int y = 0; y < turned.size.height; ++y)
    for (int x = 0; x < turned.size.width; ++x)
      for (int c = 0; c < 3; ++c)
        turned.pixels[(std::size_t(y) * turned.size.width + x) * 3 + c] =
            image.pixels[(std::size_t(image.size.height - 1 - x) * image.size.width + y) * 3 + c];
  return turned;
}

struct Photo {
  std::string name;
  server::RgbImage image;
};

// Landscape, portrait, square, and two longer than 1024; three more for the random prompts.
std::vector<Photo> photos(const fs::path& folder, int random_count) {
  const auto load = [&](const char* file) {
    return check(server::decode_image(check(server::read_file(folder / file))));
  };
  std::vector<Photo> list;
  list.push_back({"landscape", load("chelsea.png")});
  list.push_back({"portrait", quarter_turn(load("rocket.jpg"))});
  list.push_back({"square", load("astronaut.png")});
  list.push_back({"large-square", load("retina.jpg")});
  list.push_back({"large-landscape", encoding::resize_bilinear(load("coffee.png"), {1800, 1200})});
  if (random_count > 0) {
    list.push_back({"grey", load("coins.png")});
    list.push_back({"table", load("coffee.png")});
    list.push_back({"tall", quarter_turn(load("chelsea.png"))});
  }
  return list;
}

void write_floats(const fs::path& path, const std::vector<float>& values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values.data()), std::streamsize(values.size() * 4));
  if (!file) fail("Cannot write " + path.string() + "; is the disk full?");
}

json describe(const sam::Prompt& prompt) {
  json points = json::array();
  for (const sam::PromptPoint& p : prompt.points)
    points.push_back({p.at.x, p.at.y, int(p.label)});
  json box = nullptr;
  if (prompt.box) box = {prompt.box->x0, prompt.box->y0, prompt.box->x1, prompt.box->y1};
  return {{"points", points}, {"box", box}};
}

// The converter is ours and changes: converted each time.
void write_weights(const fs::path& out, const fs::path& deps) {
  for (const auto& [file, type] : {std::pair("decoder.f32.safetensors", sam::TensorType::kF32),
                                   std::pair("decoder.f16.safetensors", sam::TensorType::kF16)}) {
    const base::Status status = server::convert_model(deps / "models/sam.onnx", out / file, type);
    if (!status.ok()) fail(status.message());
  }
}

void write_answers(const fs::path& out, const fs::path& deps, int random_count, json index) {
  const auto encoder = check(server::Encoder::load(deps / "models/encoder.onnx", 2));
  OrtDecoder decoder(deps / "models/sam.onnx");
  unsigned seed = 1;
  for (const Photo& photo : photos(deps / "photos", random_count)) {
    const geom::ImageSize size = photo.image.size;
    const std::vector<float> embedding = check(encoder->encode(photo.image));
    const std::string embedding_file = photo.name + ".embedding.bin";
    write_floats(out / embedding_file, embedding);
    json cases = json::array();
    std::vector<sam::LogitsPtr> selected;
    const std::vector<PromptCase> prompts =
        random_count > 0 ? random_prompts(size, seed, random_count) : prompts_for(size, seed);
    for (const PromptCase& c : prompts) {
      sam::Prompt prompt = c.prompt;
      if (c.prior_of >= 0) prompt.prior = selected[std::size_t(c.prior_of)];
      const OrtAnswer answer = decoder.decode(embedding, size, prompt);
      selected.push_back(std::make_shared<const sam::Logits>(answer.selected));
      const std::string name = photo.name + "." + std::to_string(cases.size());
      write_floats(out / (name + ".logits.bin"), answer.logits);
      if (prompt.prior) write_floats(out / (name + ".prior.bin"), *prompt.prior);
      json entry = describe(prompt);
      entry["kind"] = c.kind;
      entry["logits"] = name + ".logits.bin";
      entry["prior"] = prompt.prior ? json(name + ".prior.bin") : json(nullptr);
      entry["scores"] = answer.scores;
      entry["selected_score"] = answer.selected_score;
      entry["runs"] = mask_of(answer, size).counts;
      cases.push_back(std::move(entry));
    }
    index["photos"].push_back({{"name", photo.name},
                               {"width", size.width},
                               {"height", size.height},
                               {"embedding", embedding_file},
                               {"cases", cases}});
    ++seed;
    std::cout << "ONNX Runtime's answers for " << photo.name << ": " << prompts.size() << '\n';
  }
  // Last, so that an interrupted run is done again.
  std::ofstream(out / "cases.json") << index.dump();
}

constexpr int kSmallGrid = 8;  // points a side

json models_of(const fs::path& deps) {
  return {{"decoder", check(server::sha256_file(deps / "models/sam.onnx"))},
          {"encoder", check(server::sha256_file(deps / "models/encoder.onnx"))}};
}

int run_grid(const fs::path& root, const fs::path& deps, int points_per_side) {
  if (points_per_side < 2) fail("--grid takes 2 points a side or more.");
  write_grid_answers(root / "oracle-grid", deps, points_per_side, models_of(deps));
  return 0;
}

int run(const fs::path& root, const fs::path& deps, int random_count) {
  const fs::path out = root / (random_count > 0 ? "oracle-random" : "oracle");
  json made_from = models_of(deps);
  if (random_count == 0) write_grid_answers(out, deps, kSmallGrid, made_from);
  made_from["version"] = kVersion;
  made_from["random"] = random_count;
  fs::create_directories(out);
  write_weights(out, deps);
  std::ifstream existing(out / "cases.json");
  if (existing) {
    const json index = json::parse(existing, nullptr, false);
    if (index.is_object() && index.value("made_from", json()) == made_from) return 0;
  }
  fs::remove(out / "cases.json");
  write_answers(out, deps, random_count, {{"made_from", made_from}, {"photos", json::array()}});
  return 0;
}

}  // namespace

}  // namespace maskpoint::oracle

int main(int argc, char** argv) {
  const std::string option = argc == 5 ? argv[3] : "";
  if (argc != 3 && option != "--random" && option != "--grid") {
    std::cerr << "usage: decoder_oracle OUT DEPS [--random COUNT | --grid SIDE]\n";
    return 2;
  }
  if (option == "--grid") return maskpoint::oracle::run_grid(argv[1], argv[2], std::atoi(argv[4]));
  return maskpoint::oracle::run(argv[1], argv[2], argc == 5 ? std::atoi(argv[4]) : 0);
}
