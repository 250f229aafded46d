// Pillow's antialiased bilinear resize, bit for bit: what the official SAM code does to an image
// before the encoder sees it (torchvision's resize of a PIL image).
//
// Source: Pillow src/libImaging/Resample.c (ImagingResample, 8 bits per channel): triangle filter
// widened when shrinking, fixed-point weights, rounded to 8 bits after each pass, horizontal first.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "encoding/rgb_image.h"

namespace maskpoint::encoding {

// Takes an image row by row, so that a large one need never lie in memory whole: what is kept is as
// wide as the result and as high as the image. One use, one thread.
class Resizer {
 public:
  // Both sides of both sizes at least 1 (asserted).
  Resizer(geom::ImageSize from, geom::ImageSize to);
  ~Resizer();

  // Whole rows, from the top on, `channels` (3, or 4 with the last one ignored) bytes a pixel; no
  // more than the image has (asserted).
  void add_rows(std::span<const std::uint8_t> pixels, int channels);
  // Once all rows are there (asserted).
  RgbImage finish();

 private:
  struct Kernel;
  geom::ImageSize from_, to_;
  std::unique_ptr<const Kernel> across_;  // null where the width stays
  RgbImage narrow_;                       // to_.width × from_.height
  int rows_ = 0;
};

RgbImage resize_bilinear(const RgbImage& image, geom::ImageSize size);

// Longest side to 1024, the size ModelTransform gives; enlarges small images too.
RgbImage resize_for_model(const RgbImage& image);

}  // namespace maskpoint::encoding
