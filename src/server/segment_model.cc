#include "server/segment_model.h"

#include <cassert>
#include <chrono>
#include <span>

#include "server/image_file.h"

namespace maskpoint::server {

base::Result<std::shared_ptr<const sam::Weights>> load_decoder_weights(const ModelFolder& model) {
  const auto bytes = read_file(model.decoder());
  if (!bytes.ok()) return bytes.status();
  auto weights = sam::Weights::parse(std::as_bytes(std::span(*bytes)));
  if (weights.ok()) return weights;
  return base::Status(weights.status().code(),
                      model.decoder().string() + ": " + weights.status().message());
}

SegmentedImage segment_image(sam::Decoder& decoder, const sam::ImageState& image,
                             const sam::Prompt& prompt, sam::MaskSet wanted) {
  using Clock = std::chrono::steady_clock;
  const auto output = std::make_unique<sam::DecodeOutput>();  // a megabyte: too much for a stack
  const auto start = Clock::now();
  const auto status = decoder.decode(image, prompt, wanted, base::CancelToken(), *output);
  SegmentedImage result;
  result.decode_ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  assert(status == sam::DecodeStatus::kDone);  // nobody can cancel this token
  (void)status;
  for (int i = 0; i < output->count; ++i) {
    const int index = output->index[i];
    result.masks.push_back({mask::resample_to_image(output->logits[i], image.transform.original()),
                            output->scores[index],
                            index,
                            {output->logits[i].begin(), output->logits[i].end()}});
  }
  return result;
}

}  // namespace maskpoint::server
