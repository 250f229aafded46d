// Undo as a list of immutable roots and a cursor. Undo moves the cursor; a new edit drops what was
// undone. What a root is, the caller decides; it is a cheap value, usually a shared_ptr<const …>.
#pragma once

#include <cassert>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace maskpoint::doc {

// Note travels with the edit that made a root: a label for people, and whatever finds it again.
template <class Root, class Note>
class History {
 public:
  explicit History(Root initial) { entries_.push_back({std::move(initial), Note{}}); }

  const Root& root() const { return entries_[cursor_].root; }
  const Note& note() const { return entries_[cursor_].note; }
  bool can_undo() const { return cursor_ > 0; }
  bool can_redo() const { return cursor_ + 1 < entries_.size(); }
  int undo_depth() const { return int(cursor_); }
  int redo_depth() const { return int(entries_.size() - cursor_) - 1; }

  void push(Root root, Note note) {
    entries_.resize(cursor_ + 1);
    entries_.push_back({std::move(root), std::move(note)});
    ++cursor_;
  }
  // The note of the edit that was just undone or redone.
  const Note& undo() {
    assert(can_undo());
    return entries_[cursor_--].note;
  }
  const Note& redo() {
    assert(can_redo());
    return entries_[++cursor_].note;
  }

  // The root undo() would come back to.
  const Root& before() const {
    assert(can_undo());
    return entries_[cursor_ - 1].root;
  }

  // The root redo() would go on to.
  const Root& after() const {
    assert(can_redo());
    return entries_[cursor_ + 1].root;
  }

  // Replaces the current root without making an edit.
  void amend(Root root) { entries_[cursor_].root = std::move(root); }

  // Applies `change` to the root at `position` and all that came after it, undone ones included: an
  // edit whose result arrived late takes its place in the past; what is no edit (ids the server
  // assigned) changes all from 0 on.
  template <class Change>
  void rewrite_from(std::size_t position, const Change& change) {
    for (std::size_t i = position; i < entries_.size(); ++i)
      entries_[i].root = change(entries_[i].root);
  }

  // The position of the first entry whose note satisfies `wanted`, or size().
  template <class Predicate>
  std::size_t find(const Predicate& wanted) const {
    std::size_t i = 0;
    while (i < entries_.size() && !wanted(entries_[i].note))
      ++i;
    return i;
  }
  std::size_t size() const { return entries_.size(); }
  std::size_t position() const { return cursor_; }
  const Note& note_at(std::size_t position) const {
    assert(position < entries_.size());
    return entries_[position].note;
  }
  // Undo or redo as many times as it takes.
  void go_to(std::size_t position) {
    assert(position < entries_.size());
    cursor_ = position;
  }
  const Root& at(std::size_t position) const {
    assert(position < entries_.size());
    return entries_[position].root;
  }

  // Takes an edit out of the past, as if it had never been made. The first root stays.
  void erase(std::size_t position) {
    assert(position > 0 && position < entries_.size());
    entries_.erase(entries_.begin() + std::ptrdiff_t(position));
    if (cursor_ >= position) --cursor_;
  }

 private:
  struct Entry {
    Root root;
    Note note;
  };
  std::vector<Entry> entries_;
  std::size_t cursor_ = 0;
};

}  // namespace maskpoint::doc
