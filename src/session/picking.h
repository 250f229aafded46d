// What lies under the pointer.
#pragma once

#include <set>
#include <string>

#include "doc/types.h"
#include "geom/points.h"

namespace maskpoint::session {

// Whether the mask covers a pixel; walks the runs up to it.
bool covers(const mask::Rle& mask, int x, int y);

// The uuid of the topmost object that covers the pixel and is not in `hidden`, or empty.
std::string topmost_at(const doc::ImageDoc& doc, const std::set<std::string>& hidden,
                       geom::PixelPoint at);

}  // namespace maskpoint::session
