// The foreground of a mask cut at the columns: the form in which neighbouring columns can be
// compared. Size: the mask's runs plus its columns, never its pixels.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mask/rle.h"

namespace maskpoint::mask {

struct ColumnRun {
  int x = 0;
  int top = 0, bottom = 0;  // rows [top, bottom)
};

class ColumnRuns {
 public:
  explicit ColumnRuns(const Rle& rle);

  geom::ImageSize size() const { return size_; }
  // All runs, by column, then from the top; runs of a column never touch.
  std::span<const ColumnRun> all() const { return runs_; }
  std::size_t count() const { return runs_.size(); }
  // The index in all() of column x's first run; x = width gives count(). A column's runs are
  // [first_of(x), first_of(x + 1)).
  std::size_t first_of(int x) const { return first_[std::size_t(x)]; }
  std::span<const ColumnRun> column(int x) const {
    return all().subspan(first_of(x), first_of(x + 1) - first_of(x));
  }

 private:
  geom::ImageSize size_;
  std::vector<ColumnRun> runs_;
  std::vector<std::size_t> first_;  // width + 1
};

enum class Connectivity {
  kFour,   // pixels meet at edges
  kEight,  // pixels meet at edges or corners
};

struct Labels {
  std::vector<std::uint32_t> of_run;  // for each run its component, numbered by first appearance
  std::uint32_t count = 0;
};

// Which runs hang together.
Labels label_components(const ColumnRuns& runs, Connectivity connectivity);

}  // namespace maskpoint::mask
