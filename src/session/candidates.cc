#include "session/candidates.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "geom/model_transform.h"

namespace maskpoint::session {
namespace {

constexpr std::array<const char*, 3> kNamesByArea = {"whole", "part", "subpart"};
constexpr int kManyPrompts = 3;  // from here on the single-mask output is offered too

}  // namespace

std::uint64_t approximate_area(const sam::Logits& logits, geom::ImageSize image, float threshold) {
  if (logits.size() != std::size_t(sam::kLogitCount)) return 0;
  const geom::ImageSize resized = geom::ModelTransform(image).resized();
  constexpr int kCell = geom::kModelSide / geom::kLogitSide;
  // Rounded up, so that a sliver of an image has at least one cell.
  const int columns = (resized.width + kCell - 1) / kCell;
  const int rows = (resized.height + kCell - 1) / kCell;
  std::uint64_t covered = 0;
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x)
      covered += logits[std::size_t(y) * geom::kLogitSide + std::size_t(x)] > threshold;
  const double pixels = double(image.width) * image.height;
  return std::uint64_t(std::llround(double(covered) * pixels / (double(columns) * rows)));
}

int position_of_output(const std::vector<CandidateView>& views, int index) {
  for (std::size_t i = 0; i < views.size(); ++i)
    if (views[i].index == index) return int(i);
  return 0;
}

int suggested_output(const std::vector<CandidateView>& views) {
  if (views.front().index == 0) return 0;
  return std::max_element(views.begin(), views.end(),
                          [](const CandidateView& a, const CandidateView& b) {
                            return a.predicted_iou < b.predicted_iou;
                          })
      ->index;
}

std::vector<CandidateView> candidate_views(const std::vector<sam::Candidate>& candidates,
                                           int sparse_prompts, geom::ImageSize image) {
  std::vector<CandidateView> parts;
  std::vector<CandidateView> views;
  for (const sam::Candidate& c : candidates) {
    if (c.index < 0 || c.index >= sam::kMaskCount || !c.logits) continue;
    CandidateView view{c.index, {}, c.predicted_iou, approximate_area(*c.logits, image), c.logits};
    if (c.index > 0) {
      parts.push_back(std::move(view));
    } else if (sparse_prompts >= kManyPrompts) {
      view.name = "overall";
      views.push_back(std::move(view));
    }
  }
  std::stable_sort(parts.begin(), parts.end(), [](const CandidateView& a, const CandidateView& b) {
    return a.area != b.area ? a.area > b.area : a.index < b.index;
  });
  for (std::size_t i = 0; i < parts.size() && i < kNamesByArea.size(); ++i) {
    parts[i].name = kNamesByArea[i];
    views.push_back(std::move(parts[i]));
  }
  return views;
}

}  // namespace maskpoint::session
