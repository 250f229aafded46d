// Pillow's antialiased bilinear resize, bit for bit: what the official SAM code does to an image
// before the encoder sees it (torchvision's resize of a PIL image).
//
// Source: Pillow src/libImaging/Resample.c (ImagingResample, 8 bits per channel): triangle filter
// widened when shrinking, fixed-point weights, rounded to 8 bits after each pass, horizontal first.
#pragma once

#include "geom/points.h"
#include "server/image_file.h"

namespace maskpoint::server {

// Both sides of both sizes at least 1 (asserted).
RgbImage resize_bilinear(const RgbImage& image, geom::ImageSize size);

// Longest side to 1024, the size ModelTransform gives; enlarges small images too.
RgbImage resize_for_model(const RgbImage& image);

}  // namespace maskpoint::server
