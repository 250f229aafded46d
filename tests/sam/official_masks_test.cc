// The automatic mask generator against the official definition on ONNX Runtime's logits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "official_generator.h"
#include "oracle_data.h"
#include "sam/mask_generator.h"

namespace maskpoint::sam {
namespace {

std::vector<GeneratedMask> ours(const GridRun& run, const GeneratorOptions& options) {
  const auto weights = oracle_weights(TensorType::kF32);
  if (weights == nullptr) return {};
  nn::ThreadPool pool(2);
  BatchDecoder decoder(weights, pool);
  MaskGenerator generator(decoder, options, run.size);
  std::size_t crop = 0;
  while (!generator.finished()) {
    if (const CropBox* wanted = generator.wanted_crop()) {
      EXPECT_EQ(wanted->box, run.crops[crop].box);
      EXPECT_EQ(wanted->layer, run.crops[crop].layer);
      const auto state = prepare_image(*weights, run.crops[crop].embedding(), wanted->size(), pool);
      EXPECT_TRUE(state.ok());
      generator.give(*state);
      ++crop;
    }
    generator.step(64, {});
  }
  EXPECT_EQ(crop, run.crops.size());
  return generator.result();
}

bool about(double value, double threshold, double margin) {
  return std::fabs(value - threshold) < margin;
}

// Whether rounding may have decided about a mask: one of its own values lies on a threshold, or a
// mask of which that is true, or which scores about as well, is about its duplicate.
bool explained(const OfficialMask& mask, const OfficialAnswer& official,
               const GeneratorOptions& options) {
  const auto on_edge = [&](const OfficialMask& m) {
    return about(m.predicted_iou, options.pred_iou_thresh, 1e-3) ||
           about(m.stability_score, options.stability_score_thresh, 4e-3);
  };
  if (on_edge(mask)) return true;
  for (const OfficialMask& other : official.near) {
    const double iou = official_box_iou(mask.box, other.box);
    const bool itself = other.output == mask.output && other.point == mask.point;
    if (itself || !(iou > options.box_nms_thresh - 0.02)) continue;
    if (on_edge(other) || about(iou, options.box_nms_thresh, 0.02) ||
        about(mask.predicted_iou, other.predicted_iou, 1e-3))
      return true;
  }
  return false;
}

const OfficialMask* same_prompt(const GeneratedMask& mask, const std::vector<OfficialMask>& list) {
  for (const OfficialMask& m : list)
    if (m.output == mask.output && about(m.point.x, mask.point.x, 1e-6) &&
        about(m.point.y, mask.point.y, 1e-6))
      return &m;
  return nullptr;
}

void compare(const GridRun& run, const GeneratorOptions& options) {
  const OfficialAnswer official = official_masks(run, options);
  const std::vector<GeneratedMask> found = ours(run, options);
  std::vector<mask::Rle> expected;
  for (const OfficialMask& m : official.masks)
    expected.push_back(mask::encode(m.pixels));
  constexpr double kSame = 0.99;
  std::size_t matched = 0, identical = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    double best = 0;
    for (const GeneratedMask& m : found)
      best = std::max(best, mask::iou(m.rle, expected[i]));
    matched += best >= kSame;
    identical += best == 1;
    EXPECT_TRUE(best >= kSame || explained(official.masks[i], official, options))
        << run.name << ": point " << official.masks[i].point.x << ", " << official.masks[i].point.y
        << " output " << official.masks[i].output << ", best IoU " << best;
  }
  for (const GeneratedMask& m : found) {
    double best = 0;
    for (const mask::Rle& rle : expected)
      best = std::max(best, mask::iou(m.rle, rle));
    if (best >= kSame) continue;
    const OfficialMask* theirs = same_prompt(m, official.near);
    EXPECT_TRUE(theirs != nullptr && explained(*theirs, official, options))
        << run.name << ": too much at " << m.point.x << ", " << m.point.y << " output " << m.output;
  }
  EXPECT_GE(expected.size(), 5u) << run.name;
  EXPECT_GE(double(matched), 0.95 * double(expected.size())) << run.name;
  EXPECT_LE(double(found.size()), double(expected.size()) / 0.95 + 1) << run.name;
  std::cout << run.name << ", " << run.points_per_side << " points a side, " << run.crops.size()
            << " crops: " << found.size() << " masks, official " << expected.size() << ", the same "
            << matched << ", to the pixel " << identical << '\n';
}

TEST(OfficialMasks, AreTheGenerators) {
  for (const GridRun& run : grid_runs()) {
    GeneratorOptions options;
    options.points_per_side = run.points_per_side;
    options.crop_n_layers = run.crop_n_layers;
    options.crop_n_points_downscale_factor = run.crop_n_points_downscale_factor;
    compare(run, options);
    // Where more is let through there is more to get wrong.
    options.pred_iou_thresh = 0.82f;
    options.stability_score_thresh = 0.85f;
    options.box_nms_thresh = 0.5;
    options.min_mask_region_area = 400;
    compare(run, options);
  }
}

}  // namespace
}  // namespace maskpoint::sam
