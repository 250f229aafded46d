// From an RGB image to the encoder's input tensor.
//
// Source: segment-anything modeling/sam.py preprocess() and its pixel_mean and pixel_std: normalise
// each channel, then pad with zeros to the right and below.
#pragma once

#include <vector>

#include "encoding/rgb_image.h"

namespace maskpoint::encoding {

// (1, 3, 1024, 1024) float32, C order. `image` is at most 1024 in each direction (asserted): the
// result of resize_for_model().
std::vector<float> encoder_input(const RgbImage& image);

}  // namespace maskpoint::encoding
