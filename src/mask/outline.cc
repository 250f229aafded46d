#include "mask/outline.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "mask/polygon.h"
#include "mask/winding_fill.h"

namespace maskpoint::mask {
namespace {

using Contour = std::vector<geom::ImagePoint>;

geom::ImagePoint nearest_on(geom::ImagePoint a, geom::ImagePoint b, geom::ImagePoint p) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  if (length <= 0) return a;
  const double t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0);
  return {a.x + t * dx, a.y + t * dy};
}

double square_distance(geom::ImagePoint p, geom::ImagePoint a, geom::ImagePoint b) {
  const geom::ImagePoint foot = nearest_on(a, b, p);
  const double ex = p.x - foot.x, ey = p.y - foot.y;
  return ex * ex + ey * ey;
}

// Douglas and Peucker's choice of the points of contour[first…last] to keep, both ends included.
// A long way is cut first, so that the work stays near its length.
class Simplifier {
 public:
  Simplifier(const Contour& contour, double tolerance)
      : contour_(contour), limit_(tolerance * tolerance), kept_(contour.size(), false) {}

  std::vector<std::size_t> keep() {
    const std::size_t count = contour_.size();
    const std::size_t far = farthest_from(0);
    kept_[0] = kept_[far] = true;
    for (std::size_t from = 0; from < count;) {
      std::size_t to = std::min(from + kLongest, from < far ? far : count);
      kept_[to % count] = true;
      simplify(from, to);
      from = to;
    }
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < count; ++i)
      if (kept_[i]) kept.push_back(i);
    add_third(kept);
    return kept;
  }

 private:
  static constexpr std::size_t kLongest = 4096;

  const geom::ImagePoint& at(std::size_t i) const { return contour_[i % contour_.size()]; }

  std::size_t farthest_from(std::size_t start) const {
    std::size_t far = contour_.size() / 2;
    double most = -1;
    for (std::size_t i = 0; i < contour_.size(); ++i) {
      const double d = std::hypot(at(i).x - at(start).x, at(i).y - at(start).y);
      if (d <= most) continue;
      most = d;
      far = i;
    }
    return far;
  }

  void simplify(std::size_t first, std::size_t last) {
    std::vector<std::pair<std::size_t, std::size_t>> todo = {{first, last}};
    while (!todo.empty()) {
      const auto [from, to] = todo.back();
      todo.pop_back();
      double most = limit_;
      std::size_t worst = 0;
      for (std::size_t i = from + 1; i < to; ++i) {
        const double d = square_distance(at(i), at(from), at(to));
        if (d <= most) continue;
        most = d;
        worst = i;
      }
      if (worst == 0) continue;
      kept_[worst % contour_.size()] = true;
      todo.push_back({from, worst});
      todo.push_back({worst, to});
    }
  }

  // A ring needs three corners: the point farthest from the line of the two there are.
  void add_third(std::vector<std::size_t>& kept) const {
    if (kept.size() >= 3) return;
    assert(kept.size() == 2);
    double most = -1;
    std::size_t third = 0;
    for (std::size_t i = 0; i < contour_.size(); ++i) {
      if (i == kept[0] || i == kept[1]) continue;
      const double d = square_distance(at(i), at(kept[0]), at(kept[1]));
      if (d <= most) continue;
      most = d;
      third = i;
    }
    kept.push_back(third);
    std::sort(kept.begin(), kept.end());
  }

  const Contour& contour_;
  double limit_;
  std::vector<bool> kept_;
};

OutlineRing ring_of(const Ring& flat, std::size_t part, bool hole, double tolerance) {
  auto contour = std::make_shared<Contour>();
  contour->reserve(flat.size() / 2);
  for (std::size_t i = 0; i < flat.size(); i += 2)
    contour->push_back({flat[i], flat[i + 1]});
  OutlineRing ring{part, hole, contour, {}};
  const std::vector<std::size_t> kept = Simplifier(*contour, tolerance).keep();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const std::size_t next = kept[(i + 1) % kept.size()];
    ring.vertices.push_back({(*contour)[kept[i]], true, kept[i], next});
  }
  return ring;
}

// Calls visit(point) for what lies on an exact way behind its first vertex, before the next.
template <class Visit>
void for_each_between(const OutlineRing& ring, const OutlineVertex& vertex, Visit visit) {
  if (!vertex.exact) return;
  const std::size_t count = ring.contour->size();
  for (std::size_t i = (vertex.from + 1) % count; i != vertex.to; i = (i + 1) % count)
    visit(i, (*ring.contour)[i]);
}

