#include "formats/bridged_rings.h"

#include <algorithm>
#include <utility>

namespace maskpoint::formats {
namespace {

using mask::Ring;

// The vertex farthest to the left, by its position in the ring.
std::size_t leftmost(const Ring& ring) {
  std::size_t best = 0;
  for (std::size_t i = 2; i < ring.size(); i += 2)
    if (ring[i] < ring[best]) best = i;
  return best;
}

// `ring` from the vertex at `start` round to it again.
void append_closed(const Ring& ring, std::size_t start, Ring& to) {
  to.insert(to.end(), ring.begin() + std::ptrdiff_t(start), ring.end());
  to.insert(to.end(), ring.begin(), ring.begin() + std::ptrdiff_t(start) + 2);
}

// Into `ring`: from its nearest vertical edge left of the hole's leftmost vertex across to it,
// round the hole, and back.
void cut_to(const Ring& hole, Ring& ring) {
  const std::size_t start = leftmost(hole);
  const double x = hole[start], y = hole[start + 1];
  std::size_t after = 0;
  double edge_x = -1;
  for (std::size_t i = 0; i < ring.size(); i += 2) {
    const std::size_t j = (i + 2) % ring.size();
    if (ring[i] != ring[j] || ring[i] >= x || ring[i] <= edge_x) continue;
    const auto [low, high] = std::minmax(ring[i + 1], ring[j + 1]);
    if (y < low || y > high) continue;
    edge_x = ring[i];
    after = i + 2;
  }
  if (edge_x < 0) return;  // cannot be: a hole has the mask around it
  Ring way = {edge_x, y};
  append_closed(hole, start, way);
  way.insert(way.end(), {edge_x, y});
  ring.insert(ring.begin() + std::ptrdiff_t(after), way.begin(), way.end());
}

}  // namespace

Rings rings_of(const mask::Rle& rle, Holes holes) {
  Rings out;
  for (mask::PolygonPart& part : mask::polygons_from_rle(rle)) {
    out.holes += part.holes.size();
    Ring ring = std::move(part.outer);
    if (holes == Holes::kBridge) {
      // From the left, so that the hole nearest on that side is in the ring already.
      std::sort(part.holes.begin(), part.holes.end(),
                [](const Ring& a, const Ring& b) { return a[leftmost(a)] < b[leftmost(b)]; });
      for (const Ring& hole : part.holes)
        cut_to(hole, ring);
    }
    out.rings.push_back(std::move(ring));
  }
  return out;
}

mask::Ring joined(const std::vector<mask::Ring>& rings) {
  Ring out;
  for (const Ring& ring : rings) {
    if (rings.size() == 1) return ring;
    append_closed(ring, 0, out);
  }
  // Back the way it came: the last ring's end to the one before, and so on.
  for (std::size_t i = rings.size() - 1; i-- > 0;)
    out.insert(out.end(), {rings[i][0], rings[i][1]});
  return out;
}

}  // namespace maskpoint::formats
