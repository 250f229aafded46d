// Mask quality against ground truth, beside ONNX Runtime's decoder on the same embeddings:
//
//   mask_quality DATA MODEL DECODER.onnx [OUT.json] [--objects N]
//
// DATA holds photos.json (COCO with a "domain" a photo) and the photos; MODEL is a folder as
// --model takes it. Every object is prompted by one click on its innermost pixel and by its box;
// IoU is averaged over the objects of an image, then over the images of a domain. Exit status 1
// when a domain's or the whole's mean differs from ONNX Runtime's by 0.001 or more.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mask/bitmap.h"
#include "oracle/checked.h"
#include "oracle/ort_decoder.h"
#include "quality/distance.h"
#include "quality/ground_truth.h"
#include "server/encoder.h"
#include "server/image_file.h"
#include "server/model_folder.h"
#include "server/segment_model.h"

namespace maskpoint::quality {
namespace {

using nlohmann::json;
using oracle::check;
using oracle::fail;
namespace fs = std::filesystem;

constexpr double kTolerance = 0.001;

enum Measure { kClick, kClickOrt, kBestOfThree, kBestOfThreeOrt, kBox, kBoxOrt, kMeasures };
constexpr std::array<const char*, kMeasures> kNames = {"click",    "click ORT", "best of 3",
                                                       "best ORT", "box",       "box ORT"};

struct Mean {
  std::array<double, kMeasures> sum{};
  int count = 0;
  void add(const std::array<double, kMeasures>& values) {
    for (int i = 0; i < kMeasures; ++i)
      sum[i] += values[i];
    ++count;
  }
  std::array<double, kMeasures> value() const {
    std::array<double, kMeasures> mean = sum;
    for (double& v : mean)
      v /= std::max(1, count);
    return mean;
  }
};

// Pixels in which our masks differ from ONNX Runtime's.
struct Flips {
  std::uint64_t pixels = 0, different = 0;
  double worst = 0;  // share of one mask's image
  void add(const mask::Rle& ours, const mask::Rle& theirs) {
    const std::uint64_t total = std::uint64_t(ours.size.width) * ours.size.height;
    const std::uint64_t d =
        mask::area(mask::subtract(ours, theirs)) + mask::area(mask::subtract(theirs, ours));
    pixels += total;
    different += d;
    worst = std::max(worst, double(d) / double(total));
  }
};

// One image's decoders and the pixels they disagree on.
struct Comparison {
  const sam::ImageState& state;
  const std::vector<float>& embedding;
  sam::Decoder& ours;
  oracle::OrtDecoder& theirs;
  Flips& flips;

