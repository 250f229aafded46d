// The logits of masks made in this visit, for the seams between objects that may not overlap.
//
// Known by the mask they gave: a mask that was painted on since, or came from elsewhere, has none.
// A few megabytes at most, the longest unused are let go first.
#pragma once

#include <list>
#include <memory>

#include "mask/packed_logits.h"
#include "mask/rle.h"

namespace maskpoint::session {

class HeldLogits {
 public:
  static constexpr std::size_t kMost = 48;  // of 128 KB each

  struct Entry {
    std::weak_ptr<const mask::Rle> mask;
    mask::PackedLogitsPtr logits;
    float threshold = 0;
  };

  void keep(const std::shared_ptr<const mask::Rle>& mask, mask::PackedLogitsPtr logits,
            float threshold);
  // Null where they are not known. Good until the next keep().
  const Entry* find(const std::shared_ptr<const mask::Rle>& mask) const;

 private:
  std::list<Entry> entries_;  // the newest first
};

}  // namespace maskpoint::session
