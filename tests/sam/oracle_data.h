// What tests/oracle wrote: photos' embeddings, prompts, and ONNX Runtime's answers.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "geom/points.h"
#include "mask/rle.h"
#include "sam/image_state.h"
#include "sam/safetensors.h"
#include "sam/types.h"
#include "sam/weights.h"

namespace maskpoint::sam {

struct OracleCase {
  std::string name;  // photo and kind, for messages
  Prompt prompt;
  std::string logits_file;
  std::array<float, kMaskCount> scores{};
  mask::Rle full_size;  // the single-mask rule's mask at image size

  // (4, 256, 256)
  std::vector<float> logits() const;
};

struct OraclePhoto {
  std::string name;
  geom::ImageSize size;
  std::vector<float> embedding;  // (256, 64, 64)
  std::vector<OracleCase> cases;
};

// All of them, read once. Where they are missing this fails the test with a sentence saying what to
// run, and the list is empty.
const std::vector<OraclePhoto>& oracle_photos();

std::vector<std::byte> oracle_weights_file(TensorType type);
// The converted decoder, float32 or float16. Null where the file is missing.
std::shared_ptr<const Weights> oracle_weights(TensorType type);

}  // namespace maskpoint::sam