  mask::Rle single(const sam::Prompt& prompt) {
    return server::segment_image(ours, state, prompt, sam::MaskSet::kSingleMaskRule)
        .masks[0]
        .mask.rle;
  }
  void compare(const mask::Rle& own, const mask::Rle& ort, const mask::Rle& truth, double& own_iou,
               double& ort_iou) {
    flips.add(own, ort);
    own_iou = mask::iou(own, truth);
    ort_iou = mask::iou(ort, truth);
  }
};

std::array<double, kMeasures> measure(Comparison& c, const mask::Rle& truth) {
  std::array<double, kMeasures> iou{};
  sam::Prompt click, box;
  click.points = {{innermost_pixel(mask::decode(truth)), sam::PointLabel::kInclude}};
  box.box = geom::box_of(mask::bbox(truth));

  const oracle::OrtAnswer clicked = c.theirs.decode(c.embedding, truth.size, click);
  c.compare(c.single(click), oracle::mask_of(clicked, truth.size), truth, iou[kClick],
            iou[kClickOrt]);

  const auto three = server::segment_image(c.ours, c.state, click, sam::MaskSet::kMultimask).masks;
  for (std::size_t i = 0; i < three.size(); ++i) {
    const auto logits =
        std::span(clicked.logits).subspan((i + 1) * sam::kLogitCount, sam::kLogitCount);
    double own = 0, ort = 0;
    c.compare(three[i].mask.rle, mask::resample_to_image(logits, truth.size).rle, truth, own, ort);
    iou[kBestOfThree] = std::max(iou[kBestOfThree], own);
    iou[kBestOfThreeOrt] = std::max(iou[kBestOfThreeOrt], ort);
  }

  const oracle::OrtAnswer boxed = c.theirs.decode(c.embedding, truth.size, box);
  c.compare(c.single(box), oracle::mask_of(boxed, truth.size), truth, iou[kBox], iou[kBoxOrt]);
  return iou;
}

void print_row(const std::string& name, int count, const std::array<double, kMeasures>& values) {
  std::printf("%-26s%8d", name.c_str(), count);
  for (const double v : values)
    std::printf("  %9.4f", v);
  std::printf("\n");
}

void print_heading(const char* counted) {
  std::printf("%-26s%8s", "mean IoU", counted);
  for (const char* name : kNames)
    std::printf("  %9s", name);
  std::printf("\n");
}

bool equal(const std::array<double, kMeasures>& values) {
  for (int i = 0; i < kMeasures; i += 2)
    if (std::fabs(values[i] - values[i + 1]) >= kTolerance) return false;
  return true;
}

json to_json(const std::array<double, kMeasures>& values, int images) {
  json row = {{"images", images}};
  for (int i = 0; i < kMeasures; ++i)
    row[kNames[i]] = values[i];
  return row;
}

int run(const fs::path& data, const fs::path& model_folder, const fs::path& onnx,
        const fs::path& out, std::size_t limit) {
  const json coco = read_ground_truth(data);
  const auto model = check(server::find_model(model_folder));
  const auto weights = check(server::load_decoder_weights(model));
  const auto encoder = check(server::Encoder::load(model.encoder(), 0));
  oracle::OrtDecoder ort(onnx);
  nn::ThreadPool pool(1);  // next to ONNX Runtime's own threads
  sam::Decoder decoder(weights, pool);

  print_heading("objects");
  std::map<std::string, Mean> domains;
  Mean images;
  Flips flips;
  int objects = 0;
  for (const json& row : coco["images"]) {
    const auto bytes = check(server::read_file(data / row["file_name"].get<std::string>()));
    const auto image = check(server::decode_image(bytes));
    const auto embedding = check(encoder->encode(image));
    const auto state = check(sam::prepare_image(*weights, embedding, image.size, pool));
    Comparison comparison{*state, embedding, decoder, ort, flips};
    Mean of_image;
    for (const mask::Rle& truth : truths_of(coco, row, limit)) {
      if (truth.size != image.size)
        fail(row["file_name"].get<std::string>() + ": the ground truth has another size.");
      of_image.add(measure(comparison, truth));
    }
    if (of_image.count == 0) continue;
    objects += of_image.count;
    images.add(of_image.value());
    domains[row["domain"].get<std::string>()].add(of_image.value());
    print_row(fs::path(row["file_name"].get<std::string>()).filename().string(), of_image.count,
              of_image.value());
    std::fflush(stdout);
  }

  std::printf("\n");
  print_heading("images");
  json result;
  Mean over_domains;
  bool same = true;
  for (const auto& [name, mean] : domains) {
    print_row(name, mean.count, mean.value());
    over_domains.add(mean.value());
    result["domains"][name] = to_json(mean.value(), mean.count);
    same = same && equal(mean.value());
  }
  print_row("all images", images.count, images.value());
  print_row("mean of domains", over_domains.count, over_domains.value());
  same = same && equal(images.value());
  result["images"] = to_json(images.value(), images.count);
  result["mean_of_domains"] = to_json(over_domains.value(), images.count);
  result["objects"] = objects;
  result["flipped_pixels"] =
      double(flips.different) / double(std::max<std::uint64_t>(1, flips.pixels));
  result["flipped_pixels_worst_mask"] = flips.worst;
  std::printf("%d objects; pixels that differ from ONNX Runtime's masks: %.3g, worst mask %.3g\n",
              objects, result["flipped_pixels"].get<double>(), flips.worst);
  std::printf(same ? "Equal to ONNX Runtime's to 0.001.\n"
                   : "NOT equal to ONNX Runtime's to 0.001.\n");
  if (!out.empty()) std::ofstream(out) << result.dump(2) << '\n';
  return same ? 0 : 1;
}

}  // namespace
}  // namespace maskpoint::quality

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  std::size_t limit = std::numeric_limits<std::size_t>::max();
  if (arguments.size() >= 2 && arguments[arguments.size() - 2] == "--objects") {
    limit = std::size_t(std::max(1, std::atoi(arguments.back().c_str())));
    arguments.resize(arguments.size() - 2);
  }
  if (arguments.size() != 3 && arguments.size() != 4) {
    std::cerr << "usage: mask_quality DATA MODEL DECODER.onnx [OUT.json] [--objects N]\n";
    return 2;
  }
  return maskpoint::quality::run(arguments[0], arguments[1], arguments[2],
                                 arguments.size() == 4 ? arguments[3] : "", limit);
}
