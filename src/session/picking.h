// What lies under the pointer.
#pragma once

#include <set>
#include <string>

#include "doc/types.h"
#include "geom/points.h"

namespace maskpoint::session {

// Whether the mask covers a pixel; walks the runs up to it.
bool covers(const mask::Rle& mask, int x, int y);

// Whether the mask covers any pixel of the rectangle.
bool meets(const mask::Rle& mask, const geom::Rect& pixels);

// The objects that can be picked on the canvas and have a pixel in the rectangle.
std::set<std::string> objects_in(const doc::ImageDoc& doc, const std::set<std::string>& hidden,
                                 const geom::Rect& pixels);

// The uuid of the topmost object that covers the pixel and is neither locked nor in `hidden`, or
// empty.
std::string topmost_at(const doc::ImageDoc& doc, const std::set<std::string>& hidden,
                       geom::PixelPoint at);

}  // namespace maskpoint::session
