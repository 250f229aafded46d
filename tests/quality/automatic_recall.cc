// What of the ground truth the automatic masks find, with the official grid and the quick one, and
// how long they take beside ONNX Runtime decoding the same grid:
//
//   automatic_recall DATA MODEL DECODER.onnx [OUT.json] [--images N] [--threads N] [--ort N]
//
// An object's IoU is that with the mask nearest to it; recall at a threshold is the share of an
// image's objects at or above it, average recall the mean over 0.5, 0.55, …, 0.95. Averaged over
// the images of a domain, then over domains. With --ort the first N images are decoded by ONNX
// Runtime too, point by point as its graph has it. Times are without the encoder. Exit status 1
// when the quick grid loses more than a tenth of the average recall.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "oracle/checked.h"
#include "oracle/ort_decoder.h"
#include "quality/ground_truth.h"
#include "sam/mask_generator.h"
#include "server/encoder.h"
#include "server/image_file.h"
#include "server/model_folder.h"
#include "server/segment_model.h"

namespace maskpoint::quality {
namespace {

using nlohmann::json;
using oracle::check;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Figures {
  double recall = 0, recall_at_half = 0, masks = 0, points = 0, seconds = 0;
  void add(const Figures& other) {
    recall += other.recall;
    recall_at_half += other.recall_at_half;
    masks += other.masks;
    points += other.points;
    seconds += other.seconds;
  }
  Figures over(int count) const {
    const double n = std::max(1, count);
    return {recall / n, recall_at_half / n, masks / n, points / n, seconds / n};
  }
};

struct Mean {
  Figures sum;
  int count = 0;
  void add(const Figures& figures) {
    sum.add(figures);
    ++count;
  }
  Figures value() const { return sum.over(count); }
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void rate(const std::vector<mask::Rle>& truths, const std::vector<sam::GeneratedMask>& masks,
          Figures& figures) {
  constexpr int kThresholds = 10;
  for (const mask::Rle& truth : truths) {
    const geom::Rect box = mask::bbox(truth);
    double best = 0;
    for (const sam::GeneratedMask& m : masks)
      if (geom::share_pixels(box, m.bbox)) best = std::max(best, mask::iou(m.rle, truth));
    for (int i = 0; i < kThresholds; ++i)
      figures.recall += best >= 0.5 + 0.05 * i ? 1.0 / kThresholds : 0.0;
    figures.recall_at_half += best >= 0.5;
  }
  const double n = double(std::max<std::size_t>(1, truths.size()));
  figures.recall /= n;
  figures.recall_at_half /= n;
}

Figures measure(sam::BatchDecoder& decoder, const std::shared_ptr<const sam::ImageState>& state,
                sam::GridVisit visit, const std::vector<mask::Rle>& truths) {
  sam::GeneratorOptions options;
  options.visit = visit;
  const auto start = Clock::now();
  sam::MaskGenerator generator(decoder, options, state->transform.original());
  generator.give(state);
  while (!generator.finished())
    generator.step(64, {});
  const auto masks = generator.result();
  Figures figures;
  figures.seconds = seconds_since(start);
  figures.masks = double(masks.size());
  figures.points = double(generator.points_asked());
  rate(truths, masks, figures);
  return figures;
}

double seconds_of_ort(oracle::OrtDecoder& decoder, const std::vector<float>& embedding,
                      geom::ImageSize size) {
  const auto start = Clock::now();
  for (const sam::GridPoint& point :
       sam::build_point_grid(sam::GeneratorOptions().points_per_side)) {
    sam::Prompt prompt;
    prompt.points = {{sam::on_image(point, size), sam::PointLabel::kInclude}};
    decoder.decode(embedding, size, prompt);
  }
  return seconds_since(start);
}

void print_row(const std::string& name, const Figures& official, const Figures& quick) {
  std::printf("%-26s", name.c_str());
  for (const Figures& f : {official, quick})
    std::printf("  %7.4f %7.4f %6.1f %6.0f %7.2f", f.recall, f.recall_at_half, f.masks, f.points,
                f.seconds);
  std::printf("\n");
  std::fflush(stdout);
}

json to_json(const Figures& f) {
  return {{"average_recall", f.recall},
          {"recall_at_0.5", f.recall_at_half},
          {"masks", f.masks},
          {"points", f.points},
          {"seconds", f.seconds}};
}

struct Arguments {
  std::vector<std::string> places;
  std::size_t images = std::numeric_limits<std::size_t>::max(), ort_images = 0;
  int threads = 2;
};

int run(const Arguments& arguments) {
  const fs::path data = arguments.places[0];
  const json coco = read_ground_truth(data);
  const auto model = check(server::find_model(arguments.places[1]));
  const auto weights = check(server::load_decoder_weights(model));
  const auto encoder = check(server::Encoder::load(model.encoder(), arguments.threads));
  oracle::OrtDecoder ort(arguments.places[2]);
  nn::ThreadPool pool(arguments.threads);
  sam::BatchDecoder decoder(weights, pool);

  std::printf("%-26s  %-37s  %s\n", "", "official grid", "quick grid");
  std::printf("%-26s  %7s %7s %6s %6s %7s  %7s %7s %6s %6s %7s\n", "", "AR", "R@0.5", "masks",
              "points", "s", "AR", "R@0.5", "masks", "points", "s");
  std::map<std::string, Mean> official, quick;
  Mean all_official, all_quick;
  double ort_seconds = 0;
  std::size_t done = 0;
  for (const json& row : coco["images"]) {
    if (done == arguments.images) break;
    const std::vector<mask::Rle> truths = truths_of(coco, row);
    if (truths.empty()) continue;
    const std::string file = row["file_name"].get<std::string>();
    const auto image = check(server::decode_image(check(server::read_file(data / file))));
    const auto embedding = check(encoder->encode(image));
    const auto state = check(sam::prepare_image(*weights, embedding, image.size, pool));
    const Figures a = measure(decoder, state, sam::GridVisit::kEveryPoint, truths);
    const Figures b = measure(decoder, state, sam::GridVisit::kAdaptive, truths);
    if (done < arguments.ort_images) {
      const double seconds = seconds_of_ort(ort, embedding, image.size);
      std::printf("ONNX Runtime, the same 1024 points: %.2f s\n", seconds);
      ort_seconds += seconds;
    }
    ++done;
    print_row(fs::path(file).filename().string(), a, b);
    const std::string domain = row["domain"].get<std::string>();
    official[domain].add(a);
    quick[domain].add(b);
    all_official.add(a);
    all_quick.add(b);
  }
  std::printf("\n");
  json result;
  Mean official_domains, quick_domains;
  for (const auto& [name, mean] : official) {
    print_row(name, mean.value(), quick[name].value());
    result["domains"][name] = {{"official", to_json(mean.value())},
                               {"quick", to_json(quick[name].value())}};
    official_domains.add(mean.value());
    quick_domains.add(quick[name].value());
  }
  const Figures o = official_domains.value(), q = quick_domains.value();
  print_row("all images", all_official.value(), all_quick.value());
  print_row("mean of domains", o, q);
  result["images"] = {{"official", to_json(all_official.value())},
                      {"quick", to_json(all_quick.value())}};
  result["mean_of_domains"] = {{"official", to_json(o)}, {"quick", to_json(q)}};
  result["threads"] = arguments.threads;
  if (const std::size_t n = std::min(done, arguments.ort_images); n > 0)
    result["ort_seconds"] = ort_seconds / double(n);
  if (arguments.places.size() > 3) std::ofstream(arguments.places[3]) << result.dump(2) << '\n';
  return q.recall >= 0.9 * o.recall ? 0 : 1;
}

}  // namespace
}  // namespace maskpoint::quality

int main(int argc, char** argv) {
  maskpoint::quality::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const int value = i + 1 < argc ? std::max(1, std::atoi(argv[i + 1])) : 1;
    if (argument == "--images")
      arguments.images = std::size_t(value);
    else if (argument == "--ort")
      arguments.ort_images = std::size_t(value);
    else if (argument == "--threads")
      arguments.threads = value;
    else {
      arguments.places.push_back(argument);
      continue;
    }
    ++i;
  }
  if (arguments.places.size() != 3 && arguments.places.size() != 4) {
    std::cerr << "usage: automatic_recall DATA MODEL DECODER.onnx [OUT.json] [--images N] "
                 "[--threads N] [--ort N]\n";
    return 2;
  }
  return maskpoint::quality::run(arguments);
}
