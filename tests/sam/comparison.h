// How far two answers are apart, as the tests judge it.
#pragma once

#include <span>

#include "mask/rle.h"

namespace maskpoint::sam {

// The largest |a − b|; infinity if anything is not a number.
double largest_difference(std::span<const float> a, std::span<const float> b);
// Values whose sign (positive or not) differs.
int sign_flips(std::span<const float> a, std::span<const float> b);
// Pixels in exactly one of the two masks.
std::uint64_t differing_pixels(const mask::Rle& a, const mask::Rle& b);

}  // namespace maskpoint::sam
