// Where the canvas gets image pixels from. They never enter the WASM heap: the source (JS, holding
// an ImageBitmap) uploads a rectangle of the image straight into the texture that is bound.
#pragma once

#include <cstdint>
#include <functional>

#include "geom/box.h"

namespace maskpoint::render {

// Called with a GL texture bound to TEXTURE_2D on the active unit, whose level 0 (RGBA8, storage
// already allocated) the source fills by texSubImage2D: the image's rectangle `from` goes to the
// texel (x, y). Rows top first, no premultiplication, no colour conversion. Returns whether it did;
// false (image gone, bitmap not there yet) is asked again next frame.
using PixelSource =
    std::function<bool(std::int64_t image_id, unsigned texture, geom::Rect from, int x, int y)>;

}  // namespace maskpoint::render
