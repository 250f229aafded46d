// What somebody else saved meanwhile, put under what we did since.

#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/saving.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

// Held until a person has decided.
void hold(SessionState& state, ImageWork& work, const doc::ImageDocPtr& theirs,
          const std::string& etag, std::vector<doc::ObjectConflict> objects,
          doc::Resolutions resolutions) {
  const bool new_here = !work.conflict;
  work.conflict =
      Conflict{theirs, etag, work.timeline.root().doc, std::move(objects), std::move(resolutions)};
  if (!new_here) return;
  announce(state, "Somebody else changed an object that you changed too.");
  if (work.id == state.open_id) return;  // the question is on the screen
  const ImageRow* row = state.row(work.id);
  show_error(state, "Somebody else changed objects of " +
                        (row ? row->file_name : std::string("an image")) +
                        " that you changed too. Open it to choose which are kept.");
}

}  // namespace

bool says_the_same(const doc::ImageDoc& a, const doc::ImageDoc& b) {
  const auto same = [](const doc::AnnotationPtr& x, const doc::AnnotationPtr& y) {
    return x == y || (x->id == y->id && doc::same_content(*x, *y));
  };
  return std::equal(a.annotations.begin(), a.annotations.end(), b.annotations.begin(),
                    b.annotations.end(), same);
}

// What the server holds is the new base; my edits, undone ones too, are put on top of it.
void adopt(SessionState& state, ImageWork& work, const doc::ImageDocPtr& theirs,
           const std::string& etag) {
  if (work.loaded && says_the_same(*work.saved, *theirs)) {
    work.etag = etag;  // an image opened again: nothing is to be merged into its history
    work.conflict.reset();
    return;
  }
  const doc::ImageDocPtr base = work.saved;
  const doc::ImageDocPtr current = work.timeline.root().doc;
  const doc::Resolutions decided = work.conflict ? work.conflict->resolutions : doc::Resolutions();
  doc::MergedImage now = doc::merge(base, current, theirs, decided);
  if (!now.conflicts.empty()) {
    hold(state, work, theirs, etag, std::move(now.conflicts), decided);
    return;
  }
  work.conflict.reset();
  rewrite_docs(work, 0, [&](const doc::ImageDocPtr& mine) {
    return mine == current ? now.doc : doc::merge(base, mine, theirs, decided).doc;
  });
  work.saved = theirs;
  work.etag = etag;
  work.loaded = true;
  work.numbered = 0;
  root_changed(state, work);
  if (now.brought_back > 0)
    show_info(state, count_of(std::size_t(now.brought_back), "object") +
                         " changed by one of you and deleted by the other came back.");
}

void look_at_conflicts_again(SessionState& state) {
  for (auto& [id, work] : state.works) {
    if (!work.conflict || work.conflict->mine == work.timeline.root().doc) continue;
    const doc::ImageDocPtr theirs = work.conflict->theirs;
    const std::string etag = work.conflict->etag;
    adopt(state, work, theirs, etag);
  }
}

void on(SessionState& state, const action::ResolveConflicts& a) {
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end() || !at->second.conflict) return;
  Conflict& conflict = *at->second.conflict;
  for (const auto& [uuid, resolution] : a.resolutions)
    conflict.resolutions[uuid] = resolution;
  conflict.mine = nullptr;  // to be compared anew
  look_at_conflicts_again(state);
  if (!at->second.conflict) announce(state, "Decided. The objects are saved.");
}

}  // namespace maskpoint::session
