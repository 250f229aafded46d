// A mask's contours as polygons a person can move vertices of.
//
// Each ring keeps few vertices of the exact contour along pixel edges (polygons_from_rle). Between
// two of them it follows the exact contour until one of them is moved: then it is straight. So what
// nobody touched keeps its very pixels, whatever the tolerance. Values; an edit shares the rest.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/status.h"
#include "geom/points.h"
#include "mask/rle.h"

namespace maskpoint::mask {

struct OutlineVertex {
  geom::ImagePoint at;
  // The way to the next vertex: points [from, to) of the ring's exact contour, wrapping round;
  // `exact` false is a straight line.
  bool exact = false;
  std::size_t from = 0, to = 0;
  bool operator==(const OutlineVertex&) const = default;
};

struct OutlineRing {
  std::size_t part = 0;  // rings of one part: the outer one first, then its holes
  bool hole = false;
  std::shared_ptr<const std::vector<geom::ImagePoint>> contour;
  std::vector<OutlineVertex> vertices;  // at least 3
};

// Which vertex of which ring.
struct VertexPlace {
  std::size_t ring = 0, vertex = 0;
  bool operator==(const VertexPlace&) const = default;
};

struct Outline {
  geom::ImageSize size;
  std::vector<OutlineRing> rings;
};

// No point of a contour lies farther than `tolerance` pixels from the polygon shown for it; a ring
// that is left with no more than the three vertices it needs may be up to twice as far.
Outline outline_of(const Rle& rle, double tolerance);

// The parts together, each its outer ring without its holes.
base::Result<Rle> rle_of(const Outline& outline);

Outline with_vertex_moved(const Outline& outline, std::size_t ring, std::size_t vertex,
                          geom::ImagePoint to);
// After `vertex`, on the contour's or the straight edge's point nearest to `at`: the mask stays as
// it is.
Outline with_vertex_inserted(const Outline& outline, std::size_t ring, std::size_t vertex,
                             geom::ImagePoint at);
// A ring of three vertices goes as a whole, with the holes of a part.
Outline with_vertex_removed(const Outline& outline, std::size_t ring, std::size_t vertex);

}  // namespace maskpoint::mask
