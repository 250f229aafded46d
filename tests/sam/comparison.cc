#include "comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maskpoint::sam {

double largest_difference(std::span<const float> a, std::span<const float> b) {
  double largest = a.size() == b.size() ? 0 : std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const double difference = std::fabs(double(a[i]) - double(b[i]));
    if (!(difference <= largest)) largest = difference;
    if (std::isnan(difference)) return std::numeric_limits<double>::infinity();
  }
  return largest;
}

int sign_flips(std::span<const float> a, std::span<const float> b) {
  int flips = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    flips += (a[i] > 0) != (b[i] > 0);
  return flips;
}

std::uint64_t differing_pixels(const mask::Rle& a, const mask::Rle& b) {
  const mask::Rle both[2] = {a, b};
  return mask::area(mask::merge(both, mask::MergeKind::kUnion)) -
         mask::area(mask::merge(both, mask::MergeKind::kIntersection));
}

}  // namespace maskpoint::sam
