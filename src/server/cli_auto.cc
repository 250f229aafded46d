#include "server/cli_auto.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "server/auto_command.h"
#include "server/cli_options.h"

namespace maskpoint::server {
namespace {

constexpr int kMostPointsPerSide = 256;
constexpr int kMostCropLayers = 4;  // 341 crops

// Names and defaults of segment-anything's scripts/amg.py.
void add_generator_options(CLI::App& sub, sam::GeneratorOptions& generator) {
  const CLI::Range share(0.0, 1.0);
  sub.add_option("--points-per-side", generator.points_per_side, "Points of the grid a side")
      ->check(CLI::Range(1, kMostPointsPerSide))
      ->capture_default_str();
  sub.add_option("--pred-iou-thresh", generator.pred_iou_thresh,
                 "Only masks whose predicted IoU is above")
      ->check(share)
      ->capture_default_str();
  sub.add_option("--stability-score-thresh", generator.stability_score_thresh,
                 "Only masks at least this stable when the threshold moves")
      ->check(share)
      ->capture_default_str();
  sub.add_option("--stability-score-offset", generator.stability_score_offset,
                 "How far the threshold moves for that")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  sub.add_option("--box-nms-thresh", generator.box_nms_thresh,
                 "Of two masks whose boxes overlap by more (IoU) the less sure goes")
      ->check(share)
      ->capture_default_str();
  sub.add_option("--crop-n-layers", generator.crop_n_layers,
                 "Looks at crops of the image too: 1 for 2×2 of them, 2 for 4×4 more, …")
      ->check(CLI::Range(0, kMostCropLayers))
      ->capture_default_str();
  sub.add_option("--crop-nms-thresh", generator.crop_nms_thresh,
                 "As --box-nms-thresh, between crops")
      ->check(share)
      ->capture_default_str();
  sub.add_option("--crop-overlap-ratio", generator.crop_overlap_ratio,
                 "How far crops overlap, as a share of the image's shorter side")
      ->check(CLI::Range(0.0, 0.9))
      ->default_str("0.341");
  sub.add_option("--crop-n-points-downscale-factor", generator.crop_n_points_downscale_factor,
                 "Divides the points a side once for every layer of crops")
      ->check(CLI::Range(1, kMostPointsPerSide))
      ->capture_default_str();
  sub.add_option("--min-mask-region-area", generator.min_mask_region_area,
                 "Fills holes and removes pieces of fewer pixels")
      ->check(CLI::Range(0, 1 << 30))
      ->capture_default_str();
  sub.add_flag_callback(
      "--quick", [&generator] { generator.visit = sam::GridVisit::kAdaptive; },
      "Starts with every second point and asks in between only where those around differ: about "
      "twice as quick, and a few small things are missed");
}

}  // namespace

void add_auto(CLI::App& app, std::function<int()>& command) {
  CLI::App* sub = app.add_subcommand(
      "auto", "Masks of everything in images, without prompts, as SA-1B or COCO; resumable");
  auto options = std::make_shared<AutoOptions>();
  sub->add_option("path", options->paths, "Images, and folders to search for images")
      ->type_name("PATH...")
      ->required();
  sub->add_option("-o,--output", options->out,
                  "Folder for SA-1B, OUT/<relative path>.json; file for COCO")
      ->type_name("OUT")
      ->required();
  auto format = std::make_shared<std::string>();
  sub->add_option(
         "--format", *format,
         "One SA-1B JSON an image, or one COCO file; default: coco where OUT ends in .json")
      ->type_name("coco|sa1b")
      ->check(CLI::IsMember({"coco", "sa1b"}));
  add_generator_options(*sub, options->generator);
  add_shard_option(*sub, options->shard);
  sub->add_flag_callback(
      "--force", [options] { options->existing = AutoExisting::kOverwrite; },
      "Computes everything again, also what is already there");
  add_model_options(*sub, options->model, options->threads);
  sub->callback([options, format, &command] {
    const bool coco = format->empty() ? options->out.extension() == ".json" : *format == "coco";
    options->format = coco ? AutoFormat::kCoco : AutoFormat::kSa1b;
    command = [options] { return auto_command(*options); };
  });
}

}  // namespace maskpoint::server
