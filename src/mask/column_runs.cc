#include "mask/column_runs.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

// Disjoint sets by index; the smallest index of a set stands for it.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::uint32_t{0});
  }
  std::uint32_t find(std::uint32_t i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  void unite(std::uint32_t i, std::uint32_t j) {
    i = find(i);
    j = find(j);
    parent_[std::max(i, j)] = std::min(i, j);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace

ColumnRuns::ColumnRuns(const Rle& rle) : size_(rle.size) {
  assert(check(rle).ok());
  const std::uint64_t height = std::uint64_t(size_.height);
  first_.reserve(std::size_t(size_.width) + 1);
  for_each_foreground(rle, [&](std::uint64_t begin, std::uint64_t end) {
    while (begin < end) {
      const std::uint64_t x = begin / height;
      const std::uint64_t stop = std::min(end, (x + 1) * height);
      while (first_.size() <= x)
        first_.push_back(runs_.size());
      const int top = int(begin - x * height);
      const int bottom = int(stop - x * height);
      // Counts with zeros inside may give one stretch in pieces.
      if (!runs_.empty() && runs_.back().x == int(x) && runs_.back().bottom == top) {
        runs_.back().bottom = bottom;
      } else {
        runs_.push_back({int(x), top, bottom});
      }
      begin = stop;
    }
  });
  while (first_.size() <= std::size_t(size_.width))
    first_.push_back(runs_.size());
}

Labels label_components(const ColumnRuns& runs, Connectivity connectivity) {
  const std::span<const ColumnRun> all = runs.all();
  const int reach = connectivity == Connectivity::kEight ? 1 : 0;
  DisjointSets sets(all.size());
  for (int x = 1; x < runs.size().width; ++x) {
    std::size_t left = runs.first_of(x - 1);
    std::size_t right = runs.first_of(x);
    const std::size_t left_end = right;
    const std::size_t right_end = runs.first_of(x + 1);
    while (left < left_end && right < right_end) {
      const ColumnRun& a = all[left];
      const ColumnRun& b = all[right];
      if (a.top < b.bottom + reach && b.top < a.bottom + reach) {
        sets.unite(std::uint32_t(left), std::uint32_t(right));
      }
      // The one that ends first meets nothing further down: a column's runs never touch, so the
      // other column's next run begins at least one pixel below both, out of a corner's reach too.
      if (a.bottom < b.bottom) {
        ++left;
      } else {
        ++right;
      }
    }
  }
  Labels labels;
  labels.of_run.resize(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::uint32_t root = sets.find(std::uint32_t(i));
    labels.of_run[i] = root == i ? labels.count++ : labels.of_run[root];
  }
  return labels;
}

}  // namespace maskpoint::mask
