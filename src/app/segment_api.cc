#include "app/segment_api.h"

#include <cstring>
#include <utility>
#include <vector>

#include "app/bridge.h"
#include "app/wire.h"
#include "segmenter/segment_json.h"

namespace maskpoint::app {

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
  std::vector<float> mask_input;
  if (bool_at(question, "maskInput")) {
    mask_input.resize(mask_input_.size() / sizeof(float));
    std::memcpy(mask_input.data(), mask_input_.data(), mask_input.size() * sizeof(float));
    mask_input_.clear();
  }
  auto asked = segmenter::read_question(question, std::move(mask_input));
  if (!asked.ok()) {
    answer_error(request, asked.status().message());
    return;
  }
  worker::SegmentRequest segment{image_id, std::uint64_t(request), std::move(asked->prompt),
                                 asked->wanted};
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

// A row the list may not have yet: the page made it a moment ago.
void SegmentApi::open_image(const Json& question) {
  const session::ImageRow row = image_row_from(member(question, "row"));
  const int request = int_at(question, "request");
  if (row.id == 0 || row.size.width <= 0 || row.size.height <= 0) {
    answer_error(request, "The image has no pixels.");
    return;
  }
  opening_[row.id] = request;
  shell_.dispatch(session::action::ImageRowChanged{row});
  const session::ImageRow* open = shell_.session.open_image();
  if (open != nullptr && open->id == row.id && shell_.session.image_prepared())
    prepared(row.id);
  else
    shell_.dispatch(session::action::OpenImage{row.id});
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
  const Json answer = {{"value", segmenter::segmentation_json(segmented)}};
  page::answer(int(segmented.seq), dump(answer), segmenter::logits_of(segmented));
}

void SegmentApi::failed(const worker::Failed& failed) {
  answer_error(int(failed.seq), failed.message);
}

}  // namespace maskpoint::app
