// Classes as the server has them, and what happens when somebody else changed them too.

#include <algorithm>
#include <map>
#include <utility>

#include "doc/merge.h"
#include "session/actions.h"
#include "session/class_changes.h"
#include "session/classes.h"
#include "session/saving.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

// Objects of mine that had one of the renumbered classes follow it. What the server already has
// under such a number means their class.
void follow_renumbering(SessionState& state, const std::map<int, int>& renumbered) {
  for (auto& [id, work] : state.works) {
    const doc::ImageDocPtr saved = work.saved;
    const auto follow = [&](const doc::AnnotationPtr& a) -> doc::AnnotationPtr {
      const auto to = renumbered.find(a->category_id);
      if (to == renumbered.end()) return a;
      const doc::AnnotationPtr theirs = doc::find(*saved, a->uuid);
      if (theirs && theirs->category_id == a->category_id) return a;
      auto next = std::make_shared<doc::Annotation>(*a);
      next->category_id = to->second;
      return next;
    };
    rewrite_docs(work, 0, [&](const doc::ImageDocPtr& doc) { return doc::mapped(doc, follow); });
    for (Accepting& accepting : work.accepting)
      if (const auto to = renumbered.find(accepting.category_id); to != renumbered.end())
        accepting.category_id = to->second;
  }
  if (const auto to = renumbered.find(state.current_class); to != renumbered.end())
    state.current_class = to->second;
}

// The class timeline starts anew from the merged list: undoing past it would undo their work.
void adopt(SessionState& state, const doc::CategoriesPtr& theirs, const std::string& etag) {
  const bool mine_unchanged = state.classes.root() == state.saved_classes;
  for (const doc::Category& category : *theirs)
    state.highest_class_id = std::max(state.highest_class_id, category.id);
  doc::CategoriesPtr next = theirs;
  if (!mine_unchanged) {
    const doc::MergedCategories merged =
        doc::merge(*state.saved_classes, state.categories(), *theirs, classes_in_use(state),
                   state.highest_class_id + 1);
    if (*merged.categories != *theirs) next = merged.categories;
    follow_renumbering(state, merged.renumbered);
  }
  if (!mine_unchanged || *next != state.categories()) state.classes = ClassTimeline(next);
  state.saved_classes = next == theirs ? state.classes.root() : theirs;
  state.classes_etag = etag;
  state.classes_loaded = true;
  classes_changed(state);
}

}  // namespace

// Most likely a class was deleted that objects of images not in memory have: it comes back.
void classes_refused(SessionState& state, const std::string& message) {
  const doc::CategoriesPtr sent = std::exchange(state.classes_in_flight, nullptr);
  state.renames_in_flight = 0;
  auto next = std::make_shared<doc::Categories>(state.categories());
  for (const doc::Category& category : *state.saved_classes)
    if (doc::find(*next, category.id) == nullptr) next->push_back(category);
  if (*next == state.categories()) {
    state.classes_refused = sent;
    save_refused(state, message);
    return;
  }
  show_error(state, message);
  if (*next == *state.saved_classes)
    state.classes = ClassTimeline(state.saved_classes);
  else
    state.classes.push(std::move(next), {"restore class"});
  save_succeeded(state);
  classes_changed(state);
}

void on(SessionState& state, const action::CategoriesLoaded& a) {
  if (state.classes_in_flight) {
    state.classes_announced_etag = a.etag;
    return;
  }
  const bool first = !state.classes_loaded;
  adopt(state, a.categories, a.etag);
  if (first) go_on_with_last_class(state);
}

void on(SessionState& state, const action::CategoriesSaved& a) {
  state.saved_classes = a.sent;
  server_has(state, *a.sent);
  state.classes_etag = a.etag;
  if (state.classes_in_flight == a.sent) state.classes_in_flight = nullptr;
  // An object may have been refused for a class that is there now.
  for (auto& [id, work] : state.works)
    work.refused = nullptr;
  save_succeeded(state);
  if (!state.classes_announced_etag.empty() && state.classes_announced_etag != a.etag)
    state.effects.push_back(effect::ReloadCategories{});
  state.classes_announced_etag.clear();
}

// My list of an earlier visit, merged with what the server has as soon as that is known.
void on(SessionState& state, const action::RestoreClasses& a) {
  const doc::CategoriesPtr theirs = state.saved_classes;
  state.saved_classes = a.base;
  state.classes = ClassTimeline(a.mine);
  classes_changed(state);
  if (state.classes_loaded) adopt(state, theirs, state.classes_etag);
}

void on(SessionState& state, const action::CategoriesConflict& a) {
  state.classes_in_flight = nullptr;
  state.renames_in_flight = 0;
  state.classes_announced_etag.clear();
  save_succeeded(state);
  adopt(state, a.theirs, a.etag);
}

}  // namespace maskpoint::session
