// Builds an Rle from foreground stretches given in order. Stretches that touch become one run, so
// the result is always normalised. For one thread.
#pragma once

#include <cassert>
#include <cstdint>
#include <utility>
#include <vector>

#include "mask/rle.h"

namespace maskpoint::mask {

class RunBuilder {
 public:
  explicit RunBuilder(geom::ImageSize size) : size_(size) {}

  // Pixels [begin, end) in column-major order are foreground. Calls come in ascending order and do
  // not overlap; an empty stretch is ignored.
  void add_foreground(std::uint64_t begin, std::uint64_t end) {
    assert(written_ <= begin && begin <= end);
    if (begin == end) return;
    if (begin == written_ && !counts_.empty()) {
      counts_.back() += std::uint32_t(end - begin);
    } else {
      counts_.push_back(std::uint32_t(begin - written_));
      counts_.push_back(std::uint32_t(end - begin));
    }
    written_ = end;
  }

  Rle finish() && {
    const std::uint64_t pixels = std::uint64_t(size_.width) * std::uint64_t(size_.height);
    assert(written_ <= pixels);
    if (written_ < pixels || counts_.empty()) {
      counts_.push_back(std::uint32_t(pixels - written_));
    }
    return {size_, std::move(counts_)};
  }

 private:
  geom::ImageSize size_;
  std::uint64_t written_ =
      0;  // how many pixels counts_ covers; it always ends with a foreground run
  std::vector<std::uint32_t> counts_;
};

// Calls visit(begin, end) for every foreground stretch of `rle`, in order.
template <class Visit>
void for_each_foreground(const Rle& rle, Visit visit) {
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < rle.counts.size(); ++i) {
    const std::uint64_t end = position + rle.counts[i];
    if (i % 2 == 1 && end > position) visit(position, end);
    position = end;
  }
}

}  // namespace maskpoint::mask
