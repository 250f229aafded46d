// The streamed form of resample_plain.cc, with the same bits.
//
// Bilinear steps are separable: a full-size column needs two columns of the 1024 frame, blended,
// and each of those two columns of the logits. So columns are made one at a time, in the order run
// lengths want them, from a frame cache of two. Going down a column, most neighbouring frame rows
// lie on the same side of every threshold, and then so does all between them: only the rows where a
// threshold may be crossed are computed. Columns and rows of the logits with nothing above the
// lowest threshold are told before: of a small object little is looked at.
#include "mask/resample.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>
#include <vector>

#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

using geom::kLogitSide;
using geom::kModelSide;

// For each output index of one axis: output = (1 - fraction) · input[low] + fraction · input[high].
struct Taps {
  std::vector<int> low, high;
  std::vector<float> fraction;

  // PyTorch's float32 arithmetic for align_corners = false (ATen/native/UpSample.h).
  Taps(int input_size, int output_size) {
    const float scale = float(input_size) / float(output_size);
    for (int i = 0; i < output_size; ++i) {
      const float position = std::max(0.0f, scale * (float(i) + 0.5f) - 0.5f);
      low.push_back(std::min(int(position), input_size - 1));
      high.push_back(std::min(low.back() + 1, input_size - 1));
      fraction.push_back(std::min(position - float(low.back()), 1.0f));
    }
  }
};

// How many of the three thresholds a value exceeds: the mask's own is the middle one.
class Levels {
 public:
  static constexpr int kForeground = 2;  // at least this many: in the mask
  static constexpr int kUnsure = 4;

  Levels(float threshold, float offset)
      : low_(threshold - offset), middle_(threshold), high_(threshold + offset) {}

  int of(float value) const { return (value > low_) + (value > middle_) + (value > high_); }

  // Whether a blend of values like this one and lower ones can be above the lowest threshold.
  bool may_count(float value) const {
    return value + kRelativeMargin * (value < 0 ? -value : value) > low_;
  }

  // The level of everything a blend with this value can come to, if the other value has the same
  // level; kUnsure if rounding might cross a threshold. Rounded blends are monotone in both values,
  // so they exceed the larger (or fall below the smaller) by a few units in the last place at most.
  std::uint8_t with_margin(float value) const {
    const float margin = kRelativeMargin * (value < 0 ? -value : value);
    const int least = of(value - margin);
    return std::uint8_t(least == of(value + margin) ? least : kUnsure);
  }

 private:
  // Of the four blends a pixel is made by, each rounded.
  static constexpr float kRelativeMargin = 1e-6f;
  float low_, middle_, high_;
};

// Rows or columns [first, end).
struct Stretch {
  int first = 0, end = 0;
  bool holds(int i) const { return first <= i && i < end; }
  // With one more on both sides, where there is one.
  Stretch widened(int size) const { return {std::max(0, first - 1), std::min(size, end + 1)}; }
};

// Columns of the 1024×1024 frame, of each only the rows asked for.
class FrameColumns {
 public:
  FrameColumns(std::span<const float> logits, int height)
      : height_(std::size_t(height)), transposed_(logits.size()), taps_(kLogitSide, kModelSide) {
    for (std::size_t y = 0; y < kLogitSide; ++y) {
      for (std::size_t x = 0; x < kLogitSide; ++x) {
        transposed_[x * kLogitSide + y] = logits[y * kLogitSide + x];
      }
    }
    for (Slot& slot : slots_)
      slot.values.resize(height_);
  }

  // What of the frame can be above the lowest threshold: everything outside is a blend of logits
  // that are all below it by more than rounding could make up for.
  struct Extent {
    Stretch columns, rows;
  };
  Extent extent(const Levels& levels) const {
    Stretch x{kLogitSide, 0}, y{kLogitSide, 0};
    for (int column = 0; column < kLogitSide; ++column) {
      const float* values = &transposed_[std::size_t(column) * kLogitSide];
      for (int row = 0; row < kLogitSide; ++row) {
        if (!levels.may_count(values[row])) continue;
        x = {std::min(x.first, column), column + 1};
        y = {std::min(y.first, row), std::max(y.end, row + 1)};
      }
    }
    return {blends_of(x, kModelSide), blends_of(y, int(height_))};
  }

  // Only the rows of the frame in `rows` are computed from now on.
  void limit_to(Stretch rows) { rows_ = rows; }

  // Valid until a column two further on is asked for.
  const float* column(int x) {
    Slot& slot = slots_[std::size_t(x) % slots_.size()];
    if (slot.x != x) compute(x, slot);
    return slot.values.data();
  }

 private:
  struct Slot {
    int x = -1;
    std::vector<float> values;
  };

  // The places of the frame, of `size`, that are blended from one of these logits.
  Stretch blends_of(Stretch logits, int size) const {
    Stretch places{size, 0};
    for (int i = 0; i < size; ++i) {
      if (!logits.holds(taps_.low[std::size_t(i)]) && !logits.holds(taps_.high[std::size_t(i)]))
        continue;
      places = {std::min(places.first, i), i + 1};
    }
    return places;
  }

