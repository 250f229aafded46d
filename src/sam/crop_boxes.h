// The crops of an image whose masks the automatic generator looks for one by one: the image itself,
// then 2×2 of it, 4×4, …, overlapping.
//
// Source: segment-anything utils/amg.py generate_crop_boxes, is_box_near_crop_edge.
#pragma once

#include <vector>

#include "geom/box.h"
#include "geom/points.h"

namespace maskpoint::sam {

struct CropBox {
  geom::Rect box;
  int layer = 0;  // 0 is the whole image
  geom::ImageSize size() const { return {box.width, box.height}; }
  bool operator==(const CropBox&) const = default;
};

// Never empty: the first is the whole image. Crops without a pixel (of images a few pixels wide)
// are left out, where the official code would fail.
std::vector<CropBox> generate_crop_boxes(geom::ImageSize image, int n_layers, double overlap_ratio);

// Whether a mask found in the crop was probably cut off by it: a side of its box lies within 20
// pixels of a side of the crop that is no side of the image. `mask_box` is the tight box in the
// crop's own pixels.
bool is_box_near_crop_edge(const geom::Rect& mask_box, const geom::Rect& crop,
                           geom::ImageSize image);

}  // namespace maskpoint::sam
