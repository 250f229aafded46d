#include "session/held_logits.h"

#include <utility>

namespace maskpoint::session {

void HeldLogits::keep(const std::shared_ptr<const mask::Rle>& mask, mask::PackedLogitsPtr logits,
                      float threshold) {
  if (!mask || !logits) return;
  entries_.remove_if([&](const Entry& e) { return e.mask.expired() || e.mask.lock() == mask; });
  entries_.push_front({mask, std::move(logits), threshold});
  if (entries_.size() > kMost) entries_.pop_back();
}

const HeldLogits::Entry* HeldLogits::find(const std::shared_ptr<const mask::Rle>& mask) const {
  for (const Entry& entry : entries_)
    if (entry.mask.lock() == mask) return &entry;
  return nullptr;
}

}  // namespace maskpoint::session
