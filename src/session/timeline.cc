#include "session/timeline.h"

#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/candidates.h"
#include "session/hand_edits.h"
#include "session/hover.h"
#include "session/selecting.h"
#include "session/tightness.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

// The pending view follows the chain. Candidates of an older chain stay on the screen until the
// new ones arrive.
void follow_chain(ImageWork& work) {
  const ChainPtr& chain = work.timeline.root().chain;
  if (!chain) {
    work.pending.reset();
    return;
  }
  if (!work.pending) work.pending.emplace();
  Pending& pending = *work.pending;
  const bool known = !pending.decoding && !pending.candidates.empty() &&
                     same_prompts(pending.steps, chain->steps) &&
                     chain->choices.back() != Choice::kOpen;
  pending.steps = chain->steps;
  pending.replaces = chain->replaces;
  pending.decoding = !known;
  if (known) pending.shown = position_of_output(pending.candidates, chain->last().candidate);
}

void forget_dropped_accepts(ImageWork& work) {
  if (work.accepting.empty()) return;
  std::erase_if(work.accepting, [&](const Accepting& accepting) {
    const auto is_its = [&](const EditNote& note) { return note.accept_token == accepting.token; };
    return work.timeline.find(is_its) == work.timeline.size();
  });
}

void count_objects(SessionState& state, const ImageWork& work) {
  const ImageRow* row = state.row(work.id);
  if (row == nullptr || !work.loaded) return;
  const std::vector<doc::AnnotationPtr>& objects = work.timeline.root().doc->annotations;
  std::map<int, int> classes;
  for (const doc::AnnotationPtr& object : objects)
    ++classes[object->category_id];
  if (row->annotation_count != int(objects.size()) || row->class_counts != classes) {
    ImageRow* changed = state.change_row(work.id);
    changed->annotation_count = int(objects.size());
    changed->class_counts = std::move(classes);
  }
  // The server does the same when it gets the first object.
  if (row->state == doc::WorkState::kNew && !objects.empty())
    state.change_row(work.id)->state = doc::WorkState::kInWork;
}

// A stroke that comes back is gone on with: the next one is for the same object.
void select_drawn(SessionState& state, const ImageWork& work) {
  const std::string& drawn = work.timeline.note().drawn;
  if (!drawn.empty() && state.selection.empty() && !work.timeline.root().chain &&
      doc::find(*work.timeline.root().doc, drawn))
    state.selection = {drawn};
}

}  // namespace

std::string history_label(const Timeline& timeline, std::size_t position) {
  return position == 0 ? "as it was opened" : timeline.note_at(position).label;
}

void root_changed(SessionState& state, ImageWork& work) {
  follow_chain(work);
  forget_dropped_accepts(work);
  count_objects(state, work);
  if (work.id != state.open_id) return;
  state.sliding_threshold.reset();
  measure_candidates(state, work);
  drop_gone_from_selection(state, *work.timeline.root().doc);
}

void push_edit(SessionState& state, ImageWork& work, Snapshot next, EditNote note) {
  work.timeline.push(std::move(next), std::move(note));
  work.numbered = std::min(work.numbered, work.timeline.position());
  root_changed(state, work);
}

void push_doc_edit(SessionState& state, ImageWork& work, doc::ImageDocPtr doc,
                   const std::string& label) {
  if (doc == work.timeline.root().doc) return;
  push_edit(state, work, {std::move(doc), work.timeline.root().chain}, {label, 0});
}

void on(SessionState& state, const action::Undo&) {
  if (cancel_gesture(state) || undo_in_hand(state)) return;
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->timeline.can_undo()) return;
  const std::string label = work->timeline.undo().label;
  root_changed(state, *work);
  announce(state, "Undone: " + label + ".");
}

void on(SessionState& state, const action::Redo&) {
  if (cancel_gesture(state)) return;
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->timeline.can_redo()) return;
  const std::string label = work->timeline.redo().label;
  root_changed(state, *work);
  select_drawn(state, *work);
  announce(state, "Redone: " + label + ".");
}

void on(SessionState& state, const action::GoToHistory& a) {
  cancel_gesture(state);
  ImageWork* work = state.open_work();
  if (work == nullptr || a.position >= work->timeline.size() ||
      a.position == work->timeline.position())
    return;
  const bool back = a.position < work->timeline.position();
  const std::string label = history_label(work->timeline, a.position);
  work->timeline.go_to(a.position);
  root_changed(state, *work);
  if (!back) select_drawn(state, *work);
  announce(state, (back ? "Back to: " : "On to: ") + label + ".");
}

}  // namespace maskpoint::session
