// The decoder's weights from a model folder, and one image's masks from a prompt.
#pragma once

#include <memory>
#include <vector>

#include "base/status.h"
#include "mask/resample.h"
#include "sam/decoder.h"
#include "server/model_folder.h"

namespace maskpoint::server {

base::Result<std::shared_ptr<const sam::Weights>> load_decoder_weights(const ModelFolder& model);

// A mask at image size, with the 256×256 logits it came from.
struct SegmentedMask {
  mask::ResampledMask mask;
  float predicted_iou = 0;
  int index = 0;  // which of the decoder's outputs, 0–3
  std::vector<float> logits;
};

struct SegmentedImage {
  std::vector<SegmentedMask> masks;  // in the model's order
  double decode_ms = 0;              // the decoder alone, without resampling to image size
};

// One decode.
SegmentedImage segment_image(sam::Decoder& decoder, const sam::ImageState& image,
                             const sam::Prompt& prompt, sam::MaskSet wanted);

}  // namespace maskpoint::server
