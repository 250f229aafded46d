#include "regions_by_pixels.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace maskpoint::sam {

namespace {

using Region = std::vector<std::size_t>;

std::vector<Region> regions_of(const mask::Bitmap& from, std::uint8_t wanted) {
  std::vector<int> seen(from.pixels.size(), 0);
  std::vector<Region> regions;
  for (std::size_t start = 0; start < from.pixels.size(); ++start) {
    if (seen[start] || from.pixels[start] != wanted) continue;
    Region region = {start};
    seen[start] = 1;
    for (std::size_t next = 0; next < region.size(); ++next) {
      const int x = int(region[next]) % from.size.width, y = int(region[next]) / from.size.width;
      for (int ny = std::max(0, y - 1); ny <= std::min(from.size.height - 1, y + 1); ++ny)
        for (int nx = std::max(0, x - 1); nx <= std::min(from.size.width - 1, x + 1); ++nx) {
          const std::size_t i = std::size_t(ny) * std::size_t(from.size.width) + std::size_t(nx);
          if (!seen[i] && from.pixels[i] == wanted) {
            seen[i] = 1;
            region.push_back(i);
          }
        }
    }
    regions.push_back(std::move(region));
  }
  return regions;
}

}  // namespace

mask::Bitmap without_small(const mask::Bitmap& from, std::uint8_t wanted, std::uint32_t least,
                           bool& changed) {
  mask::Bitmap result = from;
  const std::vector<Region> regions = regions_of(from, wanted);
  // The largest island stays where all are small; among equals the first by columns.
  const auto first_place = [&](const Region& region) {
    std::size_t first = from.pixels.size();
    for (const std::size_t i : region) {
      const std::size_t width = std::size_t(from.size.width);
      first = std::min(first, i % width * std::size_t(from.size.height) + i / width);
    }
    return first;
  };
  const auto largest =
      std::max_element(regions.begin(), regions.end(), [&](const auto& a, const auto& b) {
        return a.size() != b.size() ? a.size() < b.size() : first_place(a) > first_place(b);
      });
  const bool all_small = wanted == 1 && largest != regions.end() && largest->size() < least;
  for (auto region = regions.begin(); region != regions.end(); ++region) {
    if (region->size() >= least) continue;
    changed = true;
    if (all_small && region == largest) continue;
    for (const std::size_t i : *region)
      result.pixels[i] = std::uint8_t(1 - wanted);
  }
  return result;
}

}  // namespace maskpoint::sam
