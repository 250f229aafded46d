#include "sam/box_suppression.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace maskpoint::sam {

namespace {

float area(const geom::Box& box) {
  return (float(box.x1) - float(box.x0)) * (float(box.y1) - float(box.y0));
}

// 0/0, of boxes without area, is no number and above no threshold.
float overlap(const geom::Box& a, const geom::Box& b) {
  const float width = std::max(0.0f, float(std::min(a.x1, b.x1)) - float(std::max(a.x0, b.x0)));
  const float height = std::max(0.0f, float(std::min(a.y1, b.y1)) - float(std::max(a.y0, b.y0)));
  const float inter = width * height;
  return inter / (area(a) + area(b) - inter);
}

}  // namespace

geom::Box box_for_suppression(const geom::Rect& r) {
  if (r.width <= 0 || r.height <= 0) return {};
  return {double(r.x), double(r.y), double(r.x) + r.width - 1, double(r.y) + r.height - 1};
}

std::vector<int> suppress_boxes(std::span<const geom::Box> boxes, std::span<const float> scores,
                                double iou_threshold) {
  assert(boxes.size() == scores.size());
  std::vector<int> order(boxes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return scores[std::size_t(a)] > scores[std::size_t(b)]; });
  std::vector<int> kept;
  for (const int i : order) {
    const bool suppressed = std::any_of(kept.begin(), kept.end(), [&](int better) {
      return double(overlap(boxes[std::size_t(better)], boxes[std::size_t(i)])) > iou_threshold;
    });
    if (!suppressed) kept.push_back(i);
  }
  return kept;
}

}  // namespace maskpoint::sam