Contour points_of(const OutlineRing& ring) {
  Contour points;
  for (const OutlineVertex& vertex : ring.vertices) {
    points.push_back(vertex.at);
    for_each_between(ring, vertex,
                     [&](std::size_t, const geom::ImagePoint& p) { points.push_back(p); });
  }
  return points;
}

OutlineVertex& before(OutlineRing& ring, std::size_t vertex) {
  return ring.vertices[(vertex + ring.vertices.size() - 1) % ring.vertices.size()];
}

}  // namespace

Outline outline_of(const Rle& rle, double tolerance) {
  Outline outline{rle.size, {}};
  const std::vector<PolygonPart> parts = polygons_from_rle(rle);
  for (std::size_t part = 0; part < parts.size(); ++part) {
    outline.rings.push_back(ring_of(parts[part].outer, part, false, tolerance));
    for (const Ring& hole : parts[part].holes)
      outline.rings.push_back(ring_of(hole, part, true, tolerance));
  }
  return outline;
}

base::Result<Rle> rle_of(const Outline& outline) {
  // Most parts keep what they have, and there may be thousands: all outer rings at once, then the
  // holes. A part inside another's hole is added last.
  std::vector<Rle> parts;
  for (std::size_t first = 0; first < outline.rings.size();) {
    std::size_t last = first + 1;
    while (last < outline.rings.size() && outline.rings[last].part == outline.rings[first].part)
      ++last;
    Rle part = empty_rle(outline.size);
    std::vector<Contour> outer, holes;
    for (std::size_t i = first; i < last; ++i)
      (outline.rings[i].hole ? holes : outer).push_back(points_of(outline.rings[i]));
    base::Result<Rle> filled = fill_rings(outer, outline.size);
    if (!filled.ok()) return filled;
    part = *std::move(filled);
    if (!holes.empty()) {
      const base::Result<Rle> gone = fill_rings(holes, outline.size);
      if (!gone.ok()) return gone;
      part = subtract(part, *gone);
    }
    parts.push_back(std::move(part));
    first = last;
  }
  if (parts.empty()) return empty_rle(outline.size);
  return merge(parts, MergeKind::kUnion);
}

Outline with_vertex_moved(const Outline& outline, std::size_t ring, std::size_t vertex,
                          geom::ImagePoint to) {
  Outline next = outline;
  OutlineRing& changed = next.rings[ring];
  changed.vertices[vertex].at = to;
  changed.vertices[vertex].exact = false;
  before(changed, vertex).exact = false;
  return next;
}

Outline with_vertex_inserted(const Outline& outline, std::size_t ring, std::size_t vertex,
                             geom::ImagePoint at) {
  Outline next = outline;
  OutlineRing& changed = next.rings[ring];
  OutlineVertex& start = changed.vertices[vertex];
  const geom::ImagePoint end = changed.vertices[(vertex + 1) % changed.vertices.size()].at;
  OutlineVertex inserted{nearest_on(start.at, end, at), false, 0, 0};
  if (start.exact) {
    double least = -1;
    std::size_t nearest = 0;
    for_each_between(changed, start, [&](std::size_t i, const geom::ImagePoint& p) {
      const double d = std::hypot(p.x - at.x, p.y - at.y);
      if (least >= 0 && d >= least) return;
      least = d;
      nearest = i;
    });
    if (least >= 0) {
      inserted = {(*changed.contour)[nearest], true, nearest, start.to};
      start.to = nearest;
    } else {
      start.exact = false;  // a single straight step along a pixel's edge
    }
  }
  changed.vertices.insert(changed.vertices.begin() + std::ptrdiff_t(vertex) + 1, inserted);
  return next;
}

Outline with_vertex_removed(const Outline& outline, std::size_t ring, std::size_t vertex) {
  Outline next = outline;
  OutlineRing& changed = next.rings[ring];
  if (changed.vertices.size() > 3) {
    before(changed, vertex).exact = false;
    changed.vertices.erase(changed.vertices.begin() + std::ptrdiff_t(vertex));
    return next;
  }
  const OutlineRing gone = changed;
  std::erase_if(next.rings, [&](const OutlineRing& r) {
    return r.part == gone.part && (!gone.hole || r.contour == gone.contour);
  });
  return next;
}

}  // namespace maskpoint::mask
