// Set operations by walking two run lists side by side; no bitmap is made.
#include <algorithm>
#include <cassert>
#include <utility>

#include "mask/rle.h"
#include "mask/run_builder.h"

namespace maskpoint::mask {
namespace {

// Reads a run list from the front: what the current pixel is and how far it stays so.
class RunCursor {
 public:
  explicit RunCursor(const Rle& rle) : counts_(rle.counts) { skip_finished(); }

  bool at_end() const { return index_ == counts_.size(); }
  bool foreground() const { return index_ % 2 == 1; }
  std::uint64_t left() const { return counts_[index_] - used_; }
  void advance(std::uint64_t pixels) {
    used_ += pixels;
    skip_finished();
  }

 private:
  void skip_finished() {
    while (index_ < counts_.size() && used_ == counts_[index_]) {
      ++index_;
      used_ = 0;
    }
  }

  std::span<const std::uint32_t> counts_;
  std::size_t index_ = 0;
  std::uint64_t used_ = 0;
};

// Calls visit(begin, end, in_a, in_b) for every stretch over which neither mask changes.
template <class Visit>
void walk(const Rle& a, const Rle& b, Visit visit) {
  assert(a.size == b.size && check(a).ok() && check(b).ok());
  RunCursor in_a(a);
  RunCursor in_b(b);
  std::uint64_t position = 0;
  while (!in_a.at_end() && !in_b.at_end()) {
    const std::uint64_t step = std::min(in_a.left(), in_b.left());
    visit(position, position + step, in_a.foreground(), in_b.foreground());
    in_a.advance(step);
    in_b.advance(step);
    position += step;
  }
}

template <class Keep>
Rle combine(const Rle& a, const Rle& b, Keep keep) {
  RunBuilder builder(a.size);
  walk(a, b, [&](std::uint64_t begin, std::uint64_t end, bool in_a, bool in_b) {
    if (keep(in_a, in_b)) builder.add_foreground(begin, end);
  });
  return std::move(builder).finish();
}

}  // namespace

Rle merge(std::span<const Rle> masks, MergeKind kind) {
  assert(!masks.empty());
  if (masks.size() == 1) return normalised(masks[0]);
  // Halves, so that many masks cost (total runs)·log(masks) and not their product.
  const std::size_t half = masks.size() / 2;
  const Rle a = merge(masks.first(half), kind);
  const Rle b = merge(masks.subspan(half), kind);
  if (kind == MergeKind::kUnion) {
    return combine(a, b, [](bool in_a, bool in_b) { return in_a || in_b; });
  }
  return combine(a, b, [](bool in_a, bool in_b) { return in_a && in_b; });
}

Rle subtract(const Rle& a, const Rle& b) {
  return combine(a, b, [](bool in_a, bool in_b) { return in_a && !in_b; });
}

Rle inverted(const Rle& rle) {
  RunBuilder builder(rle.size);
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < rle.counts.size(); ++i) {
    const std::uint64_t end = position + rle.counts[i];
    if (i % 2 == 0) builder.add_foreground(position, end);
    position = end;
  }
  return std::move(builder).finish();
}

double iou(const Rle& detection, const Rle& truth, IouKind kind) {
  std::uint64_t both = 0;
  std::uint64_t either = 0;
  walk(detection, truth, [&](std::uint64_t begin, std::uint64_t end, bool in_a, bool in_b) {
    if (in_a && in_b) both += end - begin;
    if (in_a || in_b) either += end - begin;
  });
  if (both == 0) return 0;
  return double(both) / double(kind == IouKind::kCrowd ? area(detection) : either);
}

}  // namespace maskpoint::mask
