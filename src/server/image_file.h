// Image files as people have them, JPEG, PNG and WebP, to upright 8-bit RGB.
//
// "Upright" is what a browser shows: EXIF orientation applied where browsers apply it (JPEG and
// PNG, not WebP), so that a click in the page and a decode here mean the same pixel. Colours are
// Pillow's convert("RGB"): alpha is dropped, ICC profiles are ignored, 16-bit samples give their
// high byte, the first frame of an animation counts. The format is told by content, never by name.
// Everything here is a pure function of its input, safe on hostile bytes, and may run on any
// thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "encoding/rgb_image.h"
#include "geom/points.h"

namespace maskpoint::server {

enum class ImageFormat { kJpeg, kPng, kWebp };
// "image/jpeg" and so on.
std::string_view media_type(ImageFormat format);

// Checked against the header before anything is decoded or allocated.
struct ImageLimits {
  std::uint64_t pixels = encoding::kMostPixels;
  int side = 65'500;
  std::uint64_t file_bytes = std::uint64_t{1} << 30;
};

// EXIF's tag 0x0112: 1 upright, 2 mirrored, 3 half turn, 4 flipped, 5–8 the same with the axes
// swapped.
using Orientation = int;

struct ImageInfo {
  ImageFormat format = ImageFormat::kJpeg;
  geom::ImageSize stored;       // as the file's header says
  Orientation orientation = 1;  // 1–8; what turns the stored pixels upright
  geom::ImageSize upright;      // stored, with width and height swapped for orientations 5–8
};

using encoding::RgbImage;

// From the header alone. Errors: kInvalidInput for what is no image we read (unknown formats are
// named), kTooLarge over a limit, kNotFound where the file cannot be opened. The file form reads
// only the parts it needs.
base::Result<ImageInfo> probe_image(std::span<const std::uint8_t> bytes,
                                    const ImageLimits& limits = {});
base::Result<ImageInfo> probe_image_file(const std::filesystem::path& path,
                                         const ImageLimits& limits = {});

// The whole image. A truncated or broken file is an error, never a half-grey image.
base::Result<RgbImage> decode_image(std::span<const std::uint8_t> bytes,
                                    const ImageLimits& limits = {});

// The file's bytes, up to `limit`.
base::Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path,
                                                  std::uint64_t limit = std::uint64_t{1} << 30);

// Whether the name ends in .jpg, .jpeg, .jfif, .png or .webp (any case): how a folder is searched
// for images.
bool has_image_extension(const std::filesystem::path& path);

}  // namespace maskpoint::server
