// The slow, readable form: both steps as full float maps, pixel by pixel as PyTorch defines
// upsample_bilinear2d (ATen/native/UpSample.h and cpu/UpSampleKernel.cpp): weights in float32,
// the horizontal blend inside the vertical one.
#include <algorithm>
#include <cassert>
#include <vector>

#include "mask/resample.h"

namespace maskpoint::mask {
namespace {

using geom::kLogitSide;
using geom::kModelSide;

struct Map {
  geom::ImageSize size;
  std::vector<float> values;  // row-major
  float at(int x, int y) const {
    return values[std::size_t(y) * std::size_t(size.width) + std::size_t(x)];
  }
};

// Where an output index falls on the input: between `low` and `high`, `fraction` of the way.
struct Source {
  int low, high;
  float fraction;
};

Source source_of(int index, int input_size, int output_size) {
  const float scale = float(input_size) / float(output_size);
  const float position = std::max(0.0f, scale * (float(index) + 0.5f) - 0.5f);
  // Not past the end: the rounded scale can overshoot by one for long outputs.
  const int low = std::min(int(position), input_size - 1);
  const int high = std::min(low + 1, input_size - 1);
  return {low, high, std::min(position - float(low), 1.0f)};
}

float blend(float from, float to, float fraction) {
  return (1.0f - fraction) * from + fraction * to;
}

Map bilinear(const Map& input, geom::ImageSize output_size) {
  Map output{output_size, {}};
  output.values.reserve(std::size_t(output_size.width) * std::size_t(output_size.height));
  std::vector<Source> columns;
  columns.reserve(std::size_t(output_size.width));
  for (int x = 0; x < output_size.width; ++x) {
    columns.push_back(source_of(x, input.size.width, output_size.width));
  }
  for (int y = 0; y < output_size.height; ++y) {
    const Source row = source_of(y, input.size.height, output_size.height);
    for (const Source& column : columns) {
      const float upper =
          blend(input.at(column.low, row.low), input.at(column.high, row.low), column.fraction);
      const float lower =
          blend(input.at(column.low, row.high), input.at(column.high, row.high), column.fraction);
      output.values.push_back(blend(upper, lower, row.fraction));
    }
  }
  return output;
}

Map cropped(const Map& input, geom::ImageSize size) {
  Map output{size, {}};
  output.values.reserve(std::size_t(size.width) * std::size_t(size.height));
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x)
      output.values.push_back(input.at(x, y));
  }
  return output;
}

}  // namespace

std::vector<float> resample_logits(std::span<const float> logits, geom::ImageSize original) {
  assert(logits.size() == std::size_t(kLogitSide) * kLogitSide);
  const Map low{{kLogitSide, kLogitSide}, {logits.begin(), logits.end()}};
  const Map frame = bilinear(low, {kModelSide, kModelSide});
  const Map image = cropped(frame, geom::ModelTransform(original).resized());
  return bilinear(image, original).values;
}

}  // namespace maskpoint::mask
