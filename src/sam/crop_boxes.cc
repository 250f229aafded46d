#include "sam/crop_boxes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace maskpoint::sam {

namespace {

int crop_length(int original, int crops, int overlap) {
  return int(std::ceil((double(overlap) * (crops - 1) + original) / crops));
}

}  // namespace

std::vector<CropBox> generate_crop_boxes(geom::ImageSize image, int n_layers,
                                         double overlap_ratio) {
  std::vector<CropBox> crops = {{{0, 0, image.width, image.height}, 0}};
  const int short_side = std::min(image.width, image.height);
  for (int layer = 1; layer <= n_layers; ++layer) {
    const int per_side = 1 << layer;
    const int overlap = int(overlap_ratio * short_side * (2.0 / per_side));
    const int width = crop_length(image.width, per_side, overlap);
    const int height = crop_length(image.height, per_side, overlap);
    for (int column = 0; column < per_side; ++column) {
      for (int row = 0; row < per_side; ++row) {
        const int x = (width - overlap) * column, y = (height - overlap) * row;
        const geom::Rect box = {x, y, std::min(width, image.width - x),
                                std::min(height, image.height - y)};
        if (box.width > 0 && box.height > 0) crops.push_back({box, layer});
      }
    }
  }
  return crops;
}

bool is_box_near_crop_edge(const geom::Rect& mask_box, const geom::Rect& crop,
                           geom::ImageSize image) {
  constexpr int kNear = 20;
  const auto near = [](int a, int b) { return std::abs(a - b) <= kNear; };
  // The official box names its last pixels, the crop's box the first ones outside.
  const int left = mask_box.x + crop.x, top = mask_box.y + crop.y;
  const int right = left + mask_box.width - 1, bottom = top + mask_box.height - 1;
  return (near(left, crop.x) && !near(left, 0)) || (near(top, crop.y) && !near(top, 0)) ||
         (near(right, crop.x + crop.width) && !near(right, image.width)) ||
         (near(bottom, crop.y + crop.height) && !near(bottom, image.height));
}

}  // namespace maskpoint::sam
