#include "oracle/grid_answers.h"

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "oracle/checked.h"
#include "oracle/ort_decoder.h"
#include "sam/crop_boxes.h"
#include "sam/point_grid.h"
#include "server/encoder.h"
#include "server/image_file.h"

namespace maskpoint::oracle {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr int kVersion = 1;
// No test asks for masks of less.
constexpr float kLeastScore = 0.8f;

struct GridRun {
  std::string file;
  int points_per_side, crop_n_layers, downscale_factor;
};

server::RgbImage crop_of(const server::RgbImage& image, const geom::Rect& box) {
  server::RgbImage crop{{box.width, box.height}, {}};
  const auto at = [&](int y) {
    return image.pixels.begin() + (std::ptrdiff_t(y) * image.size.width + box.x) * 3;
  };
  for (int y = box.y; y < box.y + box.height; ++y)
    crop.pixels.insert(crop.pixels.end(), at(y), at(y) + std::ptrdiff_t(box.width) * 3);
  return crop;
}

void append(std::ofstream& file, const float* values, std::size_t count) {
  file.write(reinterpret_cast<const char*>(values), std::streamsize(count * sizeof(float)));
  if (!file) fail("Cannot write the grid's answers; is the disk full?");
}

class GridWriter {
 public:
  GridWriter(const fs::path& out, const fs::path& deps)
      : out_(out),
        photos_(deps / "photos"),
        encoder_(check(server::Encoder::load(deps / "models/encoder.onnx", 2))),
        decoder_(deps / "models/sam.onnx") {}

  json write(const GridRun& run) {
    const server::RgbImage image =
        check(server::decode_image(check(server::read_file(photos_ / run.file))));
    json crops = json::array();
    for (const sam::CropBox& crop :
         sam::generate_crop_boxes(image.size, run.crop_n_layers, 512.0 / 1500))
      crops.push_back(
          write_crop(run, image, crop, "grid." + run.file + "." + std::to_string(crops.size())));
    return {{"name", run.file},
            {"width", image.size.width},
            {"height", image.size.height},
            {"points_per_side", run.points_per_side},
            {"crop_n_layers", run.crop_n_layers},
            {"crop_n_points_downscale_factor", run.downscale_factor},
            {"crops", crops}};
  }

 private:
  json write_crop(const GridRun& run, const server::RgbImage& image, const sam::CropBox& crop,
                  const std::string& name) {
    const std::vector<float> embedding = check(encoder_->encode(crop_of(image, crop.box)));
    std::ofstream embeddings(out_ / (name + ".embedding.bin"), std::ios::binary);
    append(embeddings, embedding.data(), embedding.size());
    std::ofstream logits(out_ / (name + ".logits.bin"), std::ios::binary);
    json points = json::array();
    int place = 0;
    for (const sam::GridPoint& point : sam::build_point_grid(
             sam::points_per_side_on(crop.layer, run.points_per_side, run.downscale_factor))) {
      sam::Prompt prompt;
      prompt.points = {{sam::on_image(point, crop.size()), sam::PointLabel::kInclude}};
      const OrtAnswer answer = decoder_.decode(embedding, crop.size(), prompt);
      json masks = json::array();
      for (std::size_t output = 1; output <= 3; ++output) {
        const bool kept = answer.scores[output] > kLeastScore;
        masks.push_back({answer.scores[output], kept ? place++ : -1});
        if (kept)
          append(logits, answer.logits.data() + output * sam::kLogitCount, sam::kLogitCount);
      }
      points.push_back(std::move(masks));
    }
    const geom::Rect& b = crop.box;
    return {{"box", {b.x, b.y, b.width, b.height}},
            {"layer", crop.layer},
            {"embedding", name + ".embedding.bin"},
            {"logits", name + ".logits.bin"},
            {"points", points}};
  }

  fs::path out_, photos_;
  std::unique_ptr<server::Encoder> encoder_;
  OrtDecoder decoder_;
};

}  // namespace

void write_grid_answers(const fs::path& out, const fs::path& deps, int points_per_side,
                        json made_from) {
  made_from["grid_version"] = kVersion;
  made_from["points_per_side"] = points_per_side;
  std::ifstream existing(out / "grid.json");
  if (existing) {
    const json index = json::parse(existing, nullptr, false);
    if (index.is_object() && index.value("made_from", json()) == made_from) return;
  }
  fs::create_directories(out);
  fs::remove(out / "grid.json");
  GridWriter writer(out, deps);
  json runs = json::array();
  // One photo at its crops too, with a quarter of the points there.
  for (const GridRun& run :
       {GridRun{"chelsea.png", points_per_side, 0, 1}, GridRun{"coffee.png", points_per_side, 0, 1},
        GridRun{"astronaut.png", points_per_side / 2, 1, 2}}) {
    runs.push_back(writer.write(run));
    std::cout << "ONNX Runtime's answers for a grid on " << run.file << '\n';
  }
  // Last, so that an interrupted run is done again.
  std::ofstream(out / "grid.json") << json{{"made_from", made_from}, {"runs", runs}}.dump();
}

}  // namespace maskpoint::oracle
