// What the native benchmarks decode: the weights, a photo's embedding and the prompts of
// prompts.json, the same as the browser's (scripts/bench.sh lays them out).
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "geom/points.h"
#include "sam/types.h"

namespace maskpoint::bench {

struct Inputs {
  std::filesystem::path onnx;           // the decoder as ONNX Runtime takes it
  std::vector<std::byte> weights_file;  // the same values as safetensors
  std::vector<float> embedding;         // (256, 64, 64)
  geom::ImageSize size;
  std::vector<sam::Prompt> clicks, boxes;
  std::vector<sam::Prompt> refinements;  // two points; their prior is the first one's mask
  std::vector<int> refined_click;        // which click that is
};

// From the top of the checkout. Ends the program with a sentence if something is missing.
Inputs read_inputs();

}  // namespace maskpoint::bench
