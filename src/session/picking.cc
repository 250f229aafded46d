#include "session/picking.h"

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

std::string topmost_at(const doc::ImageDoc& doc, const std::set<std::string>& hidden,
                       geom::PixelPoint at) {
  const int x = int(at.x);
  const int y = int(at.y);
  for (auto object = doc.annotations.rbegin(); object != doc.annotations.rend(); ++object) {
    const doc::Annotation& a = **object;
    const bool in_box = x >= a.bbox.x && y >= a.bbox.y && x < a.bbox.x + a.bbox.width &&
                        y < a.bbox.y + a.bbox.height;
    if (in_box && a.mask && !hidden.contains(a.uuid) && covers(*a.mask, x, y)) return a.uuid;
  }
  return {};
}

}  // namespace maskpoint::session
