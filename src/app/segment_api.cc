#include "app/segment_api.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "app/bridge.h"
#include "app/wire.h"
#include "doc/segmentation_json.h"

namespace maskpoint::app {
namespace {

// A prompt from a script: numbers must be finite, labels 0 or 1.
bool read_prompt(const Json& question, sam::Prompt& prompt, std::string& why) {
  for (const Json& point : member(question, "points")) {
    const Json& x = member(point, "x");
    const Json& y = member(point, "y");
    const std::int64_t label = integer_at(point, "label", 1);
    if (!x.is_number() || !y.is_number() || (label != 0 && label != 1)) {
      why = "Every point needs finite numbers x and y, and a label of 1 (include) or 0 (exclude).";
      return false;
    }
    prompt.points.push_back({{x.get<double>(), y.get<double>()},
                             label == 0 ? geom::PointLabel::kExclude : geom::PointLabel::kInclude});
  }
  const Json& box = member(question, "box");
  if (!box.is_null()) {
    const bool sound =
        box.is_array() && box.size() == 4 &&
        std::all_of(box.begin(), box.end(), [](const Json& value) { return value.is_number(); });
    if (!sound) {
      why = "The box must be four finite numbers: x0, y0, x1, y1.";
      return false;
    }
    prompt.box = geom::box_between({box[0].get<double>(), box[1].get<double>()},
                                   {box[2].get<double>(), box[3].get<double>()});
  }
  return true;
}

}  // namespace

void SegmentApi::answer_error(int request, const std::string& message) {
  page::answer(request, dump({{"error", message}}), {});
}

bool SegmentApi::known(std::int64_t image_id, geom::ImageSize& size) const {
  for (const session::ImageRow& row : shell_.session.images()) {
    if (row.id != image_id) continue;
    size = row.size;
    return row.error.empty() && size.width > 0;
  }
  return false;
}

void SegmentApi::segment(const Json& question) {
  const int request = int_at(question, "request");
  std::int64_t image_id = integer_at(question, "image");
  const session::ImageRow* open = shell_.session.open_image();
  if (image_id == 0 && open != nullptr) image_id = open->id;
  geom::ImageSize size;
  if (!known(image_id, size)) {
    answer_error(request, "There is no image " + std::to_string(image_id) +
                              " to segment: give the id of one in the list, or open one.");
    return;
  }
  worker::SegmentRequest segment{image_id, std::uint64_t(request), {}, {}};
  std::string why;
  if (!read_prompt(question, segment.prompt, why)) {
    answer_error(request, why);
    return;
  }
  if (bool_at(question, "maskInput") &&
      mask_input_.size() == std::size_t(sam::kLogitCount) * sizeof(float)) {
    auto prior = std::make_shared<sam::Logits>(std::size_t(sam::kLogitCount));
    std::memcpy(prior->data(), mask_input_.data(), mask_input_.size());
    mask_input_.clear();
    if (!std::all_of(prior->begin(), prior->end(), [](float v) { return std::isfinite(v); })) {
      answer_error(request, "The mask input holds values that are not finite.");
      return;
    }
    segment.prompt.prior = std::move(prior);
  }
  if (segment.prompt.empty()) {
    answer_error(request, "There is nothing to segment by: give points, a box or a mask input.");
    return;
  }
  segment.wanted =
      bool_at(question, "multimask") ? sam::MaskSet::kMultimask : sam::MaskSet::kSingleMaskRule;
  if (open != nullptr && open->id == image_id && shell_.session.image_prepared()) {
    shell_.worker.segment(std::move(segment));
    return;
  }
  const bool first = waiting_for_image_[image_id].empty();
  waiting_for_image_[image_id].push_back(std::move(segment));
  if (first)
    images_.fetch_embedding(image_id, size, [this, image_id](const std::string& message) {
      image_failed(image_id, message);
    });
}

void SegmentApi::open_local(const Json& question) {
  const std::int64_t image_id = integer_at(question, "image");
  const int request = int_at(question, "request");
  session::ImageRow row;
  row.id = image_id;
  row.file_name = text_at(question, "name");
  row.size = {int_at(question, "width"), int_at(question, "height")};
  if (!is_local(image_id) || row.size.width <= 0 || row.size.height <= 0) {
    answer_error(request, "The image has no pixels.");
    return;
  }
  opening_[image_id] = request;
  shell_.dispatch(session::action::ImageRowChanged{row});
  shell_.dispatch(session::action::OpenImage{image_id});
}

void SegmentApi::prepared(std::int64_t image_id) {
  if (const auto opening = opening_.find(image_id); opening != opening_.end()) {
    page::answer(opening->second, dump({{"value", {{"id", image_id}}}}), {});
    opening_.erase(opening);
  }
  const auto waiting = waiting_for_image_.find(image_id);
  if (waiting == waiting_for_image_.end()) return;
  for (worker::SegmentRequest& segment : waiting->second)
    shell_.worker.segment(std::move(segment));
  waiting_for_image_.erase(waiting);
}

void SegmentApi::image_failed(std::int64_t image_id, const std::string& message) {
  if (const auto opening = opening_.find(image_id); opening != opening_.end()) {
    answer_error(opening->second, message);
    opening_.erase(opening);
  }
  const auto waiting = waiting_for_image_.find(image_id);
  if (waiting == waiting_for_image_.end()) return;
  for (const worker::SegmentRequest& segment : waiting->second)
    answer_error(int(segment.seq), message);
  waiting_for_image_.erase(waiting);
}

void SegmentApi::segmented(const worker::Segmented& segmented) {
  Json masks = Json::array();
  std::vector<float> logits;
  for (std::size_t i = 0; i < segmented.masks.size(); ++i) {
    const sam::Candidate& candidate = segmented.candidates[i];
    const mask::ResampledMask& mask = segmented.masks[i];
    masks.push_back({{"rle", doc::segmentation_to_json(mask.rle)},
                     {"bbox", json_of(mask.bbox)},
                     {"area", mask.area},
                     {"predictedIou", candidate.predicted_iou},
                     {"stabilityScore", mask.stability_score},
                     {"index", candidate.index}});
    logits.insert(logits.end(), candidate.logits->begin(), candidate.logits->end());
  }
  const Json value = {{"masks", std::move(masks)}, {"decodeMs", segmented.ms}};
  page::answer(int(segmented.seq), dump({{"value", value}}), logits);
}

void SegmentApi::failed(const worker::Failed& failed) {
  answer_error(int(failed.seq), failed.message);
}

}  // namespace maskpoint::app
