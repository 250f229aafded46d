#include "session/pending.h"

#include <cmath>
#include <utility>

#include "session/actions.h"
#include "session/hand_edits.h"
#include "session/hover.h"
#include "session/reopening.h"
#include "session/tightness.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

void show_candidate(SessionState& state, int position) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->pending || work->pending->decoding) return;
  Pending& pending = *work->pending;
  if (position < 0 || position >= int(pending.candidates.size())) return;
  pending.shown = position;
  const Snapshot& root = work->timeline.root();
  const int output = pending.candidates[std::size_t(position)].index;
  const ChainPtr chain =
      with_candidate(root.chain, root.chain->steps.size() - 1, output, Choice::kChosen);
  pending.steps = chain->steps;
  work->timeline.amend({root.doc, chain});
  announce_candidate(state, pending);
}

}  // namespace

void push_prompt(SessionState& state, ImageWork& work, ChainPtr chain, const std::string& label) {
  if (chain) state.selection.clear();  // digits now mean the class of what is next
  push_edit(state, work, {work.timeline.root().doc, std::move(chain)}, {label, 0});
}

void announce_candidate(SessionState& state, const Pending& pending) {
  const CandidateView& shown = pending.candidates[std::size_t(pending.shown)];
  const long percent = std::lround(double(shown.predicted_iou) * 100);
  announce(state, shown.name + ", " + std::to_string(percent) + " %, " +
                      std::to_string(pending.shown + 1) + " of " +
                      std::to_string(pending.candidates.size()));
}

void warn_of_other_encoding(SessionState& state, const ImageWork& work) {
  const ChainPtr& chain = work.timeline.root().chain;
  if (!state.prepared || !chain || chain->replaces.empty()) return;
  const doc::AnnotationPtr object = doc::find(*work.timeline.root().doc, chain->replaces);
  if (!object || !object->prompts) return;
  if (made_otherwise(object->prompts->model, work.model))
    show_info(state,
              "This object was made with another model: its prompts may give a different mask now. "
              "Esc leaves it as it was.");
  else if (made_otherwise(object->prompts->embedding, work.embedding))
    show_info(state,
              "The image was encoded anew since this object was made: its prompts may give a "
              "different mask now. Esc leaves it as it was.");
}

void on(SessionState& state, const action::SetTool& a) {
  if (state.tool == a.tool) return;
  let_go(state);
  cancel_gesture(state);
  state.tool = a.tool;
}

void on(SessionState& state, const action::ClearPrompt&) {
  if (cancel_gesture(state)) return;
  ImageWork* work = state.open_work();
  if (work != nullptr && work->polygon && state.tool == Tool::kPolygon) {
    work->polygon.reset();
  } else if (work != nullptr && work->timeline.root().chain) {
    clear_hover(state);
    push_prompt(state, *work, nullptr, "clear prompt");
    announce(state, "Prompt cleared.");
  } else if (!state.selection.empty()) {
    state.selection.clear();
  } else {
    state.tool = Tool::kSelect;
  }
}

void on(SessionState& state, const action::ShowCandidate& a) {
  show_candidate(state, a.position);
}

void on(SessionState& state, const action::CycleCandidate& a) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->pending || work->pending->candidates.empty()) return;
  const int count = int(work->pending->candidates.size());
  show_candidate(state, ((work->pending->shown + a.step) % count + count) % count);
}

void on(SessionState& state, const action::TakeBackPrompt&) {
  if (cancel_gesture(state)) return;
  ImageWork* work = state.open_work();
  if (work != nullptr && state.tool == Tool::kPolygon && work->polygon) {
    undo_in_hand(state);
    return;
  }
  if (work == nullptr || !work->timeline.root().chain) return;
  const Snapshot root = work->timeline.root();
  const ChainPtr shorter = without_last_step(root.chain);
  // Where the last thing done was this prompt, taking it back is undoing it: redo returns it.
  if (work->timeline.can_undo()) {
    const Snapshot& before = work->timeline.before();
    const bool was_this_prompt = before.doc == root.doc && bool(before.chain) == bool(shorter) &&
                                 (!shorter || same_prompts(before.chain->steps, shorter->steps));
    if (was_this_prompt) {
      on(state, action::Undo{});
      return;
    }
  }
  push_prompt(state, *work, shorter, "take back prompt");
}

void on(SessionState& state, const action::ReopenObject& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  const doc::AnnotationPtr object = doc::find(*work->timeline.root().doc, a.uuid);
  if (!object) return;
  const ChainPtr& open = work->timeline.root().chain;
  if (open && open->replaces == a.uuid) return;
  if (object->locked) {
    show_info(state, "This object is locked. Unlock it first to go on with its prompts.");
    return;
  }
  const ChainPtr chain = object->prompts ? chain_of(*object->prompts, a.uuid) : nullptr;
  if (!chain) {
    show_info(state, "This mask was not made by prompts, so there are none to go on from.");
    return;
  }
  if (object->edited)
    show_info(state, "Accepting these prompts replaces what you changed by hand; Escape keeps it.");
  cancel_gesture(state);
  state.tool = Tool::kPrompt;
  state.hidden.erase(a.uuid);
  if (doc::find(state.categories(), object->category_id) != nullptr)
    state.current_class = object->category_id;
  state.tools.next_cleanup = object->cleanup;
  push_prompt(state, *work, chain, "reopen object");
  warn_of_other_encoding(state, *work);
}

void on(SessionState& state, const action::RestorePrompt& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || work->id != a.image_id || work->timeline.root().chain) return;
  // The object may have been deleted meanwhile: then it becomes a new one.
  const bool replaces = doc::find(*work->timeline.root().doc, a.replaces) != nullptr;
  const ChainPtr chain = chain_of_preview(a.steps, replaces ? a.replaces : std::string(),
                                          clamped_threshold(a.threshold));
  if (!chain) return;
  cancel_gesture(state);
  if (doc::find(state.categories(), a.category_id) != nullptr) state.current_class = a.category_id;
  push_prompt(state, *work, chain, "bring back prompt");
  announce(state, "The prompt you had not accepted yet is back.");
}

}  // namespace maskpoint::session
