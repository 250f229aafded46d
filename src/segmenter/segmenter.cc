#include "segmenter/segmenter.h"

#include <utility>
#include <variant>

#include "segmenter/segment_json.h"

namespace maskpoint::segmenter {
namespace {

// What went wrong, if anything did.
base::Status status_of(const worker::Result& result) {
  const auto* failed = std::get_if<worker::Failed>(&result);
  return failed == nullptr ? base::Status{} : base::invalid_input(failed->message);
}

}  // namespace

base::Status Segmenter::load_weights(std::span<const std::byte> safetensors) {
  return status_of(engine_.load_weights(safetensors));
}

base::Status Segmenter::prepare(std::int64_t number, const Image& image) {
  return status_of(engine_.prepare({number, image.size, image.npy, std::to_string(number)}));
}

base::Result<std::int64_t> Segmenter::add_image(std::vector<std::byte> npy, geom::ImageSize size) {
  if (!engine_.has_weights())
    return base::invalid_input("The decoder has no weights yet: give them first.");
  if (size.width <= 0 || size.height <= 0)
    return base::invalid_input("The image's width and height must be whole numbers from 1 on.");
  Image image{std::move(npy), size};
  const std::int64_t number = last_image_ + 1;
  if (auto status = prepare(number, image); !status.ok()) return status;
  images_[number] = std::move(image);
  return last_image_ = number;
}

base::Result<Segmenter::Answer> Segmenter::segment(std::int64_t image, const doc::Json& question,
                                                   std::vector<float> mask_input) {
  const auto found = images_.find(image);
  if (found == images_.end())
    return base::invalid_input("There is no image " + std::to_string(image) +
                               ": it was released, or never added.");
  auto asked = read_question(question, std::move(mask_input));
  if (!asked.ok()) return asked.status();
  if (!engine_.has_image(image))
    if (auto status = prepare(image, found->second); !status.ok()) return status;
  const worker::Result result =
      engine_.segment({image, 1, std::move(asked->prompt), asked->wanted});
  if (auto status = status_of(result); !status.ok()) return status;
  const auto& segmented = std::get<worker::Segmented>(result);
  return Answer{segmentation_json(segmented), logits_of(segmented)};
}

}  // namespace maskpoint::segmenter
