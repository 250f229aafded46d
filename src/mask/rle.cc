#include "mask/rle.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

std::uint64_t pixel_count(geom::ImageSize size) {
  return std::uint64_t(size.width) * std::uint64_t(size.height);
}

std::string in_words(geom::ImageSize size) {
  return std::to_string(size.width) + " × " + std::to_string(size.height);
}

}  // namespace

Rle empty_rle(geom::ImageSize size) {
  return RunBuilder(size).finish();
}

base::Status check_size(geom::ImageSize size) {
  if (size.width < 1 || size.height < 1) {
    return base::invalid_input("A mask's size is " + in_words(size) +
                               " pixels; both sides must be at least 1.");
  }
  if (pixel_count(size) > 0xFFFFFFFFu) {
    return {base::StatusCode::kTooLarge,
            "A mask of " + in_words(size) + " pixels is too large for COCO's 32-bit run lengths."};
  }
  return {};
}

base::Status check(const Rle& rle) {
  if (base::Status status = check_size(rle.size); !status.ok()) return status;
  std::uint64_t sum = 0;
  for (const std::uint32_t count : rle.counts)
    sum += count;
  if (sum != pixel_count(rle.size)) {
    return base::invalid_input("A mask's run lengths sum to " + std::to_string(sum) +
                               " pixels, but its size is " + in_words(rle.size) +
                               "; the run lengths or the size are damaged.");
  }
  return {};
}

Rle normalised(Rle rle) {
  const auto zero_inside = [&] {
    return std::find(rle.counts.begin() + !rle.counts.empty(), rle.counts.end(), 0u) !=
           rle.counts.end();
  };
  if (!zero_inside()) return rle;
  RunBuilder builder(rle.size);
  for_each_foreground(
      rle, [&](std::uint64_t begin, std::uint64_t end) { builder.add_foreground(begin, end); });
  return std::move(builder).finish();
}

std::uint64_t area(const Rle& rle) {
  std::uint64_t sum = 0;
  for (std::size_t i = 1; i < rle.counts.size(); i += 2)
    sum += rle.counts[i];
  return sum;
}

geom::Rect bbox(const Rle& rle) {
  assert(check(rle).ok());
  const std::uint64_t height = std::uint64_t(rle.size.height);
  std::uint64_t left = 0, right = 0;       // columns, inclusive; runs come in column order
  std::uint64_t top = height, bottom = 0;  // rows, inclusive
  bool any = false;
  for_each_foreground(rle, [&](std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t last = end - 1;
    if (!any) left = begin / height;
    any = true;
    right = last / height;
    if (begin / height == last / height) {
      top = std::min(top, begin % height);
      bottom = std::max(bottom, last % height);
    } else {
      // It runs through the foot of one column and the head of the next.
      top = 0;
      bottom = height - 1;
    }
  });
  if (!any) return {};
  return {int(left), int(top), int(right - left + 1), int(bottom - top + 1)};
}

}  // namespace maskpoint::mask
