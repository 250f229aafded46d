// The prepared images the worker holds on to, least recently used out first.
//
// Bounded by bytes; the newest image always stays, however large. Used by the worker thread alone.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "sam/image_state.h"

namespace maskpoint::worker {

class ImageCache {
 public:
  explicit ImageCache(std::size_t byte_limit) : byte_limit_(byte_limit) {}

  // The image's state, now the most recently used; null when it is not here.
  std::shared_ptr<const sam::ImageState> find(std::int64_t image_id);
  // The embedding the state was made from, without counting as a use; empty when not here.
  std::string embedding_of(std::int64_t image_id) const;
  void put(std::int64_t image_id, std::string embedding_id,
           std::shared_ptr<const sam::ImageState> state);
  // Lets go of the oldest, so that one more of the newest's size stays within the limit: for before
  // it is made, when the memory it will take is needed.
  void make_room();
  void clear() { entries_.clear(); }

 private:
  struct Entry {
    std::int64_t image_id;
    std::string embedding_id;
    std::shared_ptr<const sam::ImageState> state;
  };
  // Until what is held and this many bytes more are within the limit.
  void shrink(std::size_t bytes);

  std::size_t byte_limit_;
  std::list<Entry> entries_;  // most recently used first
};

}  // namespace maskpoint::worker
