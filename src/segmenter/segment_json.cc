#include "segmenter/segment_json.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "doc/segmentation_json.h"

namespace maskpoint::segmenter {
namespace {

using base::invalid_input;
using doc::Json;
using doc::member;

base::Status read_points(const Json& points, sam::Prompt& prompt) {
  for (const Json& point : points) {
    const Json& x = member(point, "x");
    const Json& y = member(point, "y");
    const std::int64_t label = doc::integer_at(point, "label", 1);
    if (!x.is_number() || !y.is_number() || (label != 0 && label != 1))
      return invalid_input(
          "Every point needs finite numbers x and y, and a label of 1 (include) or 0 (exclude).");
    prompt.points.push_back({{x.get<double>(), y.get<double>()},
                             label == 0 ? geom::PointLabel::kExclude : geom::PointLabel::kInclude});
  }
  return {};
}

base::Status read_box(const Json& box, sam::Prompt& prompt) {
  if (box.is_null()) return {};
  if (!box.is_array() || box.size() != 4 ||
      !std::all_of(box.begin(), box.end(), [](const Json& value) { return value.is_number(); }))
    return invalid_input("The box must be four finite numbers: x0, y0, x1, y1.");
  prompt.box = geom::box_between({box[0].get<double>(), box[1].get<double>()},
                                 {box[2].get<double>(), box[3].get<double>()});
  return {};
}

base::Status take_mask_input(std::vector<float> logits, sam::Prompt& prompt) {
  if (logits.empty()) return {};
  if (logits.size() != std::size_t(sam::kLogitCount))
    return invalid_input("The mask input has " + std::to_string(logits.size()) +
                         " values, expected " + std::to_string(sam::kLogitCount) + " (256 × 256).");
  if (!std::all_of(logits.begin(), logits.end(), [](float v) { return std::isfinite(v); }))
    return invalid_input("The mask input holds values that are not finite.");
  prompt.prior = std::make_shared<const sam::Logits>(std::move(logits));
  return {};
}

}  // namespace

base::Result<Question> read_question(const Json& question, std::vector<float> mask_input) {
  Question read;
  if (auto status = read_points(member(question, "points"), read.prompt); !status.ok())
    return status;
  if (auto status = read_box(member(question, "box"), read.prompt); !status.ok()) return status;
  if (auto status = take_mask_input(std::move(mask_input), read.prompt); !status.ok())
    return status;
  if (read.prompt.empty())
    return invalid_input("There is nothing to segment by: give points, a box or a mask input.");
  if (doc::bool_at(question, "multimask")) read.wanted = sam::MaskSet::kMultimask;
  return read;
}

Json segmentation_json(const worker::Segmented& segmented) {
  Json masks = Json::array();
  for (std::size_t i = 0; i < segmented.masks.size(); ++i) {
    const sam::Candidate& candidate = segmented.candidates[i];
    const mask::ResampledMask& mask = segmented.masks[i];
    masks.push_back({{"rle", doc::segmentation_to_json(mask.rle)},
                     {"bbox", {mask.bbox.x, mask.bbox.y, mask.bbox.width, mask.bbox.height}},
                     {"area", mask.area},
                     {"predictedIou", candidate.predicted_iou},
                     {"stabilityScore", mask.stability_score},
                     {"index", candidate.index}});
  }
  return {{"masks", std::move(masks)}, {"decodeMs", segmented.ms}};
}

std::vector<float> logits_of(const worker::Segmented& segmented) {
  std::vector<float> all;
  all.reserve(segmented.candidates.size() * std::size_t(sam::kLogitCount));
  for (const sam::Candidate& candidate : segmented.candidates)
    all.insert(all.end(), candidate.logits->begin(), candidate.logits->end());
  return all;
}

}  // namespace maskpoint::segmenter
