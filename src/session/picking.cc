#include "session/picking.h"

#include <algorithm>
#include <cstdint>

namespace maskpoint::session {

bool covers(const mask::Rle& mask, int x, int y) {
  if (x < 0 || y < 0 || x >= mask.size.width || y >= mask.size.height) return false;
  const std::uint64_t at = std::uint64_t(x) * std::uint64_t(mask.size.height) + std::uint64_t(y);
  std::uint64_t end = 0;
  bool foreground = false;  // runs start with background
  for (const std::uint32_t count : mask.counts) {
    end += count;
    if (at < end) return foreground;
    foreground = !foreground;
  }
  return false;
}

bool meets(const mask::Rle& mask, const geom::Rect& pixels) {
  const std::int64_t height = mask.size.height;
  const std::int64_t left = std::max(0, pixels.x);
  const std::int64_t right =
      std::min<std::int64_t>(pixels.x + std::int64_t(pixels.width), mask.size.width);
  const std::int64_t top = std::max(0, pixels.y);
  const std::int64_t bottom =
      std::min<std::int64_t>(pixels.y + std::int64_t(pixels.height), height);
  if (left >= right || top >= bottom) return false;
  std::int64_t at = 0;
  bool foreground = false;
  for (const std::uint32_t count : mask.counts) {
    const std::int64_t begin = std::max(at, left * height), end = at + count;
    at = end;
    const bool candidate = foreground && begin < end;
    foreground = !foreground;
    if (!candidate) continue;
    if (begin >= right * height) return false;
    for (std::int64_t x = begin / height; x < right && x * height < end; ++x) {
      const std::int64_t first = std::max(begin - x * height, std::int64_t(0));
      const std::int64_t last = std::min(end - x * height, height);
      if (first < bottom && last > top) return true;
    }
  }
  return false;
}

std::set<std::string> objects_in(const doc::ImageDoc& doc, const std::set<std::string>& hidden,
                                 const geom::Rect& pixels) {
  std::set<std::string> found;
  const std::int64_t right = std::int64_t(pixels.x) + pixels.width;
  const std::int64_t bottom = std::int64_t(pixels.y) + pixels.height;
  for (const doc::AnnotationPtr& object : doc.annotations) {
    const doc::Annotation& a = *object;
    if (!geom::share_pixels(a.bbox, pixels) || !a.mask || a.locked || hidden.contains(a.uuid))
      continue;
    const bool inside = a.bbox.x >= pixels.x && a.bbox.y >= pixels.y &&
                        a.bbox.x + a.bbox.width <= right && a.bbox.y + a.bbox.height <= bottom;
    if (inside || meets(*a.mask, pixels)) found.insert(a.uuid);
  }
  return found;
}

std::string topmost_at(const doc::ImageDoc& doc, const std::set<std::string>& hidden,
                       geom::PixelPoint at) {
  const int x = int(at.x);
  const int y = int(at.y);
  for (auto object = doc.annotations.rbegin(); object != doc.annotations.rend(); ++object) {
    const doc::Annotation& a = **object;
    const bool in_box = x >= a.bbox.x && y >= a.bbox.y && x < a.bbox.x + a.bbox.width &&
                        y < a.bbox.y + a.bbox.height;
    if (in_box && a.mask && !a.locked && !hidden.contains(a.uuid) && covers(*a.mask, x, y))
      return a.uuid;
  }
  return {};
}

}  // namespace maskpoint::session
