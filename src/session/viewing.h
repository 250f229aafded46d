// Where the image lies on the canvas.
#pragma once

#include <optional>

#include "session/state.h"

namespace maskpoint::session {

// The whole image with air around it; small images are enlarged.
void fit_view(SessionState& state);
// As a newly opened image is seen after one of this size (0 × 0: none): fitted, or in the place and
// at the scale the one before had, where the settings keep the zoom.
void carry_view(SessionState& state, geom::ImageSize before);
void pan_view(SessionState& state, double dx, double dy);

// The pixel under the pointer, if it is inside the open image and on the canvas.
std::optional<geom::PixelPoint> cursor_pixel(const SessionState& state);

// The size of the open image, 0 × 0 when none.
geom::ImageSize open_size(const SessionState& state);

}  // namespace maskpoint::session
