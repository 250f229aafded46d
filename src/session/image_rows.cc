#include "session/image_rows.h"

#include <algorithm>
#include <utility>

namespace maskpoint::session {
namespace {

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return text;
}

bool has_any_class(const ImageRow& row, const std::set<int>& classes) {
  return std::any_of(classes.begin(), classes.end(), [&](int id) {
    return id == kNoObjects ? row.annotation_count == 0 : row.class_counts.contains(id);
  });
}

bool unfinished(const ImageRow& row) {
  return row.state != doc::WorkState::kDone && can_be_opened(row);
}

}  // namespace

bool can_be_opened(const ImageRow& row) {
  return row.error.empty() || row.size.width > 0;
}

void ImageRows::replace(std::vector<ImageRow> rows) {
  rows_ = std::move(rows);
  names_.clear();
  positions_.clear();
  for (const ImageRow& row : rows_) {
    positions_.emplace(row.id, int(names_.size()));
    names_.push_back(lower(row.file_name));
  }
  stale_ = true;
}

void ImageRows::add(ImageRow row) {
  positions_.emplace(row.id, int(rows_.size()));
  names_.push_back(lower(row.file_name));
  rows_.push_back(std::move(row));
  stale_ = true;
}

int ImageRows::position_of(std::int64_t id) const {
  const auto at = positions_.find(id);
  return at == positions_.end() ? -1 : at->second;
}

const ImageRow* ImageRows::find(std::int64_t id) const {
  const int at = position_of(id);
  return at < 0 ? nullptr : &rows_[std::size_t(at)];
}

ImageRow* ImageRows::change(std::int64_t id) {
  stale_ = true;
  return change_quietly(id);
}

ImageRow* ImageRows::change_quietly(std::int64_t id) {
  const int at = position_of(id);
  return at < 0 ? nullptr : &rows_[std::size_t(at)];
}

void ImageRows::set_filter(ImageFilter filter) {
  filter.text = lower(std::move(filter.text));
  stale_ = stale_ || !(filter == filter_);
  filter_ = std::move(filter);
}

bool ImageRows::matches(std::size_t position) const {
  const ImageRow& row = rows_[position];
  if (!filter_.states.empty() && !filter_.states.contains(row.state)) return false;
  if (!filter_.classes.empty() && !has_any_class(row, filter_.classes)) return false;
  return filter_.text.empty() || names_[position].find(filter_.text) != std::string::npos;
}

void ImageRows::refresh() const {
  if (!std::exchange(stale_, false)) return;
  shown_.clear();
  done_ = unfinished_shown_ = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    done_ += rows_[i].state == doc::WorkState::kDone;
    if (!matches(i)) continue;
    shown_.push_back(int(i));
    unfinished_shown_ += unfinished(rows_[i]);
  }
}

const std::vector<int>& ImageRows::shown() const {
  refresh();
  return shown_;
}

int ImageRows::done() const {
  refresh();
  return done_;
}

int ImageRows::unfinished_beside(std::int64_t id) const {
  refresh();
  const int at = position_of(id);
  return unfinished_shown_ -
         (at >= 0 && unfinished(rows_[std::size_t(at)]) && matches(std::size_t(at)));
}

}  // namespace maskpoint::session
