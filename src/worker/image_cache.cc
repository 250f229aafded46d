#include "worker/image_cache.h"

#include <algorithm>

namespace maskpoint::worker {

std::shared_ptr<const sam::ImageState> ImageCache::find(std::int64_t image_id) {
  const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& e) { return e.image_id == image_id; });
  if (entry == entries_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, entry);
  return entries_.front().state;
}

std::string ImageCache::embedding_of(std::int64_t image_id) const {
  for (const Entry& entry : entries_)
    if (entry.image_id == image_id) return entry.embedding_id;
  return {};
}

void ImageCache::put(std::int64_t image_id, std::string embedding_id,
                     std::shared_ptr<const sam::ImageState> state) {
  entries_.remove_if([&](const Entry& e) { return e.image_id == image_id; });
  entries_.push_front({image_id, std::move(embedding_id), std::move(state)});
  shrink(0);
}

void ImageCache::make_room() {
  if (!entries_.empty()) shrink(entries_.front().state->bytes());
}

void ImageCache::shrink(std::size_t bytes) {
  for (const Entry& entry : entries_)
    bytes += entry.state->bytes();
  while (bytes > byte_limit_ && entries_.size() > 1) {
    bytes -= entries_.back().state->bytes();
    entries_.pop_back();
  }
}

}  // namespace maskpoint::worker
