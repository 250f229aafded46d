#include "mask/reframe.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "mask/column_runs.h"
#include "mask/run_builder.h"

namespace maskpoint::mask {

Rle reframed(const Rle& rle, geom::ImageSize size) {
  assert(check_size(size).ok());
  if (rle.size == size) return normalised(rle);
  const auto height = std::uint64_t(size.height);
  RunBuilder builder(size);
  const ColumnRuns runs(rle);
  for (const ColumnRun& run : runs.all()) {
    if (run.x >= size.width) break;
    if (run.top >= size.height) continue;
    const std::uint64_t column = std::uint64_t(run.x) * height;
    builder.add_foreground(column + std::uint64_t(run.top),
                           column + std::uint64_t(std::min(run.bottom, size.height)));
  }
  return std::move(builder).finish();
}

Rle placed(const Rle& rle, const geom::Rect& part, geom::ImageSize size) {
  assert(check_size(size).ok());
  assert((rle.size == geom::ImageSize{part.width, part.height}));
  assert(part.x >= 0 && part.y >= 0 && part.x + part.width <= size.width &&
         part.y + part.height <= size.height);
  if (rle.size == size) return normalised(rle);
  RunBuilder builder(size);
  const ColumnRuns runs(rle);
  for (const ColumnRun& run : runs.all()) {
    const std::uint64_t column =
        std::uint64_t(part.x + run.x) * std::uint64_t(size.height) + std::uint64_t(part.y);
    builder.add_foreground(column + std::uint64_t(run.top), column + std::uint64_t(run.bottom));
  }
  return std::move(builder).finish();
}

}  // namespace maskpoint::mask
