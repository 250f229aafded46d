// Undo as a list of immutable roots and a cursor. Undo moves the cursor; a new edit drops what was
// undone. Root is a shared_ptr<const …>; "unsaved" is pointer inequality with the root last saved.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <vector>

namespace maskpoint::doc {

// Note travels with the edit that made a root: a label for people, and whatever undoing it must
// restore.
template <class Root, class Note>
class History {
 public:
  explicit History(Root initial) { entries_.push_back({std::move(initial), Note{}}); }

  const Root& root() const { return entries_[cursor_].root; }
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

  // Applies `change` to every root, for facts that are no edits (ids the server assigned).
  template <class Change>
  void rewrite(const Change& change) {
    for (Entry& entry : entries_)
      entry.root = change(entry.root);
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
