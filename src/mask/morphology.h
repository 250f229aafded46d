// Growing, shrinking and smoothing a mask by discs, exactly, from its runs.
//
// A disc of radius r holds the pixels (dx, dy) with dx² + dy² ≤ r². The image's border is no edge
// of an object: what touches it is not shrunk from there. Radii from 0 on; 0 changes nothing.
#pragma once

#include "mask/rle.h"

namespace maskpoint::mask {

// Every pixel within the radius of the mask. Work: runs × radius.
Rle grow(const Rle& rle, int radius);
// Without every pixel within the radius of the ground: grow() of the complement.
Rle shrink(const Rle& rle, int radius);
// The pixels whose disc, as far as it lies in the image, is covered by more than half: edges become
// round, thin things and small holes go. Work: the bounding box and runs × radius.
Rle smooth(const Rle& rle, int radius);

}  // namespace maskpoint::mask
