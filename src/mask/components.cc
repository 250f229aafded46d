#include "mask/components.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

std::vector<std::uint64_t> sizes_of(const ColumnRuns& runs, const Labels& labels) {
  std::vector<std::uint64_t> sizes(labels.count, 0);
  for (std::size_t i = 0; i < runs.count(); ++i) {
    const ColumnRun& run = runs.all()[i];
    sizes[labels.of_run[i]] += std::uint64_t(run.bottom - run.top);
  }
  return sizes;
}

// The runs whose component is to be kept.
template <class Keep>
Rle select(const ColumnRuns& runs, const Labels& labels, Keep keep) {
  RunBuilder builder(runs.size());
  for (std::size_t i = 0; i < runs.count(); ++i) {
    if (!keep(labels.of_run[i])) continue;
    const ColumnRun& run = runs.all()[i];
    const std::uint64_t start = std::uint64_t(run.x) * std::uint64_t(runs.size().height);
    builder.add_foreground(start + std::uint64_t(run.top), start + std::uint64_t(run.bottom));
  }
  return std::move(builder).finish();
}

bool touches_border(const ColumnRun& run, geom::ImageSize size) {
  return run.x == 0 || run.x == size.width - 1 || run.top == 0 || run.bottom == size.height;
}

}  // namespace

Rle keep_largest(const Rle& rle, Connectivity connectivity) {
  const ColumnRuns runs(rle);
  const Labels labels = label_components(runs, connectivity);
  if (labels.count == 0) return empty_rle(rle.size);
  const std::vector<std::uint64_t> sizes = sizes_of(runs, labels);
  const auto largest = std::uint32_t(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
  return select(runs, labels, [&](std::uint32_t label) { return label == largest; });
}

std::vector<Rle> split_pieces(const Rle& rle, Connectivity connectivity) {
  const ColumnRuns runs(rle);
  const Labels labels = label_components(runs, connectivity);
  const std::vector<std::uint64_t> sizes = sizes_of(runs, labels);
  std::vector<RunBuilder> builders(labels.count, RunBuilder(rle.size));
  for (std::size_t i = 0; i < runs.count(); ++i) {
    const ColumnRun& run = runs.all()[i];
    const std::uint64_t start = std::uint64_t(run.x) * std::uint64_t(rle.size.height);
    builders[labels.of_run[i]].add_foreground(start + std::uint64_t(run.top),
                                              start + std::uint64_t(run.bottom));
  }
  std::vector<std::uint32_t> order(labels.count);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return sizes[a] > sizes[b]; });
  std::vector<Rle> pieces;
  pieces.reserve(labels.count);
  for (const std::uint32_t label : order)
    pieces.push_back(std::move(builders[label]).finish());
  return pieces;
}

Rle drop_specks(const Rle& rle, std::uint64_t min_pixels, Connectivity connectivity) {
  const ColumnRuns runs(rle);
  const Labels labels = label_components(runs, connectivity);
  const std::vector<std::uint64_t> sizes = sizes_of(runs, labels);
  return select(runs, labels, [&](std::uint32_t label) { return sizes[label] >= min_pixels; });
}

Rle fill_holes(const Rle& rle, std::uint64_t min_pixels, Connectivity connectivity) {
  const ColumnRuns ground(inverted(rle));
  const Labels labels = label_components(
      ground, connectivity == Connectivity::kEight ? Connectivity::kFour : Connectivity::kEight);
  std::vector<std::uint64_t> sizes = sizes_of(ground, labels);
  for (std::size_t i = 0; i < ground.count(); ++i) {
    // What touches the border is no hole, however small.
    if (touches_border(ground.all()[i], rle.size)) sizes[labels.of_run[i]] = min_pixels;
  }
  const Rle stays =
      select(ground, labels, [&](std::uint32_t label) { return sizes[label] >= min_pixels; });
  return inverted(stays);
}

}  // namespace maskpoint::mask