  void compute(int x, Slot& slot) {
    const float right_weight = taps_.fraction[std::size_t(x)];
    const float left_weight = 1.0f - right_weight;
    const float* left = &transposed_[std::size_t(taps_.low[std::size_t(x)]) * kLogitSide];
    const float* right = &transposed_[std::size_t(taps_.high[std::size_t(x)]) * kLogitSide];
    std::array<float, kLogitSide> blended;
    for (std::size_t y = 0; y < kLogitSide; ++y) {
      blended[y] = left_weight * left[y] + right_weight * right[y];
    }
    for (std::size_t y = std::size_t(rows_.first); y < std::size_t(rows_.end); ++y) {
      const float lower_weight = taps_.fraction[y];
      slot.values[y] = (1.0f - lower_weight) * blended[std::size_t(taps_.low[y])] +
                       lower_weight * blended[std::size_t(taps_.high[y])];
    }
    slot.x = x;
  }

  std::size_t height_;
  Stretch rows_;
  std::vector<float> transposed_;
  Taps taps_;  // the same for both axes: the logits and the frame are square
  std::array<Slot, 2> slots_;
};

// One full-size mask in the making; columns are scanned in order.
class MaskScan {
 public:
  // Of the frame's rows only `counting` may be anything but far below every threshold.
  MaskScan(geom::ImageSize size, int frame_height, const Levels& levels, Stretch counting)
      : size_(size),
        levels_(levels),
        counting_(counting),
        rows_(frame_height, size.height),
        builder_(size) {
    first_row_.reserve(std::size_t(frame_height) + 1);
    int row = 0;
    for (int k = 0; k <= frame_height; ++k) {
      while (row < size.height && rows_.low[std::size_t(row)] < k)
        ++row;
      first_row_.push_back(row);
    }
    level_.resize(std::size_t(frame_height) + 1);
  }

  void skip_column() { add(0, size_.height, 0); }

  // `values`: the column at frame height, already blended across; only the rows that count and
  // their neighbours are looked at.
  void scan_column(int x, std::span<const float> values) {
    const std::size_t count = values.size();
    for (std::size_t k = std::size_t(counting_.first); k < std::size_t(counting_.end); ++k)
      level_[k] = levels_.with_margin(values[k]);
    level_[count] = level_[count - 1];  // below the last frame row there is only itself
    column_start_ = std::uint64_t(x) * std::uint64_t(size_.height);
    std::size_t k = 0;
    while (k < count) {
      const std::uint8_t level = level_[k];
      std::size_t end = k;
      if (level != Levels::kUnsure) {
        while (end < count && level_[end + 1] == level)
          ++end;
      }
      if (end > k) {
        add(first_row_[k], first_row_[end], level);
        k = end;
      } else {
        for (int y = first_row_[k]; y < first_row_[k + 1]; ++y)
          add(y, y + 1, level_at(y, values));
        ++k;
      }
    }
  }

  ResampledMask finish() && {
    ResampledMask result;
    result.rle = std::move(builder_).finish();
    result.bbox = bbox(result.rle);
    result.area = area(result.rle);
    const std::uint64_t above_high = pixels_[3];
    const std::uint64_t above_low = pixels_[1] + pixels_[2] + pixels_[3];
    result.stability_score = above_low == 0 ? 1.0 : double(above_high) / double(above_low);
    return result;
  }

 private:
  int level_at(int y, std::span<const float> values) const {
    const std::size_t row = std::size_t(y);
    const float lower_weight = rows_.fraction[row];
    return levels_.of((1.0f - lower_weight) * values[std::size_t(rows_.low[row])] +
                      lower_weight * values[std::size_t(rows_.high[row])]);
  }

  void add(int first_row, int end_row, int level) {
    pixels_[std::size_t(level)] += std::uint64_t(end_row - first_row);
    if (level >= Levels::kForeground) {
      builder_.add_foreground(column_start_ + std::uint64_t(first_row),
                              column_start_ + std::uint64_t(end_row));
    }
  }

  geom::ImageSize size_;
  Levels levels_;
  Stretch counting_;
  Taps rows_;
  RunBuilder builder_;
  std::vector<int> first_row_;       // the first full-size row between frame rows k and k + 1
  std::vector<std::uint8_t> level_;  // of each frame row in the current column
  std::uint64_t column_start_ = 0;
  std::array<std::uint64_t, 4> pixels_{};  // how many have each level
};

}  // namespace

ResampledMask resample_to_image(std::span<const float> logits, geom::ImageSize original,
                                float threshold, float stability_offset) {
  assert(logits.size() == std::size_t(kLogitSide) * kLogitSide);
  assert(check_size(original).ok());
  const geom::ImageSize resized = geom::ModelTransform(original).resized();
  const Taps columns(resized.width, original.width);
  FrameColumns frame(logits, resized.height);
  const Levels levels(threshold, stability_offset);
  const auto [counting_columns, counting_rows] = frame.extent(levels);
  // A neighbour that does not count is still blended with the first and last row that do.
  const Stretch rows = counting_rows.widened(resized.height);
  frame.limit_to(rows);
  MaskScan scan(original, resized.height, levels, counting_rows);
  std::vector<float> blended(std::size_t(resized.height));
  for (int x = 0; x < original.width; ++x) {
    const int low = columns.low[std::size_t(x)], high = columns.high[std::size_t(x)];
    if (!counting_columns.holds(low) && !counting_columns.holds(high)) {
      scan.skip_column();
      continue;
    }
    const float* left = frame.column(low);
    const float* right = frame.column(high);
    const float right_weight = columns.fraction[std::size_t(x)];
    const float left_weight = 1.0f - right_weight;
    for (std::size_t y = std::size_t(rows.first); y < std::size_t(rows.end); ++y) {
      blended[y] = left_weight * left[y] + right_weight * right[y];
    }
    scan.scan_column(x, blended);
  }
  return std::move(scan).finish();
}

}  // namespace maskpoint::mask
