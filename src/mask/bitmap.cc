#include "mask/bitmap.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "mask/column_runs.h"
#include "mask/column_toggles.h"

namespace maskpoint::mask {

Rle encode(const Bitmap& bitmap) {
  assert(check_size(bitmap.size).ok());
  constexpr int kBlock = 64;  // a cache line of pixels
  const auto [width, height] = bitmap.size;
  RunBuilder builder(bitmap.size);
  ColumnToggles<kBlock> toggles;
  const std::vector<std::uint8_t> background(kBlock, 0);
  for (int x = 0; x < width; x += kBlock) {
    const int columns = std::min(kBlock, width - x);
    const std::uint8_t* above = background.data();
    for (int y = 0; y < height; ++y) {
      const std::uint8_t* row =
          &bitmap.pixels[std::size_t(y) * std::size_t(width) + std::size_t(x)];
      if (std::memcmp(row, above, std::size_t(columns)) != 0) {
        for (int column = 0; column < columns; ++column) {
          if (row[column] != above[column]) toggles.toggle(column, y);
        }
      }
      above = row;
    }
    toggles.flush(builder, x, columns, height);
  }
  return std::move(builder).finish();
}

Bitmap decode(const Rle& rle) {
  assert(check(rle).ok());
  Bitmap bitmap(rle.size);
  const std::size_t width = std::size_t(rle.size.width);
  const std::size_t height = std::size_t(rle.size.height);
  // Mark where columns change, then carry the colour down row by row: runs cost two scattered
  // writes each, however long, and the rest streams through memory in order.
  const ColumnRuns runs(rle);
  for (const ColumnRun& run : runs.all()) {
    bitmap.at(run.x, run.top) ^= 1;
    if (run.bottom < rle.size.height) bitmap.at(run.x, run.bottom) ^= 1;
  }
  for (std::size_t y = 1; y < height; ++y) {
    const std::uint8_t* above = &bitmap.pixels[(y - 1) * width];
    std::uint8_t* row = &bitmap.pixels[y * width];
    for (std::size_t x = 0; x < width; ++x)
      row[x] ^= above[x];
  }
  return bitmap;
}

}  // namespace maskpoint::mask
