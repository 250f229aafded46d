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

}  // namespace maskpoint::mask
