// Label images as PNG and back, with libpng (formats/label_image.h).
#pragma once

#include "formats/label_image.h"

namespace maskpoint::server {

// Reading takes grey of 1 to 16 bits and palettes, up to the image limits (image_file.h); colour
// with an alpha channel or of three channels is an error.
formats::PngCodec label_png_codec();

}  // namespace maskpoint::server
