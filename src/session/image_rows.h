// The rows of the image list, with what is asked of them every frame kept ready: which ones the
// filter shows, and how many are done. Ten thousand rows cost a frame what ten do.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "session/action.h"

namespace maskpoint::session {

class ImageRows {
 public:
  void replace(std::vector<ImageRow> rows);
  void add(ImageRow row);

  const std::vector<ImageRow>& all() const { return rows_; }
  const ImageRow* find(std::int64_t id) const;
  // Where it is in all(), or -1.
  int position_of(std::int64_t id) const;
  // To change what the filter looks at; null when there is no such row.
  ImageRow* change(std::int64_t id);
  // To change what it does not: the embedding, the size.
  ImageRow* change_quietly(std::int64_t id);

  void set_filter(ImageFilter filter);
  const ImageFilter& filter() const { return filter_; }
  // Positions in all() that match the filter, in order.
  const std::vector<int>& shown() const;
  int done() const;
  // How many of shown() are neither done nor damaged, this one left out.
  int unfinished_beside(std::int64_t id) const;

 private:
  bool matches(std::size_t position) const;
  void refresh() const;

  std::vector<ImageRow> rows_;
  std::vector<std::string> names_;  // in lower case
  std::unordered_map<std::int64_t, int> positions_;
  ImageFilter filter_;
  mutable bool stale_ = true;
  mutable std::vector<int> shown_;
  mutable int done_ = 0, unfinished_shown_ = 0;
};

// Whether it can be shown at all; a damaged file has no size.
bool can_be_opened(const ImageRow& row);

}  // namespace maskpoint::session
