#include "sam/mask_generator.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <utility>

#include "mask/reframe.h"
#include "mask/resample.h"
#include "sam/adaptive_grid.h"
#include "sam/box_suppression.h"
#include "sam/small_regions.h"

namespace maskpoint::sam {

MaskGenerator::MaskGenerator(BatchDecoder& decoder, const GeneratorOptions& options,
                             geom::ImageSize image)
    : decoder_(decoder),
      options_(options),
      image_(image),
      crops_(generate_crop_boxes(image, options.crop_n_layers, options.crop_overlap_ratio)) {
  assert(options.points_per_side > 0);
}

const CropBox* MaskGenerator::wanted_crop() const {
  return finished() || state_ ? nullptr : &crops_[crop_];
}

void MaskGenerator::give(std::shared_ptr<const ImageState> state) {
  assert(wanted_crop() != nullptr);
  assert(state->transform.original() == crops_[crop_].size());
  state_ = std::move(state);
  points_per_side_ = points_per_side_on(crops_[crop_].layer, options_.points_per_side,
                                        options_.crop_n_points_downscale_factor);
  grid_ = build_point_grid(points_per_side_);
  stages_ = grid_stages(points_per_side_);
  stage_ = 0;
  points_done_ = 0;
  first_of_crop_ = found_.size();
  start_stage();
}

double MaskGenerator::progress() const {
  const double in_crop =
      state_ ? double(points_done_ + asked_) / double(std::max<std::size_t>(1, grid_.size())) : 0;
  return (double(crop_) + in_crop) / double(crops_.size());
}

void MaskGenerator::start_stage() {
  asked_ = 0;
  queue_ = stages_[std::size_t(stage_)];
  if (options_.visit == GridVisit::kAdaptive && stage_ == kGridStages - 1) {
    std::vector<const mask::Rle*> masks;
    for (const int id : best_of_crop())
      masks.push_back(&found_[std::size_t(id)].mask.rle);
    // The crop's grid as one of the whole image, whose size the masks have.
    const geom::Rect& crop = crops_[crop_].box;
    std::vector<GridPoint> places;
    for (const GridPoint& point : grid_)
      places.push_back({(point.x * crop.width + crop.x) / image_.width,
                        (point.y * crop.height + crop.y) / image_.height});
    queue_ = unsettled(queue_, points_per_side_, smallest_covering(masks, places, image_));
  }
  if (queue_.empty()) end_of_stage();
}

void MaskGenerator::end_of_stage() {
  points_done_ += stages_[std::size_t(stage_)].size();
  asked_ = 0;
  queue_.clear();
  if (++stage_ < kGridStages) return start_stage();
  // Remove duplicates within this crop.
  const std::vector<int> kept = best_of_crop();
  earlier_.insert(earlier_.end(), kept.begin(), kept.end());
  std::vector<bool> stays(found_.size() - first_of_crop_, false);
  for (const int id : kept)
    stays[std::size_t(id) - first_of_crop_] = true;
  for (std::size_t i = 0; i < stays.size(); ++i)
    if (!stays[i]) found_[first_of_crop_ + i].mask.rle = {};
  first_of_crop_ = found_.size();
  state_ = nullptr;
  ++crop_;
}

// _process_batch, of one point; called by several threads at once.
std::vector<MaskGenerator::Found> MaskGenerator::judge(int point, const DecodeOutput& out) const {
  std::vector<Found> good;
  const CropBox& crop = crops_[crop_];
  for (int i = 0; i < out.count; ++i) {
    // Filter by predicted IoU
    const float predicted_iou = out.scores[std::size_t(out.index[i])];
    if (!(predicted_iou > options_.pred_iou_thresh) && options_.pred_iou_thresh > 0) continue;
    // Calculate stability score; threshold masks and calculate boxes
    mask::ResampledMask m = mask::resample_to_image(out.logits[std::size_t(i)], crop.size(), 0,
                                                    options_.stability_score_offset);
    if (m.area == 0) continue;  // the official code may keep what shows no pixel
    const float stability = float(m.stability_score);
    if (stability < options_.stability_score_thresh) continue;
    // Filter boxes that touch crop boundaries
    if (is_box_near_crop_edge(m.bbox, crop.box, image_)) continue;
    Found found;
    found.order = point * 3 + out.index[i] - 1;
    found.mask.rle = mask::placed(m.rle, crop.box, image_);
    found.mask.bbox = {m.bbox.x + crop.box.x, m.bbox.y + crop.box.y, m.bbox.width, m.bbox.height};
    found.box = box_for_suppression(found.mask.bbox);
    found.mask.area = m.area;
    found.mask.predicted_iou = predicted_iou;
    found.mask.stability_score = stability;
    const geom::PixelPoint at = on_image(grid_[std::size_t(point)], crop.size());
    found.mask.point = {at.x + crop.box.x, at.y + crop.box.y};
    found.mask.output = out.index[i];
    found.mask.crop_box = crop.box;
    good.push_back(std::move(found));
  }
  return good;
}

MaskGenerator::Step MaskGenerator::step(int points, const base::CancelToken& cancel) {
  assert(points > 0);
  assert(state_ != nullptr);
  const std::size_t count = std::min(std::size_t(points), queue_.size() - asked_);
  std::vector<Prompt> prompts(count);
  for (std::size_t i = 0; i < count; ++i) {
    const GridPoint& point = grid_[std::size_t(queue_[asked_ + i])];
    prompts[i].points = {{on_image(point, crops_[crop_].size()), PointLabel::kInclude}};
  }
  std::vector<std::vector<Found>> good(count);
  // As in the official code a threshold of 0 is none.
  const float floor = options_.pred_iou_thresh > 0 ? options_.pred_iou_thresh
                                                   : -std::numeric_limits<float>::infinity();
  Step step;
  step.status = decoder_.decode(
      *state_, prompts, MaskSet::kMultimask, floor, cancel,
      [&](std::size_t i, const DecodeOutput& out) { good[i] = judge(queue_[asked_ + i], out); });
  if (step.status == DecodeStatus::kCancelled) return step;
  asked_ += count;
  points_asked_ += count;
  const std::size_t before = found_.size();
  for (std::vector<Found>& of_point : good) {
    for (Found& found : of_point) {
      found.mask.id = int(found_.size());
      found_.push_back(std::move(found));
    }
  }
  if (found_.size() > before) note_changes(step);
  if (asked_ == queue_.size()) end_of_stage();
  return step;
}

void MaskGenerator::note_changes(Step& step) {
  std::vector<int> answer = best_of_all();
  std::vector<char> was(found_.size(), 0), is(found_.size(), 0);
  for (const int id : answer_)
    was[std::size_t(id)] = 1;
  for (const int id : answer)
    is[std::size_t(id)] = 1;
  for (const int id : answer)
    if (!was[std::size_t(id)]) step.appeared.push_back(id);
  for (const int id : answer_)
    if (!is[std::size_t(id)]) step.withdrawn.push_back(id);
  answer_ = std::move(answer);
}

// The masks of the crop at work without duplicates, by predicted IoU (_process_crop).
std::vector<int> MaskGenerator::best_of_crop() const {
  std::vector<int> ids(found_.size() - first_of_crop_);
  std::iota(ids.begin(), ids.end(), int(first_of_crop_));
  std::sort(ids.begin(), ids.end(), [&](int a, int b) {
    return found_[std::size_t(a)].order < found_[std::size_t(b)].order;
  });
  std::vector<geom::Box> boxes;
  std::vector<float> scores;
  for (const int id : ids) {
    boxes.push_back(found_[std::size_t(id)].box);
    scores.push_back(found_[std::size_t(id)].mask.predicted_iou);
  }
  std::vector<int> best = suppress_boxes(boxes, scores, options_.box_nms_thresh);
  for (int& i : best)
    i = ids[std::size_t(i)];
  return best;
}

// Without duplicates between crops: those of the smaller crop are preferred (_generate_masks).
std::vector<int> MaskGenerator::best_of_all() const {
  std::vector<int> ids = earlier_;
  const std::vector<int> latest = best_of_crop();
  ids.insert(ids.end(), latest.begin(), latest.end());
  if (crops_.size() == 1) return ids;
  std::vector<geom::Box> boxes;
  std::vector<float> scores;
  for (const int id : ids) {
    const geom::Rect& crop = found_[std::size_t(id)].mask.crop_box;
    boxes.push_back(found_[std::size_t(id)].box);
    scores.push_back(1 / (float(crop.width) * float(crop.height)));
  }
  std::vector<int> best = suppress_boxes(boxes, scores, options_.crop_nms_thresh);
  for (int& i : best)
    i = ids[std::size_t(i)];
  return best;
}

std::vector<GeneratedMask> MaskGenerator::result() const {
  std::vector<GeneratedMask> masks;
  for (const int id : answer_)
    masks.push_back(found_[std::size_t(id)].mask);
  if (options_.min_mask_region_area == 0) return masks;
  return postprocess_small_regions(std::move(masks), options_.min_mask_region_area,
                                   std::max(options_.box_nms_thresh, options_.crop_nms_thresh));
}

}  // namespace maskpoint::sam
