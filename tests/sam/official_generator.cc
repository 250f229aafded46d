#include "official_generator.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mask/resample.h"
#include "regions_by_pixels.h"

namespace maskpoint::sam {

namespace {

using Box = std::array<double, 4>;

// How far below a threshold a mask is still worth remembering.
constexpr float kNear = 0.005f;

// build_point_grid
std::vector<std::array<double, 2>> points_of(int n_per_side) {
  const double offset = 1 / (2.0 * n_per_side);
  std::vector<std::array<double, 2>> points;
  for (int y = 0; y < n_per_side; ++y)
    for (int x = 0; x < n_per_side; ++x)
      points.push_back({offset + x * 2 * offset, offset + y * 2 * offset});
  return points;
}

// batched_mask_to_box
Box box_of(const mask::Bitmap& mask) {
  double left = 1e9, top = 1e9, right = -1, bottom = -1;
  for (int y = 0; y < mask.size.height; ++y)
    for (int x = 0; x < mask.size.width; ++x) {
      if (!mask.at(x, y)) continue;
      left = std::min(left, double(x));
      top = std::min(top, double(y));
      right = std::max(right, double(x));
      bottom = std::max(bottom, double(y));
    }
  if (right < 0) return {0, 0, 0, 0};
  return {left, top, right, bottom};
}

// is_box_near_crop_edge
bool near_crop_edge(const Box& box, const geom::Rect& crop, geom::ImageSize image) {
  const Box crop_box = {double(crop.x), double(crop.y), double(crop.x) + crop.width,
                        double(crop.y) + crop.height};
  const Box image_box = {0, 0, double(image.width), double(image.height)};
  const Box uncropped = {box[0] + crop.x, box[1] + crop.y, box[2] + crop.x, box[3] + crop.y};
  bool any = false;
  for (std::size_t i = 0; i < 4; ++i)
    any |= std::fabs(uncropped[i] - crop_box[i]) <= 20 &&
           !(std::fabs(uncropped[i] - image_box[i]) <= 20);
  return any;
}

// torchvision nms: kept indices, best first.
std::vector<std::size_t> nms(const std::vector<OfficialMask>& masks,
                             const std::vector<double>& scores, double threshold) {
  std::vector<std::size_t> order(masks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  std::vector<bool> suppressed(masks.size(), false);
  std::vector<std::size_t> keep;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (suppressed[order[i]]) continue;
    keep.push_back(order[i]);
    for (std::size_t j = i + 1; j < order.size(); ++j)
      if (official_box_iou(masks[order[i]].box, masks[order[j]].box) > threshold)
        suppressed[order[j]] = true;
  }
  return keep;
}

std::vector<OfficialMask> filtered(std::vector<OfficialMask>& masks,
                                   const std::vector<std::size_t>& keep) {
  std::vector<OfficialMask> kept;
  for (const std::size_t i : keep)
    kept.push_back(std::move(masks[i]));
  return kept;
}

// _process_batch of one mask; false where it is filtered out. `near` says whether it came close.
bool process_mask(const GridRun& run, const GridCrop& crop, const GridAnswer& answer,
                  const GeneratorOptions& options, OfficialMask& mask, bool& near) {
  near = false;
  if (answer.place < 0 || !(answer.predicted_iou > options.pred_iou_thresh - kNear)) return false;
  const geom::ImageSize size = {crop.box.width, crop.box.height};
  const std::vector<float> logits = mask::resample_logits(crop.logits(answer.place), size);
  std::uint64_t intersections = 0, unions = 0;
  mask::Bitmap pixels(size);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    intersections += logits[i] > options.stability_score_offset;
    unions += logits[i] > -options.stability_score_offset;
    pixels.pixels[i] = logits[i] > 0;
  }
  mask.stability_score = float(intersections) / float(unions);
  const Box box = box_of(pixels);
  near = mask.stability_score >= options.stability_score_thresh - kNear;
  if (near_crop_edge(box, crop.box, run.size)) return false;
  // uncrop_masks, uncrop_boxes_xyxy
  mask.pixels = mask::Bitmap(run.size);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      mask.pixels.at(x + crop.box.x, y + crop.box.y) = pixels.at(x, y);
  mask.box = {box[0] + crop.box.x, box[1] + crop.box.y, box[2] + crop.box.x, box[3] + crop.box.y};
  return answer.predicted_iou > options.pred_iou_thresh &&
         mask.stability_score >= options.stability_score_thresh;
}

// _process_crop
std::vector<OfficialMask> process_crop(const GridRun& run, std::size_t index,
                                       const GeneratorOptions& options,
                                       std::vector<OfficialMask>& near) {
  const GridCrop& crop = run.crops[index];
  const int points_per_side =
      int(run.points_per_side / std::pow(run.crop_n_points_downscale_factor, crop.layer));
  const auto points = points_of(points_per_side);
  std::vector<OfficialMask> data;
  for (std::size_t p = 0; p < points.size(); ++p) {
    for (std::size_t output = 1; output <= 3; ++output) {
      const GridAnswer& answer = crop.points[p][output - 1];
      OfficialMask mask;
      bool came_near = false;
      const bool good = process_mask(run, crop, answer, options, mask, came_near);
      mask.predicted_iou = answer.predicted_iou;
      mask.point = {points[p][0] * crop.box.width + crop.box.x,
                    points[p][1] * crop.box.height + crop.box.y};
      mask.output = int(output);
      mask.crop = index;
      if (came_near) near.push_back(mask);
      if (good) data.push_back(std::move(mask));
    }
  }
  std::vector<double> scores;
  for (const OfficialMask& mask : data)
    scores.push_back(mask.predicted_iou);
  return filtered(data, nms(data, scores, options.box_nms_thresh));
}

// postprocess_small_regions
std::vector<OfficialMask> without_small_regions(std::vector<OfficialMask> masks,
                                                const GeneratorOptions& options) {
  std::vector<double> scores;
  for (OfficialMask& mask : masks) {
    bool changed = false;
    mask.pixels = without_small(mask.pixels, 0, options.min_mask_region_area, changed);
    mask.pixels = without_small(mask.pixels, 1, options.min_mask_region_area, changed);
    scores.push_back(changed ? 0 : 1);
    mask.box = box_of(mask.pixels);
  }
  return filtered(masks,
                  nms(masks, scores, std::max(options.box_nms_thresh, options.crop_nms_thresh)));
}

}  // namespace

double official_box_iou(const Box& a, const Box& b) {
  const auto area = [](const Box& box) { return (box[2] - box[0]) * (box[3] - box[1]); };
  const double width = std::max(0.0, std::min(a[2], b[2]) - std::max(a[0], b[0]));
  const double height = std::max(0.0, std::min(a[3], b[3]) - std::max(a[1], b[1]));
  return width * height / (area(a) + area(b) - width * height);
}

OfficialAnswer official_masks(const GridRun& run, const GeneratorOptions& options) {
  OfficialAnswer answer;
  for (std::size_t i = 0; i < run.crops.size(); ++i)
    for (OfficialMask& mask : process_crop(run, i, options, answer.near))
      answer.masks.push_back(std::move(mask));
  if (run.crops.size() > 1) {
    std::vector<double> scores;
    for (const OfficialMask& mask : answer.masks) {
      const geom::Rect& box = run.crops[mask.crop].box;
      scores.push_back(1 / (double(box.width) * box.height));
    }
    answer.masks = filtered(answer.masks, nms(answer.masks, scores, options.crop_nms_thresh));
  }
  if (options.min_mask_region_area > 0)
    answer.masks = without_small_regions(std::move(answer.masks), options);
  return answer;
}

}  // namespace maskpoint::sam
