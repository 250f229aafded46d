// The streamed form of resample_plain.cc, with the same bits.
//
// Bilinear steps are separable: a full-size column needs two columns of the 1024 frame, blended,
// and each of those two columns of the logits. So columns are made one at a time, in the order run
// lengths want them, from a frame cache of two. Going down a column, most neighbouring frame rows
// lie on the same side of every threshold, and then so does all between them: only the rows where a
// threshold may be crossed are computed.
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

// Columns of the 1024×1024 frame, `height` rows of each.
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

  void compute(int x, Slot& slot) {
    const float right_weight = taps_.fraction[std::size_t(x)];
    const float left_weight = 1.0f - right_weight;
    const float* left = &transposed_[std::size_t(taps_.low[std::size_t(x)]) * kLogitSide];
    const float* right = &transposed_[std::size_t(taps_.high[std::size_t(x)]) * kLogitSide];
    std::array<float, kLogitSide> blended;
    for (std::size_t y = 0; y < kLogitSide; ++y) {
      blended[y] = left_weight * left[y] + right_weight * right[y];
    }
    for (std::size_t y = 0; y < height_; ++y) {
      const float lower_weight = taps_.fraction[y];
      slot.values[y] = (1.0f - lower_weight) * blended[std::size_t(taps_.low[y])] +
                       lower_weight * blended[std::size_t(taps_.high[y])];
    }
    slot.x = x;
  }

  std::size_t height_;
  std::vector<float> transposed_;
  Taps taps_;  // the same for both axes: the logits and the frame are square
  std::array<Slot, 2> slots_;
};

// How many of the three thresholds a value exceeds: the mask's own is the middle one.
class Levels {
 public:
  static constexpr int kForeground = 2;  // at least this many: in the mask
  static constexpr int kUnsure = 4;

  explicit Levels(float threshold)
      : low_(threshold - 1.0f), middle_(threshold), high_(threshold + 1.0f) {}

  int of(float value) const { return (value > low_) + (value > middle_) + (value > high_); }

  // The level of everything a blend with this value can come to, if the other value has the same
  // level; kUnsure if rounding might cross a threshold. Rounded blends are monotone in both values,
  // so they exceed the larger (or fall below the smaller) by a few units in the last place at most.
  std::uint8_t with_margin(float value) const {
    constexpr float kRelativeMargin = 1e-6f;
    const float margin = kRelativeMargin * (value < 0 ? -value : value);
    const int least = of(value - margin);
    return std::uint8_t(least == of(value + margin) ? least : kUnsure);
  }

 private:
  float low_, middle_, high_;
};

// One full-size mask in the making; columns are scanned in order.
class MaskScan {
 public:
  MaskScan(geom::ImageSize size, int frame_height, float threshold)
      : size_(size), levels_(threshold), rows_(frame_height, size.height), builder_(size) {
    first_row_.reserve(std::size_t(frame_height) + 1);
    int row = 0;
    for (int k = 0; k <= frame_height; ++k) {
      while (row < size.height && rows_.low[std::size_t(row)] < k)
        ++row;
      first_row_.push_back(row);
    }
    level_.resize(std::size_t(frame_height) + 1);
  }

  // `values`: the column at frame height, already blended across.
  void scan_column(int x, std::span<const float> values) {
    const std::size_t count = values.size();
    for (std::size_t k = 0; k < count; ++k)
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
  Taps rows_;
  RunBuilder builder_;
  std::vector<int> first_row_;       // the first full-size row between frame rows k and k + 1
  std::vector<std::uint8_t> level_;  // of each frame row in the current column
  std::uint64_t column_start_ = 0;
  std::array<std::uint64_t, 4> pixels_{};  // how many have each level
};

}  // namespace

ResampledMask resample_to_image(std::span<const float> logits, geom::ImageSize original,
                                float threshold) {
  assert(logits.size() == std::size_t(kLogitSide) * kLogitSide);
  assert(check_size(original).ok());
  const geom::ImageSize resized = geom::ModelTransform(original).resized();
  const Taps columns(resized.width, original.width);
  FrameColumns frame(logits, resized.height);
  MaskScan scan(original, resized.height, threshold);
  std::vector<float> blended(std::size_t(resized.height));
  for (int x = 0; x < original.width; ++x) {
    const float* left = frame.column(columns.low[std::size_t(x)]);
    const float* right = frame.column(columns.high[std::size_t(x)]);
    const float right_weight = columns.fraction[std::size_t(x)];
    const float left_weight = 1.0f - right_weight;
    for (std::size_t y = 0; y < blended.size(); ++y) {
      blended[y] = left_weight * left[y] + right_weight * right[y];
    }
    scan.scan_column(x, blended);
  }
  return std::move(scan).finish();
}

}  // namespace maskpoint::mask
