// A mask as a small picture of upright strips, for the places that show one beside another.
#pragma once

#include <vector>

#include "doc/types.h"
#include "ui/pen.h"

namespace maskpoint::ui {

// What `mask` covers of `frame` (image pixels), scaled to fit into the middle of `into` (CSS
// pixels). The strips lie on the device's pixel columns: neighbours neither overlap nor leave a
// gap. Where several image columns share one on the screen, the first of them is drawn.
std::vector<ScreenRect> mask_strips(const mask::Rle& mask, geom::Rect frame, ScreenRect into,
                                    float device_pixel_ratio);

}  // namespace maskpoint::ui
